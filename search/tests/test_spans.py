"""Periods of trends: their days, what they are called, what a search takes for them, the rate."""

from __future__ import annotations

from datetime import date

import pytest

from search.spans import per_thousand, period_of, span


@pytest.mark.parametrize(
    ("value", "first", "last", "label"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2023-Q1", date(2023, 1, 1), date(2023, 3, 31), "2023年第1季度"),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31), "2023年第4季度"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024年"),
    ],
)
def test_a_period_has_its_days(value, first, last, label):
    found = span(value)
    assert (found.first, found.last, found.label) == (first, last, label)


@pytest.mark.parametrize(
    ("value", "begin", "end", "expected"),
    [
        ("2024-02", None, None, ("2024-02", "2024-02")),
        ("2024-Q2", None, None, ("2024-04", "2024-06")),
        ("2024", None, None, ("2024", "2024")),
        ("2024-02", date(2024, 2, 10), None, ("2024-02-10", "2024-02")),
        ("2024-Q2", date(2023, 1, 1), date(2024, 5, 3), ("2024-04", "2024-05-03")),
        ("2024", date(2024, 3, 1), None, ("2024-03-01", "2024-12")),
        ("2024", date(2020, 3, 1), date(2025, 1, 1), ("2024", "2024")),
    ],
)
def test_a_search_takes_its_days_cut_by_the_question(value, begin, end, expected):
    assert span(value).ends(begin, end) == expected


def test_a_part_left_out_is_noticed():
    march = span("2024-03")
    assert march.lacks(date(2024, 3, 2), date(2024, 12, 31))
    assert march.lacks(date(2024, 1, 1), date(2024, 3, 30))
    assert not march.lacks(date(2024, 3, 1), date(2024, 3, 31))


def test_an_archive_that_begins_or_ends_within_a_period_holds_a_part_of_it():
    """A paper may pause for three days."""
    march, whole = span("2024-03"), (date(2024, 1, 1), date(2024, 12, 31))
    assert not march.exceeds(*whole) and not march.exceeds(date(2024, 3, 4), date(2024, 3, 28))
    assert march.exceeds(date(2024, 3, 5), whole[1]) and march.exceeds(whole[0], date(2024, 3, 27))


@pytest.mark.parametrize(
    ("by", "period"), [("month", "2024-05"), ("quarter", "2024-Q2"), ("year", "2024")]
)
def test_a_day_lies_in_its_period(by, period):
    assert period_of(date(2024, 5, 31), by) == period


@pytest.mark.parametrize(
    ("count", "articles", "rate"), [(3, 250, 12.0), (1, 3, 333.333), (0, 10, 0.0), (0, 0, None)]
)
def test_rate_is_per_thousand_articles(count, articles, rate):
    assert per_thousand(count, articles) == rate
