"""The days that a figure is for, out of its period as printed or as told: 2024上半年, 今年, 到2025年."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from archive.extract.periods import Periods
from archive.gazetteer.measures import measures

_YEARS = re.compile(r"(\d{4})-(\d{4})")
_MONTHS = re.compile(r"(\d{4})-(\d{2})/(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_PART = re.compile(r"(\d{4})(\D*)")
_SINCE = re.compile(r"(\d{4})年以来")


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day; a state (年底) has one day. `year` is the only one that it lies in, if any."""

    year: int | None = None
    start: date | None = None
    end: date | None = None


UNKNOWN = Span()


def span_of(period: str, day: date | None) -> Span:
    """The days of a period, UNKNOWN where they cannot be told; `day` is the issue's.

    2024上半年 is 2024-01-01 to 2024-06-30, 十四五 2021-01-01 to 2025-12-31 without a year, 近期
    and 建成后 are UNKNOWN, and so is 去年 without a day.
    """
    label = period.strip()
    try:
        span = _labelled(label, day)
        if span == UNKNOWN and label:
            found = Periods(label, day).found
            if found and found[0].label != label:
                span = _labelled(found[0].label, day)
    except ValueError:  # 2024-02-31 and the year 0000
        return UNKNOWN
    return span


def _labelled(label: str, day: date | None) -> Span:
    label = label.removeprefix("截至").removeprefix("到")
    if match := _YEARS.fullmatch(label):
        return _between((int(match[1]), 1), (int(match[2]), 12))
    if match := _MONTHS.fullmatch(label):
        return _between((int(match[1]), int(match[2])), (int(match[3]), int(match[4])))
    if match := _DAY.fullmatch(label):
        return _point(date(*map(int, match.groups())))
    if match := _MONTH.fullmatch(label):
        return _between((int(match[1]), int(match[2])), (int(match[1]), int(match[2])))
    if (match := _SINCE.fullmatch(label)) and day and int(match[1]) <= day.year:
        return _whole(date(int(match[1]), 1, 1), day)
    return _part(label)


def _part(label: str) -> Span:
    """2024, 2024上半年, 2024年底."""
    match = _PART.fullmatch(label)
    if match is None:
        return UNKNOWN
    year, part = int(match[1]), match[2]
    known = measures()
    if part in known.points:
        return _point(date(year, *known.points[part]))
    if part in ("", "年", "全年", "年度"):
        return _between((year, 1), (year, 12))
    if part in known.spans:
        first, last = known.spans[part]
        return _between((year, first), (year, last))
    return UNKNOWN


def _point(day: date) -> Span:
    return Span(day.year, day, day)


def _between(first: tuple[int, int], last: tuple[int, int]) -> Span:
    end = date(*last, monthrange(*last)[1])
    return _whole(date(*first, 1), end)


def _whole(start: date, end: date) -> Span:
    if end < start:
        return UNKNOWN
    return Span(start.year if start.year == end.year else None, start, end)
