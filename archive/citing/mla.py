"""MLA Handbook, 9th edition (2021): an article in a newspaper, read in an archive (5.31–5.38).

Author. “Title.” Newspaper, 15 Mar. 2024, p. 1. Archive, address.
"""

from __future__ import annotations

from archive.citing.english import MONTHS, title_of
from archive.citing.names import in_order, listed
from archive.citing.record import Citation

WHOLE = ("May", "June", "July")  # appendix 1: months that are not shortened
MOST = 2  # 5.8: of three and more, the first and et al.


def mla(citation: Citation) -> str:
    """Wang Xiao 王晓. “稳住工业基本盘.” 泰安日报, 15 Mar. 2024, p. 1. 政策档案, archive.example/…

    Names that begin with the family name keep their order and take no comma. Addresses stand
    without https://.
    """
    authors = _authors(citation)
    page = [f"p. {citation.page}"] if citation.page else []
    press = ", ".join([citation.newspaper, _day(citation), *page])
    held = f"{citation.archive}, {citation.address.partition('://')[2]}"
    entry = [*filter(None, [authors]), title_of(citation, "."), f"{press}.", f"{held}."]
    return " ".join(entry)


def _authors(citation: Citation) -> str:
    people = [in_order(name) for name in citation.authors]
    if not people:
        return ""
    return f"{people[0]}, et al." if len(people) > MOST else f"{listed(people)}."


def _day(citation: Citation) -> str:
    """15 Mar. 2024, and 1 Sept. 2024"""
    month = MONTHS[citation.date.month - 1]
    short = "Sept." if month == "September" else f"{month[:3]}."
    return f"{citation.date.day} {month if month in WHOLE else short} {citation.date.year}"
