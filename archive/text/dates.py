"""Dates as newspapers print them, and as file names carry them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_HAN = {char: str(digit) for digit, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_FULL = re.compile(
    r"(?P<y>(?:19|20)\d{2}|二[〇零○][〇零○一二三四五六七八九]{2})\s*年\s*"
    r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_NUMERIC = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[-./_年]?(\d{2}|(?<=[-./_年])\d)[-./_月]?(\d{1,2})(?!\d)"
)
_YEAR = re.compile(r"(?<![\d到至])((?:19|20)\d{2})\s*年")


def whole_number(text: str) -> int:
    """12, 十二, 二十一 or 二〇二四 as a number."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return int(_HAN.get(tens, "1")) * 10 + int(_HAN.get(ones, "0"))
    return int("".join(_HAN[char] for char in text))


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_dates(text: str) -> Iterator[date]:
    """Every 2024年3月5日 or 二〇二四年三月五日 in the text."""
    for match in _FULL.finditer(text):
        if day := make(*(whole_number(match[part]) for part in "ymd")):
            yield day


def numeric_dates(text: str) -> Iterator[date]:
    """Every 2024-03-05, 20240305 or 2024.3.5, as file names and folios have them."""
    for match in _NUMERIC.finditer(text):
        if day := make(*(int(part) for part in match.groups())):
            yield day


def without_dates(text: str) -> str:
    """The text with its full and numeric dates cut out: 日报-2024-01-18_02 leaves 日报-_02."""
    return _NUMERIC.sub("", _FULL.sub("", text))


def years(text: str) -> list[int]:
    """Every year that the text speaks of, in its order; an aim (到2035年) is none."""
    return [int(match[1]) for match in _YEAR.finditer(text)]


def with_year(month: int, day: int, near: date) -> date | None:
    """The day of that month nearest to `near`: 12月30日 in a paper of 2 January is last year's."""
    candidates = [make(year, month, day) for year in (near.year - 1, near.year, near.year + 1)]
    return min((c for c in candidates if c), key=lambda c: abs(c - near), default=None)


def next_day(day: date) -> date:
    """The day after: a paper prints today what a dateline dates yesterday."""
    return day + timedelta(days=1)
