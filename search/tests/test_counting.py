"""The index counts for the archive's pages what the database would count, or says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import (
    Article,
    Figure,
    Official,
    OfficialMention,
    Place,
    PlaceMention,
    Post,
)
from archive.selectors.counted import DatabaseSource
from archive.selectors.counting import FACETS, quick_source
from archive.selectors.survey import Survey
from search.backend import policy_backend
from search.counting import IndexSource, own_index
from search.indexer import drain
from search.models import Mark, Outbox
from search.tests import factories as make

pytestmark = pytest.mark.django_db

SCOPES = [
    {},
    {"city": ("370900",)},
    {"city": ("370000",)},
    {"city": ("370900", "320300")},
    {"county": ("370983",)},
    {"industry": ("energy-storage",)},
    {"newspaper": ("dazhong-ribao",)},
    {"official": ("{official}",)},
    {"city": ("370900",), "industry": ("tourism",)},
    {"city": ("999999",)},
]


CITY = "/search/?city=370900"
NUMBER = re.compile(r'class="count" href="([^"]+)" aria-label="[^"]*?(\d+) 篇"')


@pytest.fixture
def official() -> Official:
    return Official.objects.create(name="李兰祥", place=make.city())


@pytest.fixture
def articles(official: Official, reindexed: Callable[[], int]) -> list[Article]:
    """Cities named themselves, by a county, twice; a province alone, with a county of its own; drafts."""
    other = make.newspaper("jining-ribao", "济宁日报")
    direct = Place.objects.create(
        code="370999", name="直管县", short="直管", level="county", parent=make.province()
    )
    found = [
        make.article(cities={"370900": "subject", "370800": "mentioned"}, day="2023-12-31"),
        make.article(
            cities={"370900": "mentioned"}, industries={"tourism": "subject"}, day="2024-01-01"
        ),
        make.article(industries={"energy-storage": "subject", "tourism": "mentioned"}),
        make.article(officials={official: "speaker"}, cities={"320300": "subject"}, paper=other),
        make.article(officials={official: "mentioned"}, industries={"auto": "subject"}),
        make.article(cities={"370900": "subject"}, status=Article.Status.DRAFT),
        make.article(day="2025-02-28", paper=other),
    ]
    spoken = [(0, make.county()), (2, make.county()), (6, direct), (6, make.province())]
    for at, place in spoken:
        PlaceMention.objects.create(article=found[at], place=place, role="subject")
    reindexed()
    return found


def sources() -> tuple[IndexSource, DatabaseSource]:
    index = own_index()
    assert index is not None
    return index, DatabaseSource()


def scope_for(scope: dict, official: Official) -> dict:
    return {
        facet: [value.format(official=official.pk) for value in values]
        for facet, values in scope.items()
    }


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_index_and_database_count_alike(
    scope: dict, official: Official, articles: list[Article]
) -> None:
    index, database = sources()
    scope = scope_for(scope, official)
    assert index.counts(scope, FACETS) == database.counts(scope, FACETS)
    for facet in FACETS[:-1]:
        assert index.by_month(scope, facet) == database.by_month(scope, facet), facet
        assert index.spans(scope, facet) == database.spans(scope, facet), facet
    for start, stop in product((0, 1, 3), (2, 4, None)):
        assert index.newest(scope, start, stop) == database.newest(scope, start, stop)


def test_what_is_counted(official: Official, articles: list[Article]) -> None:
    """Both sources could be wrong alike."""
    for source in sources():
        counts = source.counts({}, FACETS)
        assert counts["city"] == {"370900": 3, "370800": 1, "320300": 1, "370000": 1}
        assert counts["county"] == {"370983": 2, "370999": 1}
        assert counts["official"] == {str(official.pk): 2}
        assert counts["month"] == {"2023-12": 1, "2024-01": 1, "2024-03": 3, "2025-02": 1}
        assert source.spans({}, "newspaper")["jining-ribao"] == (
            date(2024, 3, 15),
            date(2025, 2, 28),
        )
        newest = [articles[2].pk, articles[1].pk, articles[0].pk]
        assert source.newest({"city": ["370900"]}, 0, 9) == newest


def test_a_page_asks_the_index_where_there_is_one(articles: list[Article]) -> None:
    assert isinstance(quick_source(), IndexSource)
    with CaptureQueriesContext(connection) as asked:
        Survey({"city": ["370900"]}).counts(*FACETS)
    assert len(asked) == 1


def test_pages_count_as_the_search_does_while_changes_wait(
    client: Client, articles: list[Article]
) -> None:
    articles[5].status = Article.Status.PUBLISHED
    articles[5].save()
    assert Outbox.objects.exists()
    page, found = (client.get(url).content.decode() for url in ("/cities/370900/", CITY))
    assert "<strong>3 篇</strong>" in page and "3 篇" in found
    drain()
    page, found = (client.get(url).content.decode() for url in ("/cities/370900/", CITY))
    assert "<strong>4 篇</strong>" in page and "4 篇" in found


def test_each_number_beside_a_name_is_what_its_link_finds(
    client: Client, official: Official, articles: list[Article]
) -> None:
    pages = ("/cities/370900/", f"/officials/{official.pk}/", "/newspapers/dazhong-ribao/")
    told = [row for page in pages for row in NUMBER.findall(client.get(page).content.decode())]
    assert len(told) >= 8
    for link, count in told:
        found = client.get(unescape(link).replace("/search/", "/api/v1/search")).json()
        assert found["total"] == int(count), link


def test_what_was_taken_back_is_told_nowhere_though_the_index_still_holds_it(
    client: Client, official: Official, articles: list[Article]
) -> None:
    taken, kept = articles[3], articles[4]
    post = Post.objects.create(title="徐州市委书记", place=Place.objects.get(code="320300"))
    OfficialMention.objects.filter(article=taken).update(post=post)
    Figure.objects.create(
        article=taken, text="增长93.61%", indicator="增加值", value=93.61, kind="actual"
    )
    taken.status = Article.Status.DRAFT
    taken.save()
    addresses = ["/", "/cities/320300/", "/officials/", f"/officials/{official.pk}/"]
    for address in addresses:
        page = client.get(address).content.decode()
        assert f'href="/articles/{taken.pk}/"' not in page, address
        assert "徐州市委书记" not in page and "93.61" not in page, address
    assert f'href="/articles/{kept.pk}/"' in page


def test_an_official_whom_the_index_does_not_know_yet_has_a_page(
    client: Client, articles: list[Article]
) -> None:
    new = Official.objects.create(name="王新任")
    article = make.article(officials={new: "mentioned"})
    page = client.get(f"/officials/{new.pk}/").content.decode()
    assert "过片刻" in page and f'href="/articles/{article.pk}/"' in page


def test_an_index_of_another_database_is_not_asked(articles: list[Article]) -> None:
    Mark.objects.all().delete()
    assert own_index() is None
    assert Survey().counts("city")["city"]["370900"] == 3


def test_an_index_that_is_lost_meanwhile_is_replaced_by_the_database(
    articles: list[Article],
) -> None:
    survey = Survey()
    assert survey.quick is not None
    policy_backend().engine.store.pointer.unlink()
    assert survey.counts("city")["city"]["370900"] == 3
    assert len(survey.newest()) == 6
    assert survey.spans("newspaper").keys() == survey.by_month("newspaper").keys()


def test_pages_tell_the_same_with_and_without_the_index(
    client: Client, official: Official, articles: list[Article]
) -> None:
    addresses = [
        "/",
        "/cities/",
        "/cities/370900/",
        "/cities/370000/",
        "/officials/",
        f"/officials/{official.pk}/",
        "/industries/energy-storage/",
        "/newspapers/",
        "/newspapers/dazhong-ribao/",
    ]
    quick = {address: client.get(address).content for address in addresses}
    Mark.objects.all().delete()
    for address, page in quick.items():
        assert client.get(address).content == page, address
