"""Newspapers in memory: their names, their level and the place they speak from.

Read from fixtures/newspapers.jsonl; see fixtures/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.places import read_rows


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
        ends = {re.escape(name[-1]) for name in longest}
        self._ends = re.compile(f"[{''.join(sorted(ends))}]", re.IGNORECASE)
        self._pattern = re.compile("|".join(_part(name) for name in longest), re.IGNORECASE)

    def named(self, text: str) -> Newspaper | None:
        """The newspaper whose name, alias or slug this is, exactly (blanks around it aside)."""
        text = text.strip()
        return self._named.get(text) or self._named.get(text.lower())

    def principal(self, place: str) -> Newspaper | None:
        """The first-listed paper of a place: the party daily, 济宁日报 for 370800."""
        return next((row for row in self.by_slug.values() if row.home == place), None)

    def mentioned_in(self, text: str) -> Newspaper | None:
        """The newspaper with the longest name in a file name or a folio line, else None.

        `济宁日报_2024-01-07_02.txt`, `2024年9月24日 大众日报 3版`, `jining-ribao-20240107.pdf`.
        """
        if not self._ends.search(text):
            return None
        found = [match.group() for match in self._pattern.finditer(text)]
        return self.named(max(found, key=len)) if found else None


def _part(name: str) -> str:
    """A slug must stand alone; a Chinese name may touch anything."""
    if name.isascii():
        return rf"(?<![a-z0-9]){re.escape(name)}(?![a-z])"
    return re.escape(name)


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
