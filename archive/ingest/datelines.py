"""Datelines read: where from, and on which day of which year."""

from __future__ import annotations

from datetime import date

from archive.gazetteer.datelines import dateline_at_head, is_cut_dateline
from archive.records import Dateline
from archive.text import dates


def opens_with_dateline(text: str) -> bool:
    """Whether a line begins an article by its dateline, whole or cut by the line's end."""
    return dateline_at_head(text) is not None or is_cut_dateline(text)


def is_bare_dateline(text: str) -> bool:
    """A narrow line that holds a dateline alone: its byline stands on the next, and is text."""
    form = dateline_at_head(text)
    return form is not None and form.end >= len(text.rstrip())


def read_dateline(text: str, issued: date | None) -> tuple[Dateline | None, tuple[int, int] | None]:
    """The dateline at the head of a body, and its (month, day) as printed.

    The year is the printed one, else the one that brings it nearest to the issue's date.
    """
    form = dateline_at_head(text)
    if form is None:
        return None, None
    if form.month is None or form.day is None:
        return Dateline(form.place, None), None
    day = None
    if form.year:
        day = dates.make(form.year, form.month, form.day)
    elif issued:
        day = dates.with_year(form.month, form.day, near=issued)
    return Dateline(form.place, day), (form.month, form.day)
