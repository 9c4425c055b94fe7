"""What the English styles share: days, and titles in quotation marks."""

from __future__ import annotations

import re
from datetime import date

from archive.citing.nesting import QUOTES, nested
from archive.citing.record import Citation

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ENDS = tuple("?!？！…。")
_CLOSERS = re.compile("[’”]*$")


def month_day(day: date) -> str:
    """March 15"""
    return f"{MONTHS[day.month - 1]} {day.day}"


def closed(text: str, mark: str) -> str:
    """The text with its mark behind it and before a quotation mark that ends it: 加快“双招双引.”

    What ends a sentence by itself takes no full stop, but keeps the comma (CMOS 6.125, 14.96).
    """
    words = _CLOSERS.sub("", text)
    done = words.endswith("。" if mark == "," else ENDS)
    return f"{words}{'' if done else mark}{text[len(words) :]}"


def quoted(text: str, mark: str) -> str:
    """“题名.” with the mark inside, and quotation marks within the title turned over."""
    turned = nested(text.replace('"', "'"), QUOTES)
    return f"“{closed(turned, mark)}”"


def title_of(citation: Citation, mark: str) -> str:
    """“题名.”, or where none is printed a description, which stands in no quotation marks itself."""
    if citation.opening:
        return f"Untitled article beginning {quoted(citation.opening, mark)}"
    return quoted(citation.colon_heading, mark)
