"""Days on which a newspaper of this archive may have come out."""

from __future__ import annotations

from datetime import date

EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)  # as archive.text.dates reads them


def is_possible(day: date) -> bool:
    """Whether a paper may be of that day; a year of 0202 is a slip of the keyboard."""
    return EARLIEST <= day <= LATEST
