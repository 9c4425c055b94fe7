"""Pieces of printed lines: runs of characters on one baseline, and how to find those near by."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median

from archive.ingest.pdf_glyphs import Glyph

# A headline's type is larger than that of running text by this.
LARGE = 1.18
LIKE = 1.3


@dataclass(slots=True)
class Piece:
    """A run of characters in a line: `base` is its foot, `size` that of its type, in points.

    `upright` marks a line written from top to bottom.
    """

    glyphs: list[Glyph]
    left: float
    right: float
    base: float
    size: float
    upright: bool = False
    high: float = field(default=0.0)

    @property
    def top(self) -> float:
        return self.high if self.upright else self.base - 0.88 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.12 * self.size

    @property
    def text(self) -> str:
        """Its characters; blanks that are printed or plainly left as one."""
        if self.upright:
            return "".join(glyph.char for glyph in self.glyphs)
        inked = [glyph for glyph in self.glyphs if not glyph.blank]
        gaps = [b.left - a.right for a, b in zip(inked, inked[1:], strict=False)]
        usual = max(median(gaps), 0.0) if gaps else 0.0
        blanks = sorted((g.left + g.right) / 2 for g in self.glyphs if g.blank)
        out = [inked[0].char] if inked else []
        for before, after, gap in zip(inked, inked[1:], gaps, strict=False):
            at = bisect_left(blanks, before.left)
            printed = at < len(blanks) and blanks[at] < after.right
            # Between two characters a quarter of a size is a blank, beside a figure it is none.
            han = before.char >= "\u4e00" and "\u4e00" <= after.char <= "\u9fff"
            wide = gap > usual + (0.2 if han and before.char <= "\u9fff" else 0.5) * self.size
            out.append((" " if printed or wide else "") + after.char)
        return "".join(out)


def make_piece(glyphs: list[Glyph]) -> Piece:
    size = median(glyph.size for glyph in glyphs)
    base = median(glyph.base for glyph in glyphs)
    return Piece(glyphs, glyphs[0].left, max(g.right for g in glyphs), base, size)


def usual_size(glyphs: list[Glyph]) -> float:
    """The size in which most of these characters are set, in points: that of running text."""
    sizes = Counter(round(glyph.size * 4) / 4 for glyph in glyphs)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def alike(a: float, b: float) -> bool:
    return max(a, b) <= LIKE * min(a, b)


class Strips:
    """Pieces by strips of the page."""

    def __init__(self, pieces: list[Piece], strip: float = 12.0) -> None:
        self.strip = strip
        self.rows: dict[int, list[Piece]] = defaultdict(list)
        for piece in pieces:
            self.rows[int(piece.base // strip)].append(piece)

    def between(self, high: float, low: float) -> list[Piece]:
        """Pieces whose foot lies between, and in the strips around."""
        first, last = int(high // self.strip) - 1, int(low // self.strip) + 1
        return [p for row in range(first, last + 1) for p in self.rows.get(row, ())]
