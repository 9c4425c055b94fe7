"""The printed lines of a page, before anybody knows what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.ingest.bylines import Byline
from archive.ingest.continuations import continued_from, continued_on
from archive.ingest.datelines import opens_with_dateline
from archive.text.normalize import clean, ends_sentence, indent, width

TITLE, START, MORE, BYLINE, FURNITURE = "title", "start", "more", "byline", "furniture"
# The end of a signature in brackets that a line break has cut: 锦观新闻记者 何三思）
_SIGNED = re.compile(r"(?:记者|通讯员)[^（()。，]{1,24}[）)]$|[一-鿿 ]{2,12}摄[）)]$")


# Asked of the same line many times over, while its neighbours are weighed.
@lru_cache(maxsize=8192)
def _opens(text: str) -> bool:
    return opens_with_dateline(text) or continued_from(text) is not None


@lru_cache(maxsize=8192)
def _closes(text: str) -> bool:
    signed = _SIGNED.search(text) is not None and not _opens(text)
    return signed or ends_sentence(text) or continued_on(text) is not None


@dataclass(slots=True)
class Line:
    """A printed line: 1-based `number`, `width` and `indent` in full-width characters.

    `gap` tells of a blank line before it, `gap_after` of one behind.
    """

    number: int
    text: str
    indent: float
    width: float
    gap: bool = False
    gap_after: bool = False
    label: str = ""
    byline: Byline | None = None
    why: str | None = None
    blank_end: bool = False

    @property
    def opens(self) -> bool:
        """It begins an article whatever stands before it: a dateline, 上接第一版."""
        return _opens(self.text)

    @property
    def closed(self) -> bool:
        return _closes(self.text)

    @property
    def reach(self) -> float:
        """How far the line fills its column, its indent counted in."""
        return self.width + (self.indent if self.indent < 3 else 0.0)


def read_lines(text: str) -> list[Line]:
    """The page's lines that hold something, numbered as in the file."""
    lines: list[Line] = []
    gap = True
    for number, raw in enumerate(text.split("\n"), 1):
        cleaned = clean(raw)
        bare = cleaned.strip(" \u3000\u00a0\r")
        if not bare:
            gap = True
            if lines:
                lines[-1].gap_after = True
            continue
        blank_end = cleaned.rstrip("\r")[-1] in " \u3000"
        lines.append(Line(number, bare, indent(cleaned), width(bare), gap, blank_end=blank_end))
        gap = False
    if lines:
        lines[-1].gap_after = True
    return lines
