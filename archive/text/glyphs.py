"""Characters as such: which ones stand for others, and which Chinese uses most (from fixtures/)."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
# Control characters, soft hyphens, marks without width or that only choose a glyph's shape.
_UNSEEN = (
    *range(0x00, 0x09),
    *range(0x0B, 0x0D),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    0xAD,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    0xFFFE,
    0xFFFF,
    *range(0xE0100, 0xE01F0),
)
_NARROW = (0x09, 0xA0, 0x2000, *range(0x2002, 0x2003), *range(0x2004, 0x200B), 0x202F, 0x205F)
_WIDE = (0x2001, 0x2003)


@lru_cache(maxsize=1)
def repairs() -> dict[int, str | None]:
    """For `str.translate`: unseen characters go, blanks become two kinds, ⼭ (U+2F2D) becomes 山."""
    table: dict[int, str | None] = dict.fromkeys(_UNSEEN)
    table |= dict.fromkeys(_NARROW, " ") | dict.fromkeys(_WIDE, "\u3000")
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    for rows in tomllib.loads((FIXTURES / "glyphs.toml").read_text(encoding="utf-8")).values():
        table |= dict(zip(map(ord, rows["from"]), rows["to"], strict=True))
    return table


@lru_cache(maxsize=1)
def frequent() -> frozenset[str]:
    """The characters that make nine in ten of any Chinese text, simplified and traditional."""
    text = (FIXTURES / "frequent_characters.txt").read_text(encoding="utf-8")
    rows = (row for row in text.splitlines() if not row.startswith("#"))
    return frozenset("".join(rows))
