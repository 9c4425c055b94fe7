"""What the English styles share: days, and titles in quotation marks."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ENDS = tuple("?!？！…。")
INNER = str.maketrans('“”"', "‘’'")


def month_day(day: date) -> str:
    """March 15"""
    return f"{MONTHS[day.month - 1]} {day.day}"


def closed(text: str, mark: str) -> str:
    """The text with its mark behind it, unless it ends a sentence by itself."""
    return text if text.endswith(ENDS) else f"{text}{mark}"


def quoted(text: str, mark: str) -> str:
    """“题名.” with the mark inside, and quotation marks within the title made single."""
    return f"“{closed(text.translate(INNER), mark)}”"
