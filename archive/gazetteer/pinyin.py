"""Pinyin of officials and places; fixtures/pinyin.toml mends what pypinyin reads wrong."""

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


def _syllables(name: str, table: str) -> list[str]:
    """The longest beginning that the table knows is read by it, the rest by pypinyin."""
    readings = _readings(table)
    for end in range(len(name), 0, -1):
        if known := readings.get(name[:end]):
            return known + lazy_pinyin(name[end:])
    return lazy_pinyin(name)


def _searchable(syllables: list[str]) -> str:
    """ "lilanxiang llx": the whole, a blank, the initials."""
    words = [word for syllable in syllables for word in LETTERS.findall(syllable.lower())]
    return f"{''.join(words)} {''.join(word[0] for word in words)}".strip()


def name_syllables(name: str) -> list[str]:
    """The syllables of a person's name: 单志强 gives shan, zhi, qiang."""
    return _syllables(name, "surnames")


def place_syllables(name: str) -> list[str]:
    """The syllables of a place's name: 乐陵市 gives lao, ling, shi."""
    return _syllables(name, "places")


def name_pinyin(name: str) -> str:
    """A person's name, the surname read as a surname: 单志强 gives "shanzhiqiang szq"."""
    return _searchable(name_syllables(name))


def place_pinyin(name: str) -> str:
    """A place's name: 乐陵市 gives "laolingshi lls"."""
    return _searchable(place_syllables(name))
