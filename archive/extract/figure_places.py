"""Which place a figure speaks of: the one named last before it, else the one the article is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.measures import measures

SENTENCE, PARAGRAPH = "。！？!?\n", "\n"
PROVINCE, PREFECTURE, COUNTY = "province", "prefecture", "county"
REACH = 24  # characters before a name that may hold others of its row
OWN = ("全", "我", "本")  # 全省, 我省
# What stands before the first word of a clause: a mark, or a time.
_HEAD = r"\s。！？；：，,、“”（年月日度末底前期来后中"
_LEADING = re.compile(rf"^$|[{_HEAD}]")
_AND = ("、", "和", "及", "与")
_FROM = re.compile(r"至(?!\d)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A place that an article names: its code, level, the code above it, and where it is named."""

    code: str
    level: str
    parent: str | None
    subject: bool
    spots: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Spot:
    """A name in a text; `code` is None where it is of no place here."""

    field: str
    start: int
    end: int
    code: str | None
    level: str = ""
    parent: str | None = None


class FigurePlaces:
    """Reads the places of one article once; `texts` are its four fields."""

    def __init__(self, texts: dict[str, str], spoken: Sequence[Spoken]) -> None:
        self._texts = texts
        self._spots = [spot for spot in _spots(texts, spoken) if not _is_passed(spot, texts)]
        self.subject = _subject(spoken)

    def at(self, field: str, start: int) -> str | None:
        """The code of the place that a figure speaks of, which begins at `start` of a field.

        Of 泰安市投资12亿元，其中肥城市3亿元 the first is 泰安市's, the second 肥城市's. A figure of
        全国 is of no place here, one of 东平县、宁阳县 of the city they lie in.
        """
        text = self._texts.get(field, "")
        for marks in (SENTENCE, PARAGRAPH):
            first = max(text.rfind(mark, 0, start) for mark in marks) + 1
            near = [
                spot for spot in self._spots if spot.field == field and first <= spot.start < start
            ]
            if near:
                return self._last(near, text)
        return self.subject

    def _last(self, near: list[_Spot], text: str) -> str | None:
        """The last name's place; of two in a row the one that both lie in."""
        last = near[-1]
        before = next((spot for spot in reversed(near) if spot.end <= last.start), None)
        if last.code is None or before is None or before.code in (None, last.code):
            return last.code
        if before.level != last.level or text[before.end : last.start] not in _AND:
            return last.code
        return last.parent if last.parent and last.parent == before.parent else self.subject


def _spots(texts: dict[str, str], spoken: Sequence[Spoken]) -> list[_Spot]:
    """All names in the order of the text; the county after its city."""
    found = [
        _Spot(field, start, end, row.code, row.level, row.parent)
        for row in spoken
        for field, start, end in row.spots
    ]
    for field, text in texts.items():
        found += [_Spot(field, *match.span(), None) for match in _beyond().finditer(text)]
    rows = sorted(found, key=lambda spot: (spot.field, spot.start, spot.level == COUNTY))
    return [row for at, row in enumerate(rows) if not _is_zone(row, rows[at - 1 : at], texts)]


def _is_zone(spot: _Spot, before: Sequence[_Spot], texts: dict[str, str]) -> bool:
    """全区 in the sentence of a 高新区 is that one's, not the autonomous region's."""
    text = texts.get(spot.field, "")
    if spot.level != PROVINCE or text[spot.start : spot.end] not in ("全区", "我区"):
        return False
    return any(
        row.field == spot.field
        and row.level == COUNTY
        and text[row.start : row.end].endswith("区")
        and not any(mark in text[row.end : spot.start] for mark in SENTENCE)
        for row in before
    )


def _is_passed(spot: _Spot, texts: dict[str, str]) -> bool:
    """Whether a name is only where something goes or with whom: 销往上海, 与宁波共建.

    A province counts where it leads what is said (去年，山东…), not in 通过山东省认定.
    """
    if spot.code is None:
        return False
    text = texts.get(spot.field, "")
    before = text[max(0, spot.start - REACH) : spot.start]
    if _passing().search(before) or _FROM.match(text, spot.end):
        return True
    is_own = text.startswith(OWN, spot.start)
    return spot.level == PROVINCE and not is_own and not _LEADING.search(before[-1:])


@lru_cache(maxsize=1)
def _passing() -> re.Pattern[str]:
    """What leads to a place that is passed, and others of its row: 销往上海、."""
    words = "|".join(map(re.escape, measures().passing))
    return re.compile(rf"(?:{words})(?:[\u4e00-\u9fff]{{2,8}}[、和及至])*$|(?<![截甚])至$")


@lru_cache(maxsize=1)
def _beyond() -> re.Pattern[str]:
    """全国 as whose figure it is, at the head of what is said; not 占全国, 是全国知名, 天府国际会议中心."""
    words = "|".join(map(re.escape, measures().beyond))
    return re.compile(
        rf"(?:(?<=[{_HEAD}])|^)(?:{words})(?!第|前|最|首|唯|一流|领先|知名|著名|同|比|的|人大|政协|两会|仓|商城)",
        re.MULTILINE,
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
