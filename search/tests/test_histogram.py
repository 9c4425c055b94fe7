"""Hits over time: columns of months, quarters or years, links to their days, what is chosen."""

from __future__ import annotations

import pytest

from search.histogram import Histogram, histogram
from search.request import SearchRequest


def months(first: int, last: int) -> dict[str, int]:
    """A hit in every month of these years, both included."""
    return {f"{year}-{month:02d}": 1 for year in range(first, last + 1) for month in range(1, 13)}


def drawn(counts: dict[str, int], **asked: str) -> Histogram:
    found = histogram(SearchRequest(q="储能", **asked), counts, "/search/")
    assert found
    return found


def test_every_month_between_the_first_and_the_last_has_a_column() -> None:
    spans = drawn({"2023-11": 2, "2024-02": 5}).spans(60)
    assert [(one.first, one.count) for one in spans] == [
        ("2023-11", 2), ("2023-12", 0), ("2024-01", 0), ("2024-02", 5),
    ]  # fmt: skip
    assert spans[3].url == "/search/?q=%E5%82%A8%E8%83%BD&from=2024-02&to=2024-02"


@pytest.mark.parametrize(
    ("years", "first", "columns"),
    [((2020, 2024), "2020-01", 60), ((2018, 2024), "2018-01", 28), ((1990, 2024), "1990", 35)],
)
def test_long_times_are_told_by_quarters_and_years(
    years: tuple[int, int], first: str, columns: int
) -> None:
    found = drawn(months(*years))
    spans = found.spans(60)
    assert (spans[0].first, len(spans)) == (first, columns)
    assert sum(one.count for one in spans) == 12 * (years[1] - years[0] + 1)
    assert len(found.spans(24)) <= 35  # years are never put together


def test_a_quarter_leads_to_its_three_months() -> None:
    quarter = drawn(months(2018, 2024)).spans(60)[1]
    assert (quarter.label, quarter.count) == ("2018年第二季度", 3)
    assert quarter.url.endswith("from=2018-04&to=2018-06")


def test_days_that_are_chosen_are_marked_among_their_years() -> None:
    found = drawn(months(2018, 2024), date_from="2023-11", date_to="2024-02-10")
    spans = found.spans(60)
    assert (spans[0].first, spans[-1].last) == ("2023-01", "2024-12")
    assert [one.first for one in spans if one.selected] == [
        "2023-11", "2023-12", "2024-01", "2024-02",
    ]  # fmt: skip
    assert found.url == "/search/?q=%E5%82%A8%E8%83%BD"


def test_what_is_chosen_already_is_given_back_by_its_column() -> None:
    found = drawn(months(2023, 2024), date_from="2024-03", date_to="2024-03")
    chosen = next(one for one in found.spans(60) if one.selected)
    assert chosen.url == found.url
    year = drawn(months(2023, 2024), date_from="2024", date_to="2024").years[1]
    assert (year.first, year.selected, year.url) == ("2024", True, found.url)
    part = drawn(months(2023, 2024), date_from="2024-03", date_to="2024-05")
    assert [one.selected for one in part.years] == [False, False]


def test_an_open_end_reaches_to_the_last_hit() -> None:
    spans = drawn(months(2022, 2024), date_from="2024-06").spans(60)
    assert [one.first for one in spans if one.selected][0] == "2024-06"
    assert spans[-1].selected and spans[-1].last == "2024-12"


def test_the_chart_tells_a_script_the_days_of_each_column() -> None:
    chart = drawn({"2024-01": 2, "2024-02": 5}).chart
    assert 'data-from="2024-02" data-to="2024-02"' in chart
    assert "2024年1月至2月，共 7 篇" in chart


def test_the_table_leaves_empty_months_out() -> None:
    rows = drawn({"2023-11": 2, "2024-02": 5}).rows
    assert [(one.label, one.count) for one in rows] == [("2023年11月", 2), ("2024年2月", 5)]


def test_nothing_is_drawn_of_nothing_or_of_one_month_alone() -> None:
    assert histogram(SearchRequest(), {}, "/search/") is None
    assert histogram(SearchRequest(), {"2024-03": 9}, "/search/") is None
    narrowed = SearchRequest(date_from="2020", date_to="2020")
    assert histogram(narrowed, {"2024-03": 9}, "/search/") is not None
