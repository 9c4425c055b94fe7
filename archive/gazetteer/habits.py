"""What pages print around their articles: words and patterns of fixtures/page_habits.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "page_habits.toml"

# In order of trial: 摄影报道 before 摄影.
ROLES = (
    "both",
    "photographer",
    "text",
    "compiler",
    "reporter",
    "correspondent",
    "ignored",
    "others",
)


@dataclass(frozen=True, slots=True)
class Habits:
    """Compiled patterns; `furniture` pairs a reason with each pattern, in order of trial."""

    marks: str
    titles: str
    signs: re.Pattern[str]
    writers: re.Pattern[str]
    together: re.Pattern[str]
    sources: tuple[re.Pattern[str], ...]
    roles: dict[str, re.Pattern[str]]
    folio: dict[str, re.Pattern[str]]
    sections: re.Pattern[str]
    furniture: tuple[tuple[str, re.Pattern[str]], ...]
    notices: tuple[re.Pattern[str], ...]
    sure_notices: re.Pattern[str]
    notice_words: re.Pattern[str]
    notice_signs: re.Pattern[str]
    columns: tuple[re.Pattern[str], ...]
    briefs: re.Pattern[str]
    documents: re.Pattern[str]
    sidebars: re.Pattern[str]
    datelines: dict[str, str]
    bracketed: frozenset[str]
    after_reporter: frozenset[str]
    kinds: dict[str, re.Pattern[str]]
    voices: dict[str, re.Pattern[str]]
    openings: tuple[re.Pattern[str], ...]


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def _table(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


@lru_cache(maxsize=1)
def habits() -> Habits:
    """The habits, read once a process."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    bylines, furniture = data["bylines"], dict(data["furniture"])
    sections = data["folio"].pop("sections")
    notices = furniture.pop("notices")
    telling = ("sure_notices", "notice_words", "notice_signs")
    told = {name: re.compile(furniture.pop(name)) for name in telling}
    return Habits(
        marks=bylines["marks"],
        titles=bylines["titles"],
        signs=re.compile(bylines["signs"]),
        writers=re.compile(bylines["writers"]),
        together=re.compile(bylines["together"]),
        sources=_compiled(bylines["sources"]),
        roles={role: re.compile(bylines[role]) for role in ROLES},
        folio=_table(data["folio"]),
        # A section stands alone, or joined to others: 要闻, 民生·时政.
        sections=re.compile(
            rf"(?<![一-鿿])(?:{sections})(?:\s?[·・/／、]\s?(?:{sections}))*(?![一-鿿])"
        ),
        furniture=tuple(
            (why, pattern) for why, rows in furniture.items() for pattern in _compiled(rows)
        ),
        notices=_compiled(notices),
        **told,
        columns=_compiled(data["columns"]["patterns"]),
        briefs=re.compile(data["columns"]["briefs"]),
        documents=re.compile(data["columns"]["documents"]),
        sidebars=re.compile(data["columns"]["sidebars"]),
        datelines=data["datelines"],
        bracketed=frozenset(bylines["bracketed"].split()),
        after_reporter=frozenset(bylines["after_reporter"].split()),
        kinds=_table(data["kinds"]),
        voices=_table(data["voices"]),
        openings=_compiled(data["openings"]["patterns"]),
    )
