"""Dates as papers and file names print them."""

from datetime import date

import pytest

from archive.text import dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年1月7日 星期日", date(2024, 1, 7)),
        ("2024 年 12 月 31 日", date(2024, 12, 31)),
        ("二〇二四年三月五日", date(2024, 3, 5)),
        ("二○二四年十二月二十一日", date(2024, 12, 21)),
    ],
)
def test_full_dates(text, day):
    assert list(dates.full_dates(text)) == [day]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("济宁日报_2024-03-05_01版", [date(2024, 3, 5)]),
        ("20240305", [date(2024, 3, 5)]),
        ("2024.3.5", [date(2024, 3, 5)]),
        ("33c49f39eb208a47", []),
        ("2024-13-40", []),
    ],
)
def test_numeric_dates(text, found):
    assert list(dates.numeric_dates(text)) == found


def test_the_year_of_a_day_is_the_nearest():
    assert dates.with_year(12, 30, near=date(2024, 1, 2)) == date(2023, 12, 30)
    assert dates.with_year(2, 29, near=date(2023, 3, 1)) == date(2024, 2, 29)


def test_a_year_aimed_at_is_not_the_year_spoken_of():
    assert dates.years("2023年签约，2024年开工，到2035年建成") == [2023, 2024]
