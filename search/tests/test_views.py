"""The search as a browser sees it: pages, redirects, exports, health."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest
from django.db import OperationalError
from django.test import Client

from archive.models import Article, Official, Page
from search.indexer import drain
from search.suggesting.current import forget
from search.tests import factories

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def archive(reindexed: Callable[[], int]) -> Article:
    official = Official.objects.create(name="李兰亭", place=factories.city())
    article = factories.article(
        "泰安储能电站<script>alert(1)</script>开工。",
        cities={"370900": "subject"},
        industries={"energy-storage": "subject"},
        officials={official: "speaker"},
        title="=储能 & 光伏 100%",
        reporters=["王一", "张三"],
    )
    factories.article("别的事", "2024-01-01")
    reindexed()
    return article


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response).decode()


def test_page_shows_marks_and_escapes_the_rest(client: Client, archive: Article) -> None:
    html = body(client, "/search/?q=储能")
    assert "<mark>储能</mark>电站&lt;script&gt;" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ({"city": "泰安"}, [("city", "370900")]),
        ({"city": "泰安市", "q": "储能"}, [("q", "储能"), ("city", "370900")]),
        ({"industry": "储能"}, [("industry", "energy-storage")]),
        ({"newspaper": "大众"}, [("newspaper", "dazhong-ribao")]),
        ({"newspaper": "大众日报"}, [("newspaper", "dazhong-ribao")]),
    ],
)
def test_names_are_redirected_to_codes(
    client: Client, archive: Article, asked: dict, canonical: list
) -> None:
    response = client.get("/search/", asked)
    assert response.status_code == 302
    assert parse_qsl(urlsplit(response.url).query) == canonical
    assert client.get(response.url).status_code == 200


def test_shared_name_stands_for_all_who_bear_it(client: Client, archive: Article) -> None:
    other = Official.objects.create(name="李兰亭", place=factories.city("370800"))
    factories.article(officials={other: "speaker"})
    first = Official.objects.exclude(pk=other.pk).get()
    response = client.get("/search/", {"official": "李兰亭"})
    assert parse_qsl(urlsplit(response.url).query) == [
        ("official", str(first.pk)), ("official", str(other.pk)),
    ]  # fmt: skip
    response = client.get("/search/", {"official": "李兰亭（济宁市）"})
    assert parse_qsl(urlsplit(response.url).query) == [("official", str(other.pk))]


@pytest.mark.parametrize(
    "query", ["city=nowhere", "official=9999", "official=99999999999999999999", "official=٣",
              "from=2024-13", "page=x", "sort=nope", "size=0", "county=370900"],
)  # fmt: skip
def test_unknown_value_is_named_on_the_page(client: Client, archive: Article, query: str) -> None:
    response = client.get(f"/search/?{query}")
    assert response.status_code == 200
    assert len(response.context["result"].problems) == 1
    assert query.split("=")[1] in response.context["result"].problems[0]
    assert client.get(f"/search.csv?{query}").status_code == 400


def test_template_context(client: Client, archive: Article) -> None:
    context = client.get("/search/?q=储能&city=370900&from=2024&sort=newest").context
    assert (context["q"], context["sort"], context["date_from"]) == ("储能", "newest", "2024")
    assert ("city", "370900") in context["hidden"]
    assert [row["value"] for row in context["sorts"] if row["selected"]] == ["newest"]
    assert "city" not in context["clear_url"]
    assert all("city=370900" in row["url"] for row in context["exports"])


def test_without_words_there_is_no_order_by_relevance(client: Client, archive: Article) -> None:
    for query in ("city=370900", "q=城市:泰安", "q=-光伏"):
        sorts = client.get(f"/search/?{query}").context["sorts"]
        assert [(row["value"], row["selected"]) for row in sorts] == [
            ("newest", True),
            ("oldest", False),
        ]


def test_hits_show_first_what_was_searched_for(client: Client, archive: Article) -> None:
    people = [
        Official.objects.create(name=f"何{one}明", place=factories.city()) for one in "一二三四五"
    ]
    article = factories.article(officials=dict.fromkeys(people, "attendee"))
    drain()
    html = body(client, f"/search/?official={people[-1].pk}")
    shown = html.partition("data-hit")[2]
    assert shown.index("何五明") < shown.index("何一明") and "等 5 人" in shown
    assert article.get_absolute_url() in shown


def test_a_short_list_does_not_hide_what_is_chosen(client: Client, archive: Article) -> None:
    people = [Official.objects.create(name=f"何{n}明", place=factories.city()) for n in range(12)]
    for number, person in enumerate(people):
        factories.article(officials={person: "attendee"}, title=f"第{number}")
    drain()
    everybody = body(client, "/search/")
    assert "项，查找…" in everybody
    hidden = next(one for one in people if f"official={one.pk}" not in everybody)
    facet = client.get(f"/search/?official={hidden.pk}").context["result"].facets[2]
    assert [row.label for row in facet.values if row.selected] == [hidden.name]


def test_all_choices_of_a_facet_have_a_page(client: Client, archive: Article) -> None:
    wei = Official.objects.create(name="魏一新", place=factories.city(), pinyin="weiyixin wyx")
    factories.article(body="储能", officials={wei: "speaker"})
    drain()
    html = body(client, "/search/choices/official/?q=储能&prefix=wyx")
    assert f"/search/?q=%E5%82%A8%E8%83%BD&amp;official={wei.pk}" in html and "魏一新" in html
    assert "没有以“钱”开头的官员" in body(client, "/search/choices/official/?prefix=钱")
    assert client.get("/search/choices/month/").status_code == 404


def test_pager_leads_through_all_pages(client: Client, archive: Article) -> None:
    pager = client.get("/search/?size=1&page=2").context["pager"]
    assert pager["previous"] == "/search/?size=1"
    assert pager["next"] is None
    assert [(row["number"], row["current"]) for row in pager["links"]] == [(1, False), (2, True)]


def test_csv_is_for_excel_and_runs_no_formula(client: Client, archive: Article) -> None:
    text = body(client, "/search.csv")
    assert text.startswith("\ufeff编号,报纸,日期")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    row = next(row for row in rows if row["编号"] == str(archive.pk))
    assert row["主题"] == "'=储能 & 光伏 100%"
    assert (row["城市"], row["官员"], row["行业"]) == ("泰安市", "李兰亭", "储能")
    assert len(rows) == 2


def test_citations(client: Client, archive: Article) -> None:
    ris = body(client, "/search.ris?q=储能")
    assert "TY  - NEWS\r\n" in ris and "AU  - 王一\r\nAU  - 张三\r\n" in ris
    for keyword in ("储能", "泰安市", "李兰亭"):
        assert f"KW  - {keyword}\r\n" in ris
    assert "DA  - 2024/03/15\r\n" in ris and ris.rstrip().endswith("ER  -")
    bib = body(client, "/search.bib?q=储能")
    assert r"title = {{=储能 \& 光伏 100\%}}" in bib
    assert "author = {{王一} and {张三}}" in bib


@pytest.mark.parametrize("known", [True, False])
def test_only_a_printed_page_number_is_cited(client: Client, archive: Article, known: bool) -> None:
    Page.objects.update(number=7, number_known=known)
    assert ("SP  - 7" in body(client, "/search.ris")) is known
    assert ("pages = {7}" in body(client, "/search.bib")) is known
    rows = csv.DictReader(io.StringIO(body(client, "/search.csv")))
    assert {row["版次"] for row in rows} == {"7" if known else ""}


def test_what_has_no_title_is_exported_by_its_beginning(client: Client, archive: Article) -> None:
    Article.objects.filter(pk=archive.pk).update(title="")
    for form in ("csv", "ris", "bib", "atom"):
        assert "（无题）泰安储能电站" in body(client, f"/search.{form}?q=储能")


def test_atom_and_json(client: Client, archive: Article) -> None:
    feed = ElementTree.fromstring(body(client, "/search.atom?q=储能"))
    assert [one.text for one in feed.iter(f"{ATOM}title")][1] == "=储能 & 光伏 100%"
    document = json.loads(body(client, "/search.json"))
    assert document["total"] == len(document["results"]) == 2
    told = [(row["reporters"], row["counties"], row["column"]) for row in document["results"]]
    assert (["王一", "张三"], [], "") in told


def test_nothing_found_is_helped_by_names_and_by_what_is_there(
    client: Client, archive: Article, reindexed: Callable[[], int]
) -> None:
    forget()
    paper = archive.page.issue.newspaper
    html = body(client, f"/search/?q={paper.name}")
    assert f'href="/search/?newspaper={paper.slug}">按报纸“{paper.name}”筛选' in html
    assert "没有找到文章" in html and ">储能</a>" in html and ">营商环境</a>" not in html
    assert "“光伏发电”的检索结果" in body(client, "/search/?q=光伏发电")
    assert "““" not in body(client, "/search/?q=“光伏发电”")
    Article.objects.all().delete()
    reindexed()
    assert "档案还是空的" in body(client, "/search/?q=储能")


def test_several_choices_are_explained(client: Client, archive: Article) -> None:
    one, two = "/search/?city=370900", "/search/?city=370900&city=370800"
    factories.city("370800")
    assert "其中任一" not in body(client, one)
    assert "其中任一" in body(client, two)


def test_dates_that_are_not_understood_stay_in_their_boxes(
    client: Client, archive: Article
) -> None:
    html = body(client, '/search/?from=三月"<&to=2023')
    assert 'value="三月&quot;&lt;"' in html and 'value="2023"' in html
    assert "2 篇" in html and "另一端 2023 也未采用" in html


@pytest.mark.parametrize("sort", ["", "relevance", "oldest"])
def test_a_feed_is_newest_first(
    client: Client, reindexed: Callable[[], int], monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    """However well older articles match, new ones come first and none of them is cut off."""
    factories.article("储能储能储能储能。", "2024-01-01", title="储能")
    factories.article("泰安谈及储能，又谈及许多别的事。", "2024-06-01", title="大会")
    factories.article("储能储能储能。", "2024-03-01", title="储能")
    reindexed()
    address = f"/search.atom?q=储能&sort={sort}"
    days = [
        (one.text or "")[:10]
        for one in ElementTree.fromstring(body(client, address)).iter(f"{ATOM}published")
    ]
    assert days == ["2024-06-01", "2024-03-01", "2024-01-01"]
    plain = ElementTree.fromstring(body(client, "/search.atom"))
    assert next(plain.iter(f"{ATOM}id")).text == "http://testserver/search.atom"


def test_health(client: Client, archive: Article, own_index: Path) -> None:
    document = client.get("/healthz").json()
    assert (document["status"], document["articles"]) == ("ok", 2)
    shutil.rmtree(own_index)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "reindex" in response.json()["index"]


def test_health_knows_a_database_without_tables(
    client: Client, archive: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*args: object) -> None:
        raise OperationalError("no such table: archive_article")

    monkeypatch.setattr("django.db.models.query.QuerySet.exists", missing)
    response = client.get("/healthz")
    assert response.status_code == 503 and "make run" in response.json()["database"]


def test_without_an_index_the_page_says_so(client: Client) -> None:
    response = client.get("/search/?q=储能")
    assert response.status_code == 503
    html = response.content.decode()
    assert "索引正在重建" in html and "0 篇" not in html and "没有找到文章" not in html
    assert "给管理员：" in html and "reindex" not in response.context["result"].problems[0]
    assert int(response["Retry-After"]) > 0
    choices = client.get("/search/choices/city/?q=储能")
    assert (choices.status_code, choices["Retry-After"]) == (503, response["Retry-After"])
    assert "没有以" not in choices.content.decode()
    assert client.get("/search.csv")["Retry-After"] == response["Retry-After"]
    assert client.get("/search.csv").status_code == 503
