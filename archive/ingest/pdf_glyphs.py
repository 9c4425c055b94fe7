"""Characters as they stand on a page of a PDF: upright, once each, inside the page.

Places are points from the upper left of the page as it is read, whatever way the file turns it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from ctypes import c_double
from dataclasses import dataclass
from math import atan2, hypot, pi

import pypdfium2.raw as pdfium

from archive.text.normalize import clean

# A character printed twice for boldness or a shadow stands within this part of its size.
_SAME_PLACE = 0.3
_SKIPPED = {0, 0xAD, 0xFFFE, 0xFFFF, 0xFEFF, 0x200B, 0x2028, 0x2029, 0x0A, 0x0D}
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Glyph:
    """A character: `left` and `right` with its advance, `base` its line's foot, `size` in points."""

    char: str
    left: float
    right: float
    base: float
    size: float

    @property
    def blank(self) -> bool:
        return self.char.isspace()


def page_glyphs(textpage: object, count: int, box: Box) -> list[Glyph]:
    """The glyphs of a text page, in no order to be trusted. `box` is left, bottom, right, top."""
    found = _raw_glyphs(textpage, count)
    turn = Counter(quarter for quarter, *_ in found).most_common(1)
    quarter = turn[0][0] if turn else 0
    upright = [_turned(glyph, quarter, box) for way, *glyph in found if way == quarter]
    width, height = box[2] - box[0], box[3] - box[1]
    if quarter % 2:
        width, height = height, width
    return _once(
        [g for g in upright if 0 <= (g.left + g.right) / 2 <= width and 0 < g.base <= height]
    )


def _raw_glyphs(textpage: object, count: int) -> list[tuple[int, str, Box, float, float, float]]:
    """Quarter turns of the writing, character, box, x and y of its origin, size."""
    rect, matrix, x, y = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), c_double(), c_double()
    found = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        char = "" if code in _SKIPPED or 0xD800 <= code <= 0xDFFF else clean(chr(code))[:1]
        if not char or pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, rect):
            continue
        pdfium.FPDFText_GetMatrix(textpage, index, matrix)
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        size = pdfium.FPDFText_GetFontSize(textpage, index) * hypot(matrix.c, matrix.d)
        if size <= 0.5:
            continue
        quarter = round(atan2(matrix.b, matrix.a) / (pi / 2)) % 4
        box = (rect.left, rect.bottom, rect.right, rect.top)
        found.append((quarter, char, box, x.value, y.value, size))
    return found


def _turned(glyph: list, quarter: int, page: Box) -> Glyph:
    """The glyph in the frame in which its writing runs from left to right, y downwards."""
    char, (left, bottom, right, top), x, y, size = glyph
    if quarter == 0:
        return Glyph(char, left - page[0], right - page[0], page[3] - y, size)
    if quarter == 1:
        return Glyph(char, bottom - page[1], top - page[1], x - page[0], size)
    if quarter == 2:
        return Glyph(char, page[2] - right, page[2] - left, y - page[1], size)
    return Glyph(char, page[3] - top, page[3] - bottom, page[2] - x, size)


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without those that stand where the same character stands already."""
    kept: list[Glyph] = []
    places: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        near = max(glyph.size * _SAME_PLACE, 0.1)
        column, row = int(glyph.left // 8), int(glyph.base // 8)
        twins = (
            twin
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for twin in places.get((glyph.char, column + dx, row + dy), ())
        )
        if any(abs(t.left - glyph.left) < near and abs(t.base - glyph.base) < near for t in twins):
            continue
        places[glyph.char, column, row].append(glyph)
        kept.append(glyph)
    return kept
