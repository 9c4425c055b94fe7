"""Repair of what a PDF's text layer breaks: control characters, false blanks, lines to be joined.

Widths are in full-width characters: 汉 is 1, a Latin letter or digit 0.5.
"""

from __future__ import annotations

import re
import unicodedata

from archive.text.glyphs import repairs

CLOSERS = "”’」』）)》"
ENDS = "。！？!?…"
_SIGNED = re.compile(r"(?<=[。！？!?…”])[（(][^（）()。]{2,40}[）)]$")
# ②5: the number of who saw the text through, behind its last sentence
_CODE = re.compile(r"(?<=[。！？”）])[①-⑳]\s?\d{1,2}$")
_HALF = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | {code: code - 0xFEE0 for code in map(ord, "－／．")}
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")


def clean(text: str) -> str:
    """Without control characters, soft hyphens and marks of no width; with usual glyphs only.

    PDFs printed by some programs hold ⼭ (U+2F2D) where 山 is meant, ﹁ for 「, an em for a blank.
    """
    return text.translate(repairs())


def indent(text: str) -> float:
    """How far a line's text is set in: two half-width or one full-width blank are 1."""
    width = 0.0
    for char in text:
        if char == "\u3000":
            width += 1
        elif char in " \u00a0":
            width += 0.5
        else:
            break
    return width


def width(text: str) -> float:
    """The printed width in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def fold_blanks(text: str) -> str:
    """Every run of blanks, full-width ones too, as one space; none at the ends."""
    return _BLANKS.sub(" ", text).strip()


def half_width(text: str) -> str:
    """Full-width digits, Latin letters and signs as half-width ones: Ａ０３ is A03; 。 stays."""
    return text.translate(_HALF)


def ends_sentence(text: str) -> bool:
    """Whether a line can end a paragraph: 。！？ or one of those before closing marks (。”).

    A signature in brackets may follow: …力争达到40%。（记者 何三思）.
    """
    bare = text.rstrip(" \u3000")
    if bare and bare[-1].isdigit():
        bare = _CODE.sub("", bare)
    if bare.endswith(("）", ")")):
        bare = _SIGNED.sub("", bare)
    bare = bare.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in ENDS


def join(first: str, second: str) -> str:
    """Two printed lines as one: nothing between them, one space between two Latin words."""
    if not first or not second:
        return first + second
    latin = first[-1].isascii() and first[-1].isalpha() and second[0].isascii()
    return f"{first} {second}" if latin and second[0].isalpha() else first + second
