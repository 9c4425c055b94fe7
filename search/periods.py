"""Years, months and days as an address writes them: YYYY, YYYY-MM or YYYY-MM-DD. Pure Python."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def first_day(text: str) -> date:
    """`2024` → 2024-01-01, `2024-02` → 2024-02-01. Raises ValueError."""
    year, month, day = _day_parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """`2024` → 2024-12-31, `2024-02` → 2024-02-29. Raises ValueError."""
    year, month, day = _day_parts(text)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _day_parts(text: str) -> tuple[int, int, int]:
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part or 0) for part in found.groups())
    date(year, month or 1, day or 1)
    if (found[2] and not month) or (found[3] and not day):
        raise ValueError(text)
    return year, month, day
