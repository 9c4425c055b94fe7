"""APA, 7th edition (2020), 10.1 example 16: an article in a newspaper.

Author, A. (2024, March 15). Title. Newspaper, page. https://…
"""

from __future__ import annotations

from archive.citing.english import closed, month_day, quoted
from archive.citing.names import latin
from archive.citing.record import Citation

MOST = 20  # 9.8: of 21 and more, nineteen, an ellipsis, and the last


def apa(citation: Citation) -> str:
    """Wang, X., & Chen, L. (2024, March 15). 稳住工业基本盘. 泰安日报, 1. https://…

    Where nobody signs the title takes the author's place (9.12). Pages of newspapers stand without
    "p."; no full stop behind an address (9.35).
    """
    day = citation.date
    title = _title(citation)
    date = f"({day.year}, {month_day(day)})."
    beginning = [_stopped(_authors(citation)), date, title] if citation.authors else [title, date]
    press = f"{', '.join(filter(None, [citation.newspaper, citation.page]))}."
    return " ".join([*beginning, press, citation.address])


def _title(citation: Citation) -> str:
    """What has no title is described in brackets (9.22)."""
    if citation.opening:
        return f"[Untitled article beginning {quoted(citation.opening, '')}]."
    return closed(citation.colon_heading, ".")


def _authors(citation: Citation) -> str:
    people = [_author(name) for name in citation.authors]
    if len(people) > MOST:
        return f"{', '.join(people[: MOST - 1])}, . . . {people[-1]}"
    # 8.17: a comma before the ampersand, with two authors too.
    return people[0] if len(people) == 1 else f"{', '.join(people[:-1])}, & {people[-1]}"


def _author(name: str) -> str:
    """Wang, X.; what cannot be told apart stays as printed."""
    found = latin(name)
    return f"{found.family}, {found.given[0]}." if found else name


def _stopped(authors: str) -> str:
    """One full stop behind the authors; an initial has its own."""
    return authors if authors.endswith(".") else f"{authors}."
