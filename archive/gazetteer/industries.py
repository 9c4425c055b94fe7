"""Industries with the words that newspapers print about them (fixtures/industries.jsonl)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

INDUSTRIES_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "industries.jsonl"


@dataclass(frozen=True, slots=True)
class Division:
    """A two-digit division (大类) of GB/T 4754."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Industry:
    """One industry: `strong` words name it by themselves, `weak` ones only in company.

    `exclusions` are longer words and names that hold a keyword and do not speak of the industry:
    汽车站 for 汽车, 营商环境 for 环境.
    """

    slug: str
    name: str
    divisions: tuple[Division, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    exclusions: tuple[str, ...]

    @property
    def keywords(self) -> tuple[str, ...]:
        """Strong words first, then weak."""
        return self.strong + self.weak


@lru_cache(maxsize=1)
def industries() -> tuple[Industry, ...]:
    """All industries in the order of the file, which is the order they are listed in."""
    rows = INDUSTRIES_FILE.read_text(encoding="utf-8").splitlines()
    return tuple(_industry(json.loads(row)) for row in rows if row.strip())


@lru_cache(maxsize=1)
def industry_by_name() -> dict[str, Industry]:
    """Industries by slug and by Chinese name."""
    return {key: row for row in industries() for key in (row.slug, row.name)}


def _industry(row: dict[str, object]) -> Industry:
    return Industry(
        slug=str(row["slug"]),
        name=str(row["name"]),
        divisions=tuple(Division(**division) for division in _rows(row["divisions"])),
        strong=_words(row["strong"]),
        weak=_words(row["weak"]),
        exclusions=_words(row["exclusions"]),
    )


def _rows(value: object) -> list[dict[str, str]]:
    assert isinstance(value, list)
    return value


def _words(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(value)
