"""The public pages: addresses, names sent on, what is missing, and how many queries a page asks."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Figure, IndustryMention, PersonMention
from archive.tests import factories as make

pytestmark = pytest.mark.django_db

# Without an index to count by each facet takes a query; search/tests/test_site_queries.py has 15.
MOST_QUERIES = 20


def told(count: int = 1, status: str = "published") -> list[Article]:
    """Articles on as many days, each with a city, a county, an official, an industry, a figure."""
    city = make.taian()
    county = city.children.get(code="370983")
    return [told_on(make.DAY + timedelta(number), city, county, status) for number in range(count)]


def told_on(day: date, city, county, status: str) -> Article:
    body = "泰安市加快建设。总投资116亿元。"
    page = make.page(of=make.issue(day))
    article = make.article(page, status=status, body=body, title=f"储能{day:%m%d}")
    make.mention_place(article, city)
    make.mention_place(article, county)
    who = make.official(f"李{day:%m%d}", city)
    make.mention_official(article, who, make.post(f"泰安市{day:%d}局局长", city))
    IndustryMention.objects.create(article=article, industry=make.industry(), role="subject")
    PersonMention.objects.create(article=article, name="魏建")
    Figure.objects.create(article=article, text="116亿元", value=116, unit="亿元", kind="actual")
    return article


def addresses(article: Article) -> list[str]:
    """One of each kind of page."""
    issue = article.page.issue
    return [
        "/",
        article.get_absolute_url(),
        "/newspapers/",
        issue.newspaper.get_absolute_url(),
        issue.get_absolute_url(),
        article.page.get_absolute_url(),
        "/cities/",
        "/cities/370900/",
        "/cities/370000/",
        "/cities/370983/",
        "/officials/",
        "/officials/?city=370900",
        article.official_mentions.first().official.get_absolute_url(),
        "/industries/",
        "/industries/energy-storage/",
    ]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_every_page_answers_with_few_queries_however_much_there_is(client: Client) -> None:
    article = told()[0]
    few = {address: queries(client, address) for address in addresses(article)}
    told_more = [make.DAY + timedelta(number) for number in range(1, 30)]
    city = make.taian()
    for day in told_more:
        told_on(day, city, city.children.get(code="370983"), "published")
    client.get(article.get_absolute_url())  # the names are read anew once after they changed
    for address, count in few.items():
        assert queries(client, address) <= min(count + 1, MOST_QUERIES), address


def test_an_article_shows_what_it_speaks_of(client: Client) -> None:
    article = told()[0]
    html = client.get(article.get_absolute_url()).content.decode()
    for text in (
        "泰安市15局局长",
        "肥城市",
        "储能",
        "魏建",
        "<mark>116亿元</mark>",
        "[N]. 泰安日报",
    ):
        assert text in html
    assert "由电头推定" in html


def test_a_continuation_warns_that_its_beginning_is_missing(client: Client) -> None:
    article = make.article(status="published", kind="continuation", continued_from="第一版")
    html = client.get(article.get_absolute_url()).content.decode()
    assert "上接第一版" in html and "前半没有收入档案" in html


def test_drafts_are_not_to_be_found(client: Client) -> None:
    draft = told(status="draft")[0]
    page = draft.page
    for address in (draft, page, page.issue, draft.official_mentions.first().official):
        assert client.get(address.get_absolute_url()).status_code == 404
    for address in ("/", "/cities/370900/", "/industries/energy-storage/", "/officials/"):
        assert draft.title not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("/cities/泰安市/", "/cities/370900/"),
        ("/cities/泰安/?page=2", "/cities/370900/?page=2"),
        ("/industries/储能/", "/industries/energy-storage/"),
        ("/newspapers/泰安日报/", "/newspapers/taian-ribao/"),
        ("/newspapers/泰安日报/2024-03-15/", "/newspapers/taian-ribao/2024-03-15/"),
        ("/newspapers/taian-ribao/20240315/", "/newspapers/taian-ribao/2024-03-15/"),
        ("/newspapers/泰安日报/20240315/1/", "/newspapers/taian-ribao/2024-03-15/1/"),
    ],
)
def test_names_are_sent_on(client: Client, name: str, canonical: str) -> None:
    told()
    answer = client.get(name)
    assert (answer.status_code, unquote(answer["Location"])) == (302, canonical)
    assert client.get(canonical).status_code == 200


def test_an_official_is_found_by_name(client: Client) -> None:
    told()
    answer = client.get("/officials/李0315/")
    assert answer["Location"] == make.taian().officials.get().get_absolute_url()


def test_an_official_can_be_followed(client: Client) -> None:
    told()
    person = make.taian().officials.get()
    page = client.get(f"/officials/{person.pk}/").content.decode()
    assert f'href="/search.atom?official={person.pk}"' in page


def test_an_official_has_one_address(client: Client) -> None:
    told()
    person = make.taian().officials.get()
    answer = client.get(f"/officials/00{person.pk}/?page=1")
    assert (answer.status_code, answer["Location"]) == (302, f"/officials/{person.pk}/?page=1")
    assert client.get(f"/officials/{person.pk:018d}999/").status_code == 404
    assert client.get("/officials/00/").status_code == 404


def test_a_county_that_no_city_stands_above(client: Client) -> None:
    hubei = make.place("420000", "湖北省", "province")
    county = make.place("429004", "仙桃市", "county", hubei)
    article = told()[0]
    make.mention_place(article, county)
    assert client.get("/cities/仙桃市/")["Location"] == "/cities/429004/"
    html = client.get("/cities/429004/").content.decode()
    assert article.title in html and "湖北省" in html and "county=429004" in html
    assert article.title in client.get("/cities/420000/").content.decode()
    assert "/cities/429004/" in client.get("/cities/420000/").content.decode()


def test_namesakes_are_listed(client: Client) -> None:
    article = told()[0]
    other = make.official("李0315", make.place("370800", "济宁市", "prefecture", make.shandong()))
    make.mention_official(article, other)
    html = client.get("/officials/李0315/").content.decode()
    assert "济宁市" in html and "泰安市" in html and other.get_absolute_url() in html


def test_places_of_one_name_are_listed_with_what_they_lie_under(client: Client) -> None:
    city = make.taian()
    make.place("370999", "市中区", "county", city)
    make.place("370811", "市中区", "county", make.place("370800", "济宁市", "prefecture"))
    html = client.get("/cities/市中区/").content.decode()
    assert "山东省泰安市市中区" in html and "济宁市市中区" in html


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/articles/999/", "没有这篇文章"),
        ("/articles/99999999999999999999/", "没有这篇文章"),
        ("/articles/abc/", "没有这一页"),
        ("/cities/无此地/", "档案中没有地区“无此地”"),
        ("/officials/无此人/", "档案中没有官员“无此人”"),
        ("/officials/99999999999999999999/", "没有这位官员"),
        ("/industries/nothing/", "档案中没有行业“nothing”"),
        ("/newspapers/nothing/", "档案中没有报纸“nothing”"),
        ("/newspapers/nothing/2024-01-01/", "档案中没有报纸“nothing”"),
        ("/newspapers/taian-ribao/2024-13-01/", "“2024-13-01”不是一个日期"),
        ("/newspapers/taian-ribao/2020-01-01/", "档案中没有泰安日报2020年1月1日的报纸"),
        ("/newspapers/taian-ribao/2024-03-15/77/", "第77版"),
        ("/cities/<script>/", "&lt;script&gt;"),
    ],
)
def test_what_is_missing_is_said(client: Client, address: str, reason: str) -> None:
    told()
    answer = client.get(address)
    assert answer.status_code == 404
    assert reason in answer.content.decode()


def test_long_lists_come_in_pages(client: Client) -> None:
    told(15)
    first = client.get("/cities/370900/").content.decode()
    second = client.get("/cities/370900/?page=2").content.decode()
    assert first.count("data-hit") == 10 and second.count("data-hit") == 5
    assert "储能0315" in second and "储能0315" not in first


@pytest.mark.parametrize("page", ["0", "99", "x", "", "1.5", "９"])
def test_a_page_that_is_none_is_named(client: Client, page: str) -> None:
    told()
    answer = client.get("/cities/370900/", {"page": page})
    assert answer.status_code == 200 and f"没有第“{page}”页" in answer.content.decode()


def test_officials_are_filtered_by_city(client: Client) -> None:
    told()
    assert "李0315" in client.get("/officials/?city=泰安市").content.decode()
    other = make.place("370800", "济宁市", "prefecture", make.shandong())
    assert "李0315" not in client.get(f"/officials/?city={other.code}").content.decode()
    assert "没有地区“火星”" in client.get("/officials/?city=火星").content.decode()


def test_a_newspaper_shows_a_year_at_a_time(client: Client) -> None:
    told()
    told_on(date(2023, 5, 6), make.taian(), make.place("370983", "肥城市"), "published")
    address = "/newspapers/taian-ribao/"
    assert "2024-03-15" in client.get(address).content.decode()
    html = client.get(f"{address}?year=2023").content.decode()
    calendar = html.partition('class="calendar"')[2].partition("<section")[0]
    assert "/2023-05-06/" in calendar and "/2024-03-15/" not in calendar
    assert "没有 1066 年的报纸" in client.get(f"{address}?year=1066").content.decode()


def test_a_page_is_read_and_nothing_else(client: Client) -> None:
    address = told()[0].get_absolute_url()
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
    assert Client(enforce_csrf_checks=True).post("/cities/").status_code == 405


def test_an_industry_says_what_it_stands_for(client: Client) -> None:
    industry = make.industry()
    industry.divisions = [{"code": "38", "name": "电气机械和器材制造业"}]
    industry.keywords = ["储能电站", "抽水蓄能"]
    industry.save()
    html = client.get(industry.get_absolute_url()).content.decode()
    assert "38 电气机械和器材制造业" in html and "储能电站、抽水蓄能" in html


def test_an_empty_archive_says_how_to_fill_it(client: Client) -> None:
    assert "manage.py ingest" in client.get("/").content.decode()
    assert "还没有官员" in client.get("/officials/").content.decode()
    for address in ("/cities/", "/officials/", "/industries/", "/newspapers/"):
        assert client.get(address).status_code == 200


def test_a_single_day_is_said_once(client: Client) -> None:
    article = told()[0]
    for address in ("/", "/cities/370900/", "/industries/energy-storage/", "/newspapers/"):
        assert "至2024年3月15日" not in client.get(address).content.decode()
    again = make.article(article.page, status="published", title="同日另一篇", order=2)
    mention = article.official_mentions.get()
    make.mention_official(again, mention.official, mention.post)
    html = client.get(mention.official.get_absolute_url()).content.decode()
    assert "至" not in html[html.index('class="posts"') : html.index("</ol>", html.index("posts"))]
    told_on(date(2024, 5, 6), make.taian(), make.place("370983", "肥城市"), "published")
    assert "2024年3月15日至2024年5月6日" in client.get("/cities/370900/").content.decode()


def test_a_municipality_is_a_city_too(client: Client) -> None:
    article = told()[0]
    make.mention_place(article, make.place("500000", "重庆市", "province"))
    assert "/cities/500000/" in client.get("/").content.decode()
    assert "全省" not in client.get("/cities/500000/").content.decode()
    assert "全省" in client.get("/cities/370000/").content.decode()
    industry = client.get("/industries/energy-storage/").content.decode()
    assert "/cities/500000/" in industry.partition("各市篇数")[2]


@pytest.mark.parametrize(
    ("body", "shown"),
    [("短讯一则。", "（无题）短讯一则。<"), ("一二三四五\n" * 9, "（无题）一二三四五 一二三四五 一二三四五 一二三四五…<")],
    ids=["short", "long"],
)  # fmt: skip
def test_what_has_no_title_shows_how_it_begins(client: Client, body: str, shown: str) -> None:
    article = make.article(status="published", title="", body=body)
    assert shown in client.get(article.get_absolute_url()).content.decode()
    assert shown in client.get(article.page.get_absolute_url()).content.decode()


def test_a_form_out_of_date_is_refused_in_chinese() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/")
    assert answer.status_code == 403 and "只供阅读" in answer.content.decode()


HOSTILE_PATHS = [
    "/newspapers/..%2f..%2fetc/",
    "/newspapers/%2e%2e/2024-01-01/1/",
    "/newspapers//evil.example/",
    "/newspapers/%00/",
    "/newspapers/taian-ribao/2024-03-15/99999999999999999999/",
    "/newspapers/%ED%A0%80/2024-01-01/",
    "/cities/%0d%0aX:y/",
    "/officials/-1/",
    "/articles/0/",
    "/industries/%00/",
    "/static/%2e%2e/secret-key",
]


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_hostile_paths_lead_nowhere(client: Client, path: str) -> None:
    told()
    assert client.get(path).status_code == 404


def test_names_are_sent_on_within_the_site(client: Client) -> None:
    told()
    answer = client.get("/cities/泰安/?next=//evil.example&x=%0d%0aX:y")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/cities/370900/?") and "\r" not in answer["Location"]
    answer = client.get("/newspapers/泰安日报/20240315/?next=//evil.example")
    assert answer["Location"] == "/newspapers/taian-ribao/2024-03-15/"
