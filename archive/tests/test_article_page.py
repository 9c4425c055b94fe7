"""The page of an article: what is told of it, to readers and to programs, and how many queries it takes."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Figure, Issue, PersonMention, ReprintGroup
from archive.tests import factories as make

pytestmark = pytest.mark.django_db

PUBLISHED = Article.Status.PUBLISHED
HOSTILE = '"><script>alert(1)</script>'


def article(**values) -> Article:
    on = values.pop("on", None) or make.page(number_known=True)
    return make.article(on, **({"status": PUBLISHED} | values))


def html_of(client: Client, made: Article, query: str = "") -> str:
    return client.get(f"{made.get_absolute_url()}{query}").content.decode()


def metas(html: str) -> list[tuple[str, str]]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    return [(name, unescape(value)) for name, value in found]


def section(html: str, name: str) -> str:
    begin = html.index(f'id="{name}"')
    return html[begin : html.index("</section>", begin)]


def test_reference_managers_find_what_they_need(client: Client) -> None:
    made = article(reporters=["王晓"], correspondents=["陈立"], subtitle="访市长")
    html = html_of(client, made, "?q=储能&marks=mentions")
    tags = metas(html)
    assert [value for name, value in tags if name == "citation_author"] == ["王晓", "陈立"]
    told = dict(tags)
    address = f"http://testserver{made.get_absolute_url()}"
    assert told["citation_title"] == told["og:title"] == "储能项目开工——访市长"
    assert told["citation_publication_date"] == "2024/03/15"
    assert told["citation_public_url"] == told["og:url"] == address
    assert f'<link rel="canonical" href="http://testserver{made.get_absolute_url()}">' in html
    coins = re.search(r'<span class="Z3988" title="([^"]+)"', html)
    assert coins and parse_qs(unescape(coins[1]))["rft.creator"] == ["王晓", "陈立"]
    for suffix in ("ris", "bib"):
        link = f"/articles/{made.pk}.{suffix}"
        assert html.count(f'href="{link}"') == 2
        assert "储能项目开工" in b"".join(client.get(link)).decode()


def test_nothing_printed_breaks_out_of_the_head(client: Client) -> None:
    made = article(title=HOSTILE, subtitle=HOSTILE, reporters=[HOSTILE], body=HOSTILE)
    html = html_of(client, made)
    assert "<script>alert" not in html
    assert dict(metas(html))["citation_author"] == HOSTILE
    assert f"{HOSTILE}——{HOSTILE}" == dict(metas(html))["citation_title"]


def test_what_is_not_printed_is_said_to_be_missing(client: Client) -> None:
    html = html_of(client, article(on=make.page(number_known=False)))
    assert "报面未见署名，故不写作者。" in html and "报面未见版次，故不写版次。" in html
    assert "版次未见" in html and "2024-03-15(" not in html
    assert "citation_firstpage" not in dict(metas(html))
    signed = html_of(client, article(on=make.page(2, number_known=True), reporters=["王晓"]))
    assert "故不写" not in signed and "姓名由程序转写为拼音" in signed


def test_source_line_leads_to_paper_day_and_page(client: Client) -> None:
    made = article()
    issue = made.page.issue
    html = html_of(client, made)
    line = html[html.index('class="source"') :].partition("</p>")[0]
    assert re.findall(r'href="([^"]+)"', line)[:3] == [
        issue.newspaper.get_absolute_url(),
        issue.get_absolute_url(),
        made.page.get_absolute_url(),
    ]


def test_reprints_stand_in_the_order_of_their_days(client: Client) -> None:
    group = ReprintGroup.objects.create()
    pages = [
        make.page(of=make.issue(date(2024, 3, day), make.newspaper(name, slug)), number_known=True)
        for day, name, slug in ((16, "乙报", "yi"), (15, "甲报", "jia"), (17, "丙报", "bing"))
    ]
    later, first, last = (
        article(on=page, title=page.issue.newspaper.name, reprints=group) for page in pages
    )
    make.article(pages[2], title="草稿", reprints=group)
    told = section(html_of(client, later), "copies")
    assert "刊登 3 次" in told and "草稿" not in told
    assert re.findall(r"<time datetime=\"([\d-]+)\"", told) == [
        "2024-03-15", "2024-03-16", "2024-03-17",
    ]  # fmt: skip
    assert re.findall(r'href="(/articles/\d+/)"', told) == [
        first.get_absolute_url(),
        last.get_absolute_url(),
    ]
    assert told.count('aria-current="page"') == 1
    assert 'id="copies"' not in html_of(client, article(on=make.page(9)))


def test_counties_people_and_posts_as_printed(client: Client) -> None:
    made = article()
    city = make.taian()
    make.mention_place(made, city)
    make.mention_place(made, city.children.get(code="370983"), role="mentioned")
    post = make.post("泰安市市长", city)
    make.mention_official(made, make.official(where=city), post, post_text="市长")
    PersonMention.objects.create(article=made, name="魏建军", post="某公司董事长")
    html = html_of(client, made)
    places = section(html, "places")
    assert places.index("泰安市") < places.index('class="counties"') < places.index("肥城市")
    officials = section(html, "officials")
    assert re.search(r'class="post"[^>]*>市长<', officials) and "即 泰安市市长" in officials
    assert "发言" in officials
    assert "/search/?q=%22%E9%AD%8F%E5%BB%BA%E5%86%9B%22" in section(html, "people")


def test_how_far_it_was_checked_is_said(client: Client) -> None:
    machine = html_of(client, article(confidence=0.5, warnings=["题目与正文用词相差较大"]))
    told = section(machine, "origin")
    assert "未经人工逐条核对" in told and "把握较低" in told and "用词相差较大" in told
    by_hand = section(html_of(client, article(on=make.page(2), corrected=["title"])), "origin")
    assert "部分内容经编辑更正" in by_hand and "把握较低" not in by_hand


def test_newspaper_text_is_chinese_whatever_the_interface(client: Client) -> None:
    made = article(kicker="引题", subtitle="副题", reporters=["王晓"])
    html = client.get(made.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en">' in html
    for printed in ('class="kicker"', "<h1", 'class="subtitle"', 'class="body"'):
        tag = html[html.index(printed) :].partition(">")[0]
        assert 'lang="zh-Hans"' in tag, printed


def test_queries_stay_few_however_much_there_is(client: Client) -> None:
    group = ReprintGroup.objects.create()
    sheet = make.page(number_known=True)
    made = article(on=sheet, reprints=group)
    for number in range(2, 8):
        page = make.page(number)
        article(on=page, title="")
        article(on=sheet, title="", reprints=group)
        make.mention_place(
            made, make.place(f"37098{number}", f"第{number}区", "county", make.taian())
        )
        make.mention_official(made, make.official(f"李兰{number}"), make.post(f"职务{number}"))
        Figure.objects.create(
            article=made, text="项目", value=1, kind="actual", evidence=[["body", 0, 2]]
        )
    html_of(client, made)
    with CaptureQueriesContext(connection) as asked:
        html_of(client, made, "?marks=mentions")
    assert len(asked) <= 15


def test_dates_that_no_paper_prints_say_so(client: Client) -> None:
    made = article()
    assert "由电头推定，报面未印" in section(html_of(client, made), "origin")
    Issue.objects.update(date_source=Issue.DateSource.FOLIO)
    assert "由电头推定" not in html_of(client, made)
