"""Days on which a newspaper of this archive may have come out."""

from __future__ import annotations

from datetime import date, timedelta

EARLIEST = date(1900, 1, 1)
AHEAD = timedelta(days=366)  # a year: clocks are wrong, and papers are archived before they are out


def latest() -> date:
    """The last day that is believed."""
    return date.today() + AHEAD


def is_possible(day: date) -> bool:
    """Whether a paper may be of that day; a year of 0202 or 2204 is a slip of the keyboard."""
    return EARLIEST <= day <= latest()


def bounds() -> str:
    """For who gave another: 1900 年到 2027 年."""
    return f"{EARLIEST.year} 年到 {latest().year} 年"
