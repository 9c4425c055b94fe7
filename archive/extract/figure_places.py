"""Which place a figure speaks of: the one named last before it, else the one the article is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.gazetteer.measures import measures

SENTENCE, PARAGRAPH = "。！？!?\n", "\n"
PROVINCE, PREFECTURE, COUNTY = "province", "prefecture", "county"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A place that an article names: its code, level, the code above it, and where it is named."""

    code: str
    level: str
    parent: str | None
    subject: bool
    spots: tuple[tuple[str, int, int], ...] = ()


class FigurePlaces:
    """Reads the places of one article once; `texts` are its four fields."""

    def __init__(self, texts: dict[str, str], spoken: Sequence[Spoken]) -> None:
        self._texts = texts
        self._spots = _spots(texts, spoken)
        self.subject = _subject(spoken)

    def at(self, field: str, start: int) -> str | None:
        """The code of the place that a figure speaks of, which begins at `start` of a field.

        Of 泰安市投资12亿元，其中肥城市3亿元 the first is 泰安市's, the second 肥城市's. A figure of
        全国 is of no place here.
        """
        text = self._texts.get(field, "")
        for marks in (SENTENCE, PARAGRAPH):
            first = max(text.rfind(mark, 0, start) for mark in marks) + 1
            near = [row for row in self._spots if row[0] == field and first <= row[1] < start]
            if near:
                return near[-1][2]
        return self.subject


def _spots(texts: dict[str, str], spoken: Sequence[Spoken]) -> list[tuple[str, int, str | None]]:
    """Field, place in it and code, in the order of the text; the county after its city."""
    rows = [
        (field, start, row.level == COUNTY, row.code)
        for row in spoken
        for field, start, _ in row.spots
    ]
    found: list[tuple[str, int, str | None]] = [
        (field, start, code) for field, start, _, code in sorted(rows)
    ]
    for field, text in texts.items():
        found += [(field, match.start(), None) for match in _beyond().finditer(text)]
    return sorted(found, key=lambda row: row[:2])


def _beyond() -> re.Pattern[str]:
    """全国 as whose figure it is; not 占全国, 居全国, 全国第一, which rank the place's own."""
    words = "|".join(map(re.escape, measures().beyond))
    return re.compile(
        rf"(?<![占居列向为销的高于近、])(?:{words})(?!第|前|最|首|唯|一流|领先|同|比|的|人大|政协|两会)"
    )


def _subject(spoken: Sequence[Spoken]) -> str | None:
    """The only place that the article is about: its county, else its city, else its province.

    Of two cities, or two counties of one city, none is the only one; the city is then.
    """
    about = [row for row in spoken if row.subject]
    above = [row for row in about if row.level != COUNTY]
    counties = [row for row in about if row.level == COUNTY]
    if len(above) > 1:
        cities = [row for row in above if row.level == PREFECTURE]
        above = cities if len(cities) == 1 else []
        if not above:
            return None
    if len(counties) == 1 and (not above or counties[0].parent == above[0].code):
        return counties[0].code
    return above[0].code if above else None
