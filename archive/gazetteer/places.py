"""Places of China in memory: GB/T 2260 to county level, functional zones, other and old names.

Read from fixtures/places.jsonl, former_places.jsonl, zones.jsonl and place_aliases.jsonl; see
fixtures/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
# Until the 1980s and 1990s a prefecture was a 地区, run by a 地委 and a 行署: 菏泽地委.
OLD_PREFECTURE_TAILS = ("地区行政公署", "地区行署", "地区", "地委", "行署", "专区", "专署")
COUNTY_TAILS = ("县", "市", "区")


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `kind` is gb2260 or zone, `level` province, prefecture or county.

    `short` is the usual name: 济宁 for 济宁市, 济宁高新区 for 济宁高新技术产业开发区. A place given
    up lately (江东区 of 宁波) has the day `until` which it stood, and the code of its `successor`.
    """

    code: str
    name: str
    short: str
    level: str
    kind: str
    parent: str | None
    until: str | None = None
    successor: str | None = None

    @property
    def label(self) -> str:
        """What a reader calls it: a zone by its usual name, all others in full."""
        return self.short if self.kind == "zone" else self.name


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of the place `code`; `historical` when it is no longer in use."""

    name: str
    code: str
    historical: bool = False


class Places:
    """All places by code and by name; a name may belong to several (鼓楼区, 朝阳)."""

    def __init__(self, rows: Iterable[Place], aliases: Iterable[Alias]) -> None:
        self.by_code = {row.code: row for row in rows}
        self.children: dict[str, list[Place]] = {}
        self._named: dict[str, list[Place]] = {}
        self._former: dict[str, list[Place]] = {}
        self._historical: dict[str, list[Place]] = {}
        self._aliases: dict[str, list[Alias]] = {}
        for row in self.by_code.values():
            if row.parent:
                self.children.setdefault(row.parent, []).append(row)
            index = self._former if row.until else self._named
            for name in {row.name, row.short}:
                index.setdefault(name, []).append(row)
        for alias in aliases:
            index = self._historical if alias.historical else self._named
            index.setdefault(alias.name, []).append(self.by_code[alias.code])
            self._aliases.setdefault(alias.code, []).append(alias)

    def named(self, name: str) -> tuple[Place, ...]:
        """Every place that bears this full name, short name or current alias."""
        return tuple(self._named.get(name, ()))

    def at(self, name: str, day: date | None) -> tuple[Place, ...]:
        """What a name stood for on a day: 莱芜市 in 2015, 莱芜区 of 济南市 today."""
        rows = (*self._former.get(name, ()), *self.named(name))
        return standing(rows, day) or self.historical(name)

    def historical(self, name: str) -> tuple[Place, ...]:
        """What an old name stands for today: 胶南县 is 黄岛区, 菏泽地委 is 菏泽市.

        A county that became a district or a city under the same stem is found by that stem:
        定陶县 is 定陶区. Empty for a name in use and for an unknown one.
        """
        if name in self._historical:
            return tuple(self._historical[name])
        if name in self._named:
            return ()
        for tail in OLD_PREFECTURE_TAILS:
            if name.endswith(tail):
                return self._short(name.removesuffix(tail), "prefecture")
        if len(name) > 2 and name.endswith(COUNTY_TAILS):
            return self._short(name[:-1], "county")
        return ()

    def aliases_of(self, code: str) -> tuple[Alias, ...]:
        """The other names of a place, its short name first."""
        place = self.by_code[code]
        short = (Alias(place.short, code),) if place.short != place.name else ()
        return short + tuple(self._aliases.get(code, ()))

    def names(self) -> Iterator[tuple[str, Place, bool]]:
        """Every (name, place, historical) that a list or an alias file gives, former places too."""
        indexes = ((self._named, False), (self._former, False), (self._historical, True))
        for index, historical in indexes:
            for name, rows in index.items():
                for row in rows:
                    yield name, row, historical

    def city_of(self, place: Place) -> Place:
        """Its prefecture-level city; the province where there is none between.

        浦东新区 gives 上海市, 济源市 gives 河南省, a province gives itself.
        """
        while place.level == "county" and place.parent:
            place = self.by_code[place.parent]
        return place

    def province_of(self, place: Place) -> Place:
        """The province-level place it lies in; a province gives itself."""
        return self.lineage(place.code)[0]

    def lineage(self, code: str) -> tuple[Place, ...]:
        """The places from the province down to this one. KeyError for an unknown code."""
        place: Place | None = self.by_code[code]
        line: list[Place] = []
        while place is not None:
            line.append(place)
            place = self.by_code[place.parent] if place.parent else None
        return tuple(reversed(line))

    def _short(self, stem: str, level: str) -> tuple[Place, ...]:
        found = self._named.get(stem, ())
        return tuple(row for row in found if row.level == level and row.kind == "gb2260")


def standing(candidates: tuple[Place, ...], day: date | None) -> tuple[Place, ...]:
    """The places of one name that stood on a day: 江东区 of 宁波 in 2015, 鄞州区 in its stead today.

    Without a day it is today.
    """
    printed = day.isoformat() if day else "9999"
    former = {place.code: place.successor for place in candidates if place.until}
    if not former:
        return candidates
    stood = {place.code for place in candidates if place.until and printed < place.until}
    gone = (former.keys() - stood) | {former[code] for code in stood}
    return tuple(place for place in candidates if place.code not in gone)


def read_rows(name: str) -> list[dict[str, str | bool | list[str] | None]]:
    """The objects of one JSON-lines file under fixtures/."""
    lines = (FIXTURES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@lru_cache(maxsize=1)
def places() -> Places:
    """The one set of places of this process."""
    files = ("places.jsonl", "former_places.jsonl", "zones.jsonl")
    rows = [Place(**row) for name in files for row in read_rows(name)]  # type: ignore[arg-type]
    return Places(rows, [Alias(**row) for row in read_rows("place_aliases.jsonl")])  # type: ignore[arg-type]
