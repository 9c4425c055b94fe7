"""The Chicago Manual of Style, 17th edition (2017), 14.191–14.200: newspapers.

Page numbers are left out (14.191: an issue may have several editions); the address is given for
what was read online. Chinese names keep their order (14.82, 8.15), with their characters (11.90).
"""

from __future__ import annotations

from archive.citing.english import month_day, title_of
from archive.citing.names import in_order, listed
from archive.citing.record import Citation

IN_NOTES = 3  # 14.76: of four and more, the first and et al.
IN_BIBLIOGRAPHY, SHOWN = 10, 7  # 14.76: of eleven and more, seven and et al.


def chicago(citation: Citation) -> str:
    """Wang Xiao 王晓. “稳住工业基本盘.” 泰安日报, March 15, 2024. https://….

    The newspaper takes the place of an author who is not named (14.199).
    """
    title, day = title_of(citation, "."), _day(citation)
    if not citation.authors:
        return f"{citation.newspaper}. {title} {day}. {citation.address}."
    authors = _authors(citation, IN_BIBLIOGRAPHY, SHOWN)
    stop = "" if authors.endswith(".") else "."
    return f"{authors}{stop} {title} {citation.newspaper}, {day}. {citation.address}."


def chicago_note(citation: Citation) -> str:
    """Wang Xiao 王晓, “稳住工业基本盘,” 泰安日报, March 15, 2024, https://….

    A note begins with the title where nobody signs.
    """
    authors = [_authors(citation, IN_NOTES, 1)] if citation.authors else []
    title = title_of(citation, ",")
    rest = ", ".join([citation.newspaper, _day(citation), citation.address])
    return f"{', '.join([*authors, title])} {rest}."


def _authors(citation: Citation, most: int, shown: int) -> str:
    people = [in_order(name) for name in citation.authors]
    if len(people) <= most:
        return listed(people)
    # The comma before et al. stands behind several names only.
    return f"{', '.join(people[:shown])}{',' * (shown > 1)} et al."


def _day(citation: Citation) -> str:
    return f"{month_day(citation.date)}, {citation.date.year}"
