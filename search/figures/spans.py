"""Periods and values as readers see them: 2024年1—11月, 116亿元."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.templatetags.archive_tags import cn_date, cn_days

SCALES = ((1e8, "亿"), (1e4, "万"))
PLAIN = ("%", "‰", "个百分点", "倍", "番", "岁", "")
# What a run of months is called.
_RUNS = {
    (1, 12): gettext_noop("%(year)s年"),
    (1, 6): gettext_noop("%(year)s年上半年"),
    (7, 12): gettext_noop("%(year)s年下半年"),
    (1, 9): gettext_noop("%(year)s年前三季度"),
    (1, 3): gettext_noop("%(year)s年一季度"),
    (4, 6): gettext_noop("%(year)s年二季度"),
    (7, 9): gettext_noop("%(year)s年三季度"),
    (10, 12): gettext_noop("%(year)s年四季度"),
}


def told(start: date | None, end: date | None, printed: str = "") -> str:
    """2024年, 2024年上半年, 2024年1—11月, 2024年12月31日, 2021—2025年; else as printed."""
    if start is None or end is None:
        return printed
    if start == end:
        return cn_date(end)
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if start.year != end.year:
        return _years(start, end, whole)
    if not whole:
        return cn_days(start, end)
    return _months(end.year, start.month, end.month)


def _years(start: date, end: date, whole: bool) -> str:
    if whole and (start.month, end.month) == (1, 12):
        return _("%(first)s—%(last)s年") % {"first": start.year, "last": end.year}
    first, last = (_month(day.year, day.month) for day in (start, end))
    return _("%(first)s至%(last)s") % {"first": first, "last": last}


def _months(year: int, first: int, last: int) -> str:
    if (first, last) in _RUNS:
        return _(_RUNS[first, last]) % {"year": year}
    if first == last:
        return _month(year, first)
    return _("%(year)s年%(first)s—%(last)s月") % {"year": year, "first": first, "last": last}


def _month(year: int, month: int) -> str:
    return _("%(year)s年%(month)s月") % {"year": year, "month": month}


def scale_of(values: Sequence[float], base_unit: str) -> tuple[float, str]:
    """The step in which values of a base unit read best: (1e8, 亿元) for values about 116 亿元."""
    if base_unit in PLAIN or not values:
        return 1.0, base_unit
    middle = median(abs(value) for value in values)
    for step, name in SCALES:
        if middle >= step:
            return step, f"{name}{base_unit}"
    return 1.0, base_unit


def number(value: float) -> str:
    """Four digits behind the point at most, none needless: 1,286.5."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text if text not in ("", "-0") else "0"
