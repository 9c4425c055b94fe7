"""Periods and values as readers see them: 2024年1—11月, 116亿元."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from statistics import median

from django.utils.translation import gettext as _

SCALES = ((1e8, "亿"), (1e4, "万"))
PLAIN = ("%", "‰", "个百分点", "倍", "番", "岁", "")
_HALVES = {
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 3): "一季度",
    (4, 6): "二季度",
    (1, 9): "前三季度",
}
_HALVES |= {(7, 9): "三季度", (10, 12): "四季度"}


def told(start: date | None, end: date | None, printed: str = "") -> str:
    """2024年, 2024年上半年, 2024年1—11月, 2024年12月31日, 2021—2025年; else as printed."""
    if start is None or end is None:
        return printed
    if start == end:
        return f"{end.year}年{end.month}月{end.day}日"
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    months = (start.month, end.month)
    if start.year != end.year:
        if whole and months == (1, 12):
            return f"{start.year}—{end.year}年"
        return _("%(first)s至%(last)s") % {
            "first": f"{start.year}年{start.month}月",
            "last": f"{end.year}年{end.month}月",
        }
    if not whole:
        return f"{start.year}年{start.month}月{start.day}日—{end.month}月{end.day}日"
    if months == (1, 12):
        return f"{start.year}年"
    if months in _HALVES:
        return f"{start.year}年{_HALVES[months]}"
    if start.month == end.month:
        return f"{start.year}年{start.month}月"
    return f"{start.year}年{start.month}—{end.month}月"


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
