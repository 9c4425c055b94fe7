"""Names inside a query become what the index holds; one that nothing bears is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.models import Article, Official
from search.executor import SearchExecutor
from search.names import settle
from search.query import describe, parse
from search.request import SearchRequest
from search.results import SearchPage
from search.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> Official:
    """泰安, 肥城 in it, 储能, 大众日报, and 李兰亭 of 泰安 whom a published article names."""
    factories.county()
    factories.industry()
    official = Official.objects.create(name="李兰亭", place=factories.city())
    factories.article("储能", officials={official: "speaker"})
    return official


def settled(text: str, role: str = "") -> tuple[str, list[str]]:
    tree, missing = settle(parse(text).tree, SearchRequest(role=role))
    return describe(tree), missing


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("city:泰安", "city=370900"),
        ("city:泰安市", "city=370900"),
        ("city:370900", "city=370900"),
        ("城市：３７０９００", "city=370900"),
        ("城市：泰安", "city=370900"),
        ("城市：肥城", "county=370983"),
        ("地区:山东", "city=370000"),
        ("city:肥城", "county=370983"),
        ("county:肥城市", "county=370983"),
        ("区县:肥城市（泰安市）", "county=370983"),
        ("industry:储能", "industry=energy-storage"),
        ("行业:energy-storage", "industry=energy-storage"),
        ("报纸:大众", "newspaper=dazhong-ribao"),
        ("报纸:大衆日報", "newspaper=dazhong-ribao"),
        ("-city:泰安 储能", "NOT city=370900 AND 储能"),
        ("city:(泰安 OR 肥城)", "city=370900 OR county=370983"),
        ("储能 光伏", "储能 AND 光伏"),
    ],
)
def test_name_stands_for_its_code(known: Official, text: str, tree: str) -> None:
    assert settled(text) == (tree, [])


@pytest.mark.parametrize(
    "text",
    [
        "official:李兰亭",
        "官员:李兰亭（泰安市）",
        "official:李兰亭(泰安市)",
        "official:李蘭亭",
        "{pk}",
    ],
)
def test_official_by_name_label_and_number(known: Official, text: str) -> None:
    assert settled(text.replace("{pk}", f"official:{known.pk}")) == (f"official={known.pk}", [])


def test_namesakes_are_found_together(known: Official) -> None:
    other = Official.objects.create(name="李兰亭", place=factories.city("370800"))
    factories.article(officials={other: "speaker"})
    assert settled("official:李兰亭")[0] == f"official={known.pk}|{other.pk}"


def test_who_was_merged_is_found_by_the_name_of_before(known: Official) -> None:
    known.aliases.create(name="李兰庭")
    assert settled("official:李兰庭") == (f"official={known.pk}", [])


def test_who_is_in_drafts_only_is_nobody(known: Official) -> None:
    Article.objects.update(status=Article.Status.DRAFT)
    assert settled("official:李兰亭") == ("∅", ["没有叫“李兰亭”的官员。"])


def test_subject_narrows_names_as_it_narrows_choices(known: Official) -> None:
    assert settled("city:泰安 city:肥城 industry:储能 报纸:大众", "subject")[0] == (
        "city_subject=370900 AND county_subject=370983 AND industry_subject=energy-storage"
        " AND newspaper=dazhong-ribao"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("official:无此人", "没有叫“无此人”的官员。"),
        ("city:桃花源", "没有叫“桃花源”的地区。"),
        ("county:桃花源", "没有叫“桃花源”的区县。"),
        ("industry:炼丹", "没有叫“炼丹”的行业。"),
        ("newspaper:桃花源日报", "没有叫“桃花源日报”的报纸。"),
        ("official:99999999999999999999", "没有叫“99999999999999999999”的官员。"),
        ("official:" + "长" * 400, f"没有叫“{'长' * 40}…”的官员。"),
        ("official:\x00\ud800无", "没有叫“无”的官员。"),
    ],
)
def test_name_that_nothing_bears_is_told(known: Official, text: str, line: str) -> None:
    assert settled(text) == ("∅", [line])


@pytest.mark.parametrize(
    ("text", "tree", "line"),
    [
        ("城市：让生活更美好", '"城市：让生活更美好"', "没有叫“让生活更美好”的地区"),
        ("标题：行业：大有可为 储能", 'title:"行业：大有可为" AND 储能', "没有叫“大有可为”的行业"),
    ],
)
def test_headline_that_begins_like_a_field_is_looked_for_as_it_stands(
    known: Official, text: str, tree: str, line: str
) -> None:
    words = tree.split('"')[1]
    assert settled(text) == (tree, [f"{line}，已按原文“{words}”检索。"])


def test_headline_is_found_where_nobody_bears_the_name(
    known: Official, reindexed: Callable[[], int]
) -> None:
    factories.article("城市：让生活更美好")
    reindexed()
    assert page("城市：让生活更美好").total == 1
    assert page("城市:让生活更美好").total == 0


def test_queries_do_not_grow_with_names(
    known: Official, django_assert_num_queries: Callable
) -> None:
    with django_assert_num_queries(0):
        settled("储能 date:2024")
    names = " OR ".join([f"official:人{one} city:地{one}" for one in range(20)])
    with django_assert_num_queries(3):
        settled(names)


def page(q: str, **values: object) -> SearchPage:
    return SearchExecutor(SearchRequest(q=q, **values)).page()  # type: ignore[arg-type]


def test_names_find_articles(known: Official, reindexed: Callable[[], int]) -> None:
    factories.article("光伏", cities={"370900": "mentioned"})
    reindexed()
    assert page("official:李兰亭").total == 1
    assert page("城市：泰安").total == 1
    assert page("-official:李兰亭").total == 1
    assert page("城市：泰安", role="subject").total == 0
    missing = page("储能 official:无此人")
    assert (missing.total, missing.notices) == (0, ["没有叫“无此人”的官员。"])
