"""Folding: the form in which texts and queries are compared, never shown or stored as text.

Every character is folded by itself, so whatever is a piece of a text folds to a piece of the
folded text. Index, query and highlights all fold here, and only here.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

from opencc import OpenCC

FOLD_VERSION = 1
PARAGRAPH = "\n"
_PARAGRAPHS = {*"\n\v\f\r\x85\u2028\u2029"}
# A letter or digit of a script that writes blanks between its words.
LATIN = r"[^\W_\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
_LATIN = re.compile(LATIN)
_SPACE = re.compile(r"[ \n]+")
_IDEOGRAPHS = ((0x2E80, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


def _simplified() -> dict[str, str]:
    """Traditional → simplified, one character each; phrases would make folding depend on context."""
    plain = [chr(code) for first, last in _IDEOGRAPHS for code in range(first, last)]
    pairs = zip(plain, OpenCC("t2s").convert("\n".join(plain)).split("\n"), strict=True)
    simple = {old: new for old, new in pairs if old != new}
    return {old: simple.get(new, new) for old, new in simple.items()}


def _fold_character(character: str, simple: dict[str, str]) -> str:
    """`Ａ` → `a`, `體` → `体`, `㎡` → `m2`; blanks → one blank; what is not seen → nothing."""
    if character in _PARAGRAPHS:
        return PARAGRAPH
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", character).lower()
    plain = "".join(simple.get(one, one) for one in unicodedata.normalize("NFKC", plain))
    return "".join(
        " " if one.isspace() else one
        for one in plain
        if unicodedata.category(one) not in ("Cc", "Cf", "Cs") and not 0xFE00 <= ord(one) <= 0xFE0F
    )


class _Table(dict[int, str]):
    """What each character folds to, filled as characters are met (for `str.translate`)."""

    def __init__(self) -> None:
        super().__init__()
        self.simple = _simplified()

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code), self.simple)
        return folded


_TABLE = _Table()


def _kept_space(run: re.Match[str]) -> str:
    """What stays of a run of blanks: a paragraph break, or one blank between Latin words.

    `hello  world` keeps one, `8 . 7%` and `GDP 增长` none.
    """
    text, start, end = run.string, run.start(), run.end()
    if start == 0 or end == len(text):
        return ""
    if PARAGRAPH in run.group():
        return PARAGRAPH
    return " " if _LATIN.match(text, start - 1) and _LATIN.match(text, end) else ""


def fold(text: str) -> str:
    """The folded text; a paragraph break is `\\n`, none at either end.

    Example: `增長 8 . 7％，ＧＤＰ 居 全省` gives `增长8.7%,gdp居全省`.
    """
    return _SPACE.sub(_kept_space, text.translate(_TABLE))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that remembers where each of its characters stood."""

    text: str
    origins: list[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The original span of the non-empty folded span `[start:end]`, half-open."""
        return self.origins[start], self.origins[end - 1] + 1

    def position(self, original: int) -> int:
        """The first folded character at or after the original offset."""
        return bisect_left(self.origins, original)


def fold_with_origins(text: str) -> Folded:
    """As `fold`, with the offset in `text` of the character each folded one comes from."""
    plain: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        for one in _TABLE[ord(character)]:
            plain.append(one)
            origins.append(offset)
    joined = "".join(plain)
    kept: list[int] = []
    at = 0
    for run in _SPACE.finditer(joined):
        kept.extend(origins[at : run.start() + len(_kept_space(run))])
        at = run.end()
    return Folded(_SPACE.sub(_kept_space, joined), kept + origins[at:])
