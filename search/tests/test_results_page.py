"""What stands around the hits: the search in words, ways on, days typed as words, how close hits stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import PlaceMention
from search import syntax
from search.query import parse
from search.suggesting.current import forget
from search.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(reindexed: Callable[[], int]) -> None:
    """Twelve articles, one in each month of 2024, in two cities; one in a county too."""
    forget()
    for month in range(1, 13):
        city = "370900" if month % 3 else "370800"
        told = {city: "subject"}
        made = factories.article(
            "储能项目开工。", f"2024-{month:02d}-15", told, title=f"储能{month}"
        )
    PlaceMention.objects.create(article=made, place=factories.county(), role="subject")
    reindexed()


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def links(page: str) -> dict[str, str]:
    """The address behind each text, as plain as it reads."""
    found = re.findall(r'<a[^>]* href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {re.sub(r"<[^>]+>|\s+", "", text): unescape(address) for address, text in found}


def test_a_search_with_conditions_is_told_in_words(client: Client, archive: None) -> None:
    page = html(client, "/search/?q=储能 -光伏&city=370900&from=2024-03&to=2024-09&role=subject")
    told = "含“储能”且不含“光伏”，城市为泰安市，2024年3月至9月，只看主题"
    assert f'<p class="explained">{told}</p>' in page
    assert "explained" not in html(client, "/search/?q=储能")
    assert (
        "<b>" not in html(client, "/search/?q=<b>储能</b> 项目&from=2024").partition("explained")[2]
    )


def test_the_same_question_leads_to_other_rooms(client: Client, archive: None) -> None:
    found = links(html(client, "/search/?q=储能&city=370900&from=2024&sort=newest&page=1"))
    q = "%E5%82%A8%E8%83%BD"
    assert found["趋势"] == f"/trends/?series={q}&city=370900&from=2024"
    assert found["扩散"] == f"/diffusion/?q={q}&from=2024"
    assert found["数据"] == f"/figures/?q={q}"
    assert found["订阅"] == f"/search.atom?q={q}&city=370900&from=2024&sort=newest"


def test_what_is_no_plain_term_has_no_spread(client: Client, archive: None) -> None:
    addresses = links(html(client, "/search/?q=储能 -光伏")).values()
    assert any(one.startswith("/trends/?") for one in addresses)
    assert not any(one.startswith(("/diffusion/?", "/figures/?")) for one in addresses)


def test_feed_readers_and_reference_managers_find_their_own(client: Client, archive: None) -> None:
    page = html(client, "/search/?q=储能&page=1")
    feed = re.search(
        r'<link rel="alternate"[^>]*type="application/atom\+xml"[^>]*href="([^"]*)"', page
    )
    assert feed and unescape(feed[1]) == "/search.atom?q=%E5%82%A8%E8%83%BD"
    assert page.count('class="Z3988"') == page.count("data-hit") == 12
    assert "rft.title=储能12&amp;" in page and "http://testserver/articles/" in page


@pytest.mark.parametrize(
    ("typed", "label", "address"),
    [
        ("储能 2024", "只看2024年的文章（12 篇）", "q=%E5%82%A8%E8%83%BD&from=2024&to=2024"),
        ("2024年3月 储能", "只看2024年3月的文章（1 篇）", "q=%E5%82%A8%E8%83%BD&from=2024-03&to=2024-03"),
        ("2024", "只看2024年的文章（12 篇）", "from=2024&to=2024"),
    ],
)  # fmt: skip
def test_days_typed_as_words_lead_to_these_days(
    client: Client, archive: None, typed: str, label: str, address: str
) -> None:
    assert (
        links(html(client, f"/search/?q={typed}"))[label.replace(" ", "")] == f"/search/?{address}"
    )


@pytest.mark.parametrize(
    "query", ["储能 2019", "储能 OR 2024", "标题:2024", '"2024"', "储能 -2024", "2024 NEAR 储能"]
)
def test_days_that_mean_something_else_lead_nowhere(
    client: Client, archive: None, query: str
) -> None:
    assert "只看2" not in html(client, f"/search/?q={query}")
    assert "只看2" not in html(client, "/search/?q=储能 2024&from=2024")


def test_days_without_a_hit_are_told_beside_those_with_some(client: Client, archive: None) -> None:
    page = html(client, "/search/?q=储能&from=2020&to=2020")
    assert "没有找到文章" in page and "这段时间里没有" in page
    assert links(page)["不限时间"] == "/search/?q=%E5%82%A8%E8%83%BD"


def test_how_close_hits_stand_is_kept_in_a_cookie(client: Client, archive: None) -> None:
    assert "is-compact" not in html(client, "/search/?q=储能")
    back = client.get("/search/density/compact/", {"next": "/search/?q=储能&page=1"})
    assert (back.status_code, unescape(back["Location"])) == (
        302,
        "/search/?q=%E5%82%A8%E8%83%BD&page=1",
    )
    assert "is-compact" in html(client, "/search/?q=储能")
    client.get("/search/density/roomy/")
    assert "is-compact" not in html(client, "/search/?q=储能")
    assert client.get("/search/density/tiny/").status_code == 404


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "x:y"])
def test_it_leads_back_to_this_site_only(client: Client, elsewhere: str) -> None:
    assert client.get("/search/density/compact/", {"next": elsewhere})["Location"] == "/search/"


def test_counties_are_in_sight_below_their_city(client: Client, archive: None) -> None:
    page = html(client, "/search/?q=储能")
    branch = page.partition('id="below-370900"')[2].partition("</details>")[0]
    assert "泰安市的区县" in branch and 'id="county-370983"' in branch
    assert 'id="below-370900" open' in html(client, "/search/?q=储能&county=370983")


def test_hostile_labels_stay_text(client: Client, archive: None) -> None:
    place = factories.county()
    place.name = '<img src=x onerror="alert(1)">'
    place.save()
    page = html(client, "/search/?q=储能")
    assert "<img" not in page and "&lt;img src=x" in page


def test_the_page_speaks_english_dates(client: Client, archive: None) -> None:
    response = client.get(
        "/search/?q=储能&from=2024-03&to=2024-03", headers={"accept-language": "en"}
    )
    assert "Mar 2024" in response.content.decode()


def test_queries_stay_few(client: Client, archive: None) -> None:
    html(client, "/search/?q=储能")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        html(client, "/search/?q=储能 2024&city=370900&county=370983&industry=auto&role=subject")
    assert len(asked) <= 15
    with CaptureQueriesContext(connection) as asked:
        html(client, "/search/?q=储能")
    assert len(asked) <= 12


def test_every_example_of_the_syntax_is_read_as_it_is_written(
    client: Client, archive: None
) -> None:
    page = html(client, "/search/")
    for query, _told in syntax.EXAMPLES:
        assert query.replace(" ", "") in links(page)
        assert parse(query).notices == []
