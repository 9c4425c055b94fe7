"""The values of `date:`, from a year to a range with open ends."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.periods import first_day, last_day, written
from search.tree import Between

# A hyphen also stands inside a day, so it parts two only before the year of the second.
_RANGE = re.compile(
    r"(.*?)(?:\.{2,3}|~|至|[–—]+|(?<=.)[-−](?=[12]\d{3}(?!\d))|(?<=[月日])[-−](?=\d{1,2}月))(.*)"
)
_MONTH = re.compile(r"\d{1,2}月.*")
_BOUND = re.compile(r"(>=|<=|>|<|≥|≤)(.+)")
_HOW = gettext_lazy("日期应写作 2024、2024-03、2024-03-05 或 2024-01..2024-06")


def between(text: str) -> Between:
    """`2024-03`, `2024.3.5`, `2024-01..`, `>=2024-03`, `2024年1月至2024年6月`, `2023-2024`.

    Ends are included.

    Raises ValueError with what is wrong, in words for the page.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if bound := _BOUND.fullmatch(plain):
        return _bounded(bound[1], _written(bound[2]))
    if ends := _RANGE.fullmatch(plain):
        begin, end = ends.groups()
        if _MONTH.fullmatch(end):  # of the same year: 2024年1月至6月
            end = f"{begin[:4]}年{end}"
        return _range(*(_written(day) if day else "" for day in (begin, end)))
    day = _written(plain)
    return _range(day, day)


def _range(begin: str, end: str) -> Between:
    if not begin and not end:
        raise ValueError(_HOW)
    first = first_day(begin).toordinal() if begin else None
    last = last_day(end).toordinal() if end else None
    if first is not None and last is not None and first > last:
        raise ValueError(_("%(first)s 晚于 %(last)s") % {"first": begin, "last": end})
    return Between(first, last)


def _bounded(sign: str, day: str) -> Between:
    """`>2024-03` begins with April, `<2024-03` ends with February."""
    first, last = first_day(day).toordinal(), last_day(day).toordinal()
    match sign:
        case ">":
            return Between(last + 1, None)
        case "<":
            return Between(None, first - 1)
        case ">=" | "≥":
            return Between(first, None)
        case _:
            return Between(None, last)


def _written(text: str) -> str:
    """`2024年3月5日` and `2024/3/5` as 2024-03-05. Raises ValueError for what is no day."""
    try:
        return written(text)
    except ValueError as error:
        raise ValueError(str(error) or _HOW) from None


def shown(days: Between) -> str:
    """`2024-01-01..2024-06-30`; an open end is left out."""
    first, last = (
        "" if day is None else date.fromordinal(day).isoformat() for day in (days.first, days.last)
    )
    return first if first == last else f"{first}..{last}"
