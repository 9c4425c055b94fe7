"""Numbers as newspapers print them."""

from __future__ import annotations

import pytest

from archive.text.numbers import find_numbers, parse_number, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8 . 7", 8.7),
        ("1,286.5", 1286.5),
        ("１２．５", 12.5),
        ("十二", 12),
        ("四千", 4000),
        ("两", 2),
        ("三百零五", 305),
        ("三点五", 3.5),
        ("百亿", 1e10),
        ("千万", 1e7),
        ("一亿三千万", 1.3e8),
        ("1亿3000万", 1.3e8),
        ("2.5万亿", 2.5e12),
        ("200余万", 2e6),
        ("2万多", 20000),
    ],
)
def test_parse_number(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["", "万", "二〇二四", "一二三", "三四十", "12a", "第五", "1" * 40]
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_magnitude_stays_apart_from_the_value() -> None:
    [number] = find_numbers("装机528 . 4万千瓦")
    assert (number.value, number.magnitude, number.full) == (528.4, "万", pytest.approx(5284000))
    assert (number.start, number.end) == (2, 10)


def test_the_thousand_of_a_kilowatt_belongs_to_its_unit() -> None:
    assert [n.value for n in find_numbers("两千瓦，千万千瓦")] == [2, 1000]


def test_rough_and_chinese_numbers_are_marked() -> None:
    marks = [(n.rough, n.han) for n in find_numbers("40余台、三十多名、5个")]
    assert marks == [(True, False), (True, True), (False, False)]


def test_whole_numbers_become_ints() -> None:
    assert isinstance(plain(116.0), int)
    assert plain(528.4000000001) == 528.4
