"""Folding: the form in which texts and queries are compared, never shown or stored as text.

Every character is folded by itself, so whatever is a piece of a text folds to a piece of the
folded text. Index, query and highlights all fold here, and only here.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
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
_SHORT = 100  # characters; shorter texts fold faster without arrays
_MANY = 1 << 31  # marks a character in _ONE that folds to several, or to none


class _One:
    """What each code point folds to where that is one character, filled as they are met."""

    def __init__(self) -> None:
        self.codes: NDArray[np.uint32] = np.zeros(0x110000, np.uint32)  # 0: not met yet

    def folded(self, text: str) -> tuple[NDArray[np.uint32], bool]:
        """A code for each character of a text, and whether any of them is marked _MANY."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        folded = self.codes[codes]
        if not folded.min():
            for code in np.unique(codes[folded == 0]).tolist():
                plain = _TABLE[code]
                self.codes[code] = ord(plain) if len(plain) == 1 else code | _MANY
            folded = self.codes[codes]
        return folded, bool(folded.max() & _MANY)


_ONE = _One()


def _translated(text: str) -> str:
    """As `text.translate(_TABLE)`, quicker for long texts.

    Characters that fold to several are replaced last; nothing folds to one of those.
    """
    if len(text) < _SHORT:
        return text.translate(_TABLE)
    folded, several = _ONE.folded(text)
    if not several:
        return _written(folded)
    marked = np.unique(folded[folded >= _MANY]) ^ _MANY
    plain = _written(folded & np.uint32(_MANY - 1))
    for code in marked.tolist():
        plain = plain.replace(chr(code), _TABLE[code])
    return plain


def _written(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


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
    return _SPACE.sub(_kept_space, _translated(text))


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
    joined, origins = _with_origins(text)
    plain: list[str] = []
    kept: list[int] = []
    at = 0
    for run in _SPACE.finditer(joined):
        space = _kept_space(run)
        plain += joined[at : run.start()], space
        kept += origins[at : run.start() + len(space)]
        at = run.end()
    return Folded("".join([*plain, joined[at:]]), [*kept, *origins[at:]])


def _with_origins(text: str) -> tuple[str, Sequence[int]]:
    """The translated text and where each of its characters comes from."""
    if len(text) >= _SHORT:
        folded, several = _ONE.folded(text)
        if not several:
            return _written(folded), range(len(text))
    plain = [_TABLE[ord(character)] for character in text]
    origins = [offset for offset, several in enumerate(plain) for _ in several]
    return "".join(plain), origins
