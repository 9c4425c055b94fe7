"""Numbers of trends over an index: each is what the search that it leads to finds."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict

from archive.models import Article
from search.executor import SearchExecutor
from search.indexer import drain
from search.request import parse
from search.tests import factories
from search.trends.asked import read
from search.trends.counting import Trends, count
from search.trends.notes import notes
from search.trends.table import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(reindexed) -> None:
    """Storage in two cities from January to May 2024; nothing at all in March."""
    second = factories.newspaper("jining-ribao", "济宁日报")
    tai, ji = {"370900": "subject"}, {"370800": "mentioned"}
    for day, cities, body in (
        ("2024-01-02", tai, "储能项目开工。"),
        ("2024-01-20", ji, "旅游节开幕。"),
        ("2024-02-11", tai, "储能电站并网。"),
        ("2024-02-12", ji, "储能电站招标。"),
        ("2024-04-05", {**tai, **ji}, "新型储能示范。"),
    ):
        factories.article(body, day, cities)
    factories.article("储能大会。", "2024-05-17", ji, paper=second)
    factories.article("储能草稿。", "2024-05-18", ji, status=Article.Status.DRAFT)
    reindexed()


def counted(query: str) -> Trends:
    return count(read(QueryDict(query)).request)


def test_lines_periods_and_what_they_are_measured_against(filled):
    found = counted("series=储能&series=城市:泰安市 储能")
    assert [one.span.value for one in found.periods] == [f"2024-0{month}" for month in range(1, 6)]
    assert [one.articles for one in found.periods] == [2, 2, 0, 1, 1]
    assert [line.counts for line in found.lines] == [[1, 2, 0, 1, 1], [1, 1, 0, 1, 0]]
    assert [line.total for line in found.lines] == [5, 3]


def test_months_without_articles_break_the_line(filled):
    found = counted("series=储能")
    values = found.lines[0].values
    assert values(found.periods, "articles") == [1, 2, None, 1, 1]
    assert values(found.periods, "thousand") == [500, 1000, None, 1000, 1000]
    assert any("断开" in note for note in notes(found))


@pytest.mark.parametrize(("by", "counts"), [("quarter", [3, 2]), ("year", [5])])
def test_months_fold_into_quarters_and_years(filled, by, counts):
    assert counted(f"series=储能&by={by}").lines[0].counts == counts


@pytest.mark.parametrize(
    "query",
    [
        "series=储能&series=城市:济宁市",
        "series=储能&by=quarter&from=2024-01-10&to=2024-05-17",
        "series=储能 OR 旅游&series=报纸:济宁日报&city=370800&by=year&per=thousand",
        "series=城市:济宁市&role=subject&newspaper=dazhong-ribao",
    ],
)
def test_every_number_leads_to_as_many_articles(filled, query):
    found = counted(query)
    checked = 0
    for row in rows(found):
        for cell, number in zip(
            (row.articles, *row.cells),
            (row.period.articles, *(line.counts[checked] for line in found.lines)),
            strict=True,
        ):
            request, problems = parse(parse_qsl(urlsplit(cell.link).query))
            assert problems == []
            assert SearchExecutor(request).total() == number, cell.link
        checked += 1
    assert checked == len(found.periods)


def test_common_filters_narrow_the_lines_and_the_archive(filled):
    found = counted("series=储能&city=370900")
    assert found.articles == 3
    assert found.lines[0].total == 3


def test_the_role_narrows_names_too(filled):
    assert counted("series=城市:济宁市").lines[0].total == 4
    assert counted("series=城市:济宁市&role=subject").lines[0].total == 0


def test_unknown_names_are_told_and_the_others_drawn(filled):
    found = counted("series=城市:无此市 储能&series=储能&series=城市:泰安市")
    assert [line.query for line in found.lines] == ["储能", "城市:泰安市"]
    assert len(found.left_out) == 1
    assert "无此市" in found.left_out[0]


def test_a_broken_query_is_drawn_as_words_and_told(filled):
    found = counted("series=(储能&series=储能")
    assert [line.total for line in found.lines] == [5, 5]
    assert len(found.notices) == 1
    assert found.notices[0].startswith("(储能：")


def test_the_archives_ends_are_told(filled):
    found = counted("series=储能")
    assert [one.is_partial for one in found.periods] == [False, False, False, False, True]
    assert any("2024年5月不全：算到2024年5月17日为止" in note for note in notes(found))


def test_the_questions_ends_are_told(filled):
    found = counted("series=储能&from=2024-01-10&to=2024-04")
    assert [one.is_partial for one in found.periods] == [True, False, False, False]
    assert any("2024年1月不全：从2024年1月10日算起" in note for note in notes(found))


def test_papers_that_began_later_are_told(filled):
    found = counted("series=储能")
    assert {one.slug: str(one.first) for one in found.coverage.papers} == {
        "dazhong-ribao": "2024-01-02",
        "jining-ribao": "2024-05-17",
    }
    assert any("每千篇" in note for note in notes(found))
    assert counted("series=储能&newspaper=dazhong-ribao").coverage.is_even


def test_names_of_eight_series_are_looked_up_together(filled, django_assert_max_num_queries):
    series = "&".join(f"series=城市:泰安市 储能 {word}" for word in "一二三四五六七八")
    with django_assert_max_num_queries(6):
        counted(series)


def test_too_many_months_become_years(filled):
    factories.article("储能，误植的年份。", "1924-05-05")
    drain()
    found = counted("series=储能")
    assert found.periods[0].span.value == "1924"
    assert found.lines[0].counts[-1] == 5
    assert any("改按年计" in notice for notice in found.notices)


def test_an_empty_archive_has_no_periods(reindexed):
    found = counted("series=储能")
    assert found.periods == []
    assert found.coverage is None
    assert found.lines[0].total == 0
