"""Newspapers in memory: their names, their level and the place they speak from.

Read from fixtures/newspapers.jsonl; see fixtures/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.pinyin import place_pinyin
from archive.gazetteer.places import places, read_rows

LEVELS = ("province", "prefecture", "county")
_UNLISTED = re.compile(
    r"(?<![一-鿿])(?P<place>[一-鿿]{2,5}?)"
    r"(?P<kind>日报|晚报|晨报|早报|商报|时报|都市报|快报|周报|新报|导报|经济报|开发报|报)(?![一-鿿])"
)
_LATIN = re.compile(r"[a-z]{3}")


@dataclass(frozen=True, slots=True)
class Newspaper:
    """`level` is national, province, prefecture or county; `home` the code of its place."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    level: str
    home: str | None


class Newspapers:
    """All newspapers by slug and by name."""

    def __init__(self, rows: Iterable[Newspaper]) -> None:
        self.by_slug = {row.slug: row for row in rows}
        self._named = {
            name: row
            for row in self.by_slug.values()
            for name in (*row.aliases, row.name, row.slug)
        }
        # Longest first: 北京青年报 before 青年报.
        longest = sorted(self._named, key=lambda name: -len(name))
        self._starts: dict[str, list[tuple[str, str]]] = {}
        for name in longest:
            if not name.isascii():
                self._starts.setdefault(name[:2].lower(), []).append((name.lower(), name))
        slugs = "|".join(re.escape(name) for name in longest if name.isascii())
        # A slug must stand alone; a Chinese name may touch anything.
        self._slugs = re.compile(rf"(?<![a-z0-9])(?:{slugs})(?![a-z])")

    def named(self, text: str) -> Newspaper | None:
        """The newspaper whose name, alias or slug this is, exactly (blanks around it aside).

        A paper that no list has is told by its name alone where that begins with a place: 邹城日报.
        """
        text = text.strip()
        return self._named.get(text) or self._named.get(text.lower()) or told_by_name(text)

    def principal(self, place: str) -> Newspaper | None:
        """The first-listed paper of a place: the party daily, 济宁日报 for 370800."""
        return next((row for row in self.by_slug.values() if row.home == place), None)

    def mentioned_in(self, text: str) -> Newspaper | None:
        """The newspaper with the longest name in a file name or a folio line, else None.

        `济宁日报_2024-01-07_02.txt`, `2024年9月24日 大众日报 3版`, `jining-ribao-20240107.pdf`.
        """
        plain = text.lower()
        found = list(self._names_in(plain))
        if _LATIN.search(plain):
            found += self._slugs.findall(plain)
        if found:
            return self.named(max(found, key=len))
        unlisted = (told_by_name(match.group()) for match in _UNLISTED.finditer(text))
        return next((paper for paper in unlisted if paper), None)

    def _names_in(self, text: str) -> Iterator[str]:
        """The Chinese names in a text, from left to right, the longest at each place."""
        at = 0
        while at < len(text) - 1:
            names = self._starts.get(text[at : at + 2], ())
            name = next((name for plain, name in names if text.startswith(plain, at)), "")
            if name:
                yield name
            at += len(name) or 1


@lru_cache(maxsize=256)
def told_by_name(name: str) -> Newspaper | None:
    """A newspaper known by its name alone: a place that is known, and what papers are called.

    邹城日报 is the county paper of 邹城市; 火星日报 is none.
    """
    match = _UNLISTED.fullmatch(name)
    found = places().named(match["place"]) if match else ()
    if match is None or not found or found[0].level not in LEVELS:
        return None
    place = found[0]
    slug = f"{place_pinyin(match['place']).split()[0]}-{place_pinyin(match['kind']).split()[0]}"
    return Newspaper(slug, name, (), place.level, place.code)


@lru_cache(maxsize=1)
def newspapers() -> Newspapers:
    """The one set of newspapers of this process."""
    rows = read_rows("newspapers.jsonl")
    return Newspapers(
        Newspaper(
            slug=str(row["slug"]),
            name=str(row["name"]),
            aliases=tuple(row["aliases"] or ()),  # type: ignore[arg-type]
            level=str(row["level"]),
            home=row["home"],  # type: ignore[arg-type]
        )
        for row in rows
    )
