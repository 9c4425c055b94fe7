"""Years, months and days as an address writes them: YYYY, YYYY-MM or YYYY-MM-DD. No database.

`written` makes these of what people type: 2024年3月, 2024.3.5.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_TYPED = re.compile(
    r"([12]\d{3})(?:年|(?:[-/.年](\d{1,2})(?:月|(?:[-/.月](\d{1,2})日?))?))?", re.ASCII
)


def first_day(text: str) -> date:
    """`2024` → 2024-01-01, `2024-02` → 2024-02-01. Raises ValueError."""
    year, month, day = _day_parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """`2024` → 2024-12-31, `2024-02` → 2024-02-29. Raises ValueError."""
    year, month, day = _day_parts(text)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def written(text: str) -> str:
    """`2024年3月5日`, `2024/3/5` and `２０２４.3.5` as 2024-03-05, `2024年` as 2024.

    Raises ValueError: without a word for what is no day, with the day for one that never was.
    """
    found = _TYPED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        raise ValueError
    year, *rest = found.groups()
    day = "-".join([year, *(part.zfill(2) for part in rest if part)])
    try:
        first_day(day)
    except ValueError:
        raise ValueError(_("没有 %(day)s 这个日期") % {"day": day}) from None
    return day


def _day_parts(text: str) -> tuple[int, int, int]:
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part or 0) for part in found.groups())
    date(year, month or 1, day or 1)
    if (found[2] and not month) or (found[3] and not day):
        raise ValueError(text)
    return year, month, day
