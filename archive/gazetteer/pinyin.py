"""Pinyin of officials and places; fixtures/pinyin.toml mends what pypinyin reads wrong.

Characters are read one by one: pypinyin's table of phrases (see `archive/__init__.py`) takes fifty
megabytes, and reads as many names of places wrong as right.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

LETTERS = re.compile(r"[a-z0-9]+")
SOURCE = Path(__file__).resolve().parents[2] / "fixtures" / "pinyin.toml"


@cache
def _readings(table: str) -> dict[str, list[str]]:
    rows = tomllib.loads(SOURCE.read_text(encoding="utf-8"))[table]
    return {word: reading.split() for word, reading in rows.items()}


def _beginning(name: str, readings: dict[str, list[str]]) -> int:
    """How many characters of the name the table reads as one word; the longest it knows, or 0."""
    return next((end for end in range(len(name), 0, -1) if name[:end] in readings), 0)


def _searchable(syllables: list[str]) -> str:
    """ "lilanxiang llx": the whole, a blank, the initials."""
    words = [word for syllable in syllables for word in LETTERS.findall(syllable.lower())]
    return f"{''.join(words)} {''.join(word[0] for word in words)}".strip()


def name_syllables(name: str) -> list[str]:
    """The syllables of a person's name: 单志强 gives shan, zhi, qiang."""
    surnames = _readings("surnames")
    end = _beginning(name, surnames)
    return [*surnames.get(name[:end], ()), *lazy_pinyin(name[end:])]


def place_syllables(name: str) -> list[str]:
    """The syllables of a place's name: 乐陵市 gives lao, ling, shi; 延长县 yan, chang, xian."""
    places, found, at = _readings("places"), [], 0
    while at < len(name):
        size = _beginning(name[at:], places)
        found += places[name[at : at + size]] if size else lazy_pinyin(name[at])
        at += size or 1
    return found


def name_pinyin(name: str) -> str:
    """A person's name, the surname read as a surname: 单志强 gives "shanzhiqiang szq"."""
    return _searchable(name_syllables(name))


def place_pinyin(name: str) -> str:
    """A place's name: 乐陵市 gives "laolingshi lls"."""
    return _searchable(place_syllables(name))
