"""Gaps in a row of type: a gutter between two columns, or a blank within one line.

The rows above and below tell, for a gutter runs through them and a blank does not.
"""

from __future__ import annotations

from collections import defaultdict

from archive.ingest.pdf_glyphs import Glyph
from archive.ingest.print_pieces import Piece, Strips, make_piece

# What a blank within a line may measure at most, in sizes of the type.
FAR = 3.2


def join_over_blanks(pieces: list[Piece], blanks: Blanks, large: float) -> list[Piece]:
    """Pieces of one row put together where the gap between them is a blank, not a gutter."""
    near = Strips(pieces)
    after: dict[int, Piece] = {}
    for piece in pieces:
        if (follower := _follower(piece, near)) is None:
            continue
        found = blanks.within(piece, piece.right, follower.left)
        if _is_blank(piece, follower, near, bool(found), large):
            after[id(piece)] = follower
    inner = {id(piece) for piece in after.values()}
    out = []
    for piece in pieces:
        if id(piece) in inner:
            continue
        chain = [piece]
        while (follower := after.get(id(chain[-1]))) is not None:
            chain.append(follower)
        made = make_piece([g for part in chain for g in part.glyphs])
        made.glyphs += blanks.within(made, made.left, made.right)
        out.append(made)
    return out


class Blanks:
    """Blank characters of the text layer, by place."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self.rows: dict[int, list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            if glyph.blank:
                self.rows[int(glyph.base // 6)].append(glyph)

    def within(self, piece: Piece, left: float, right: float) -> list[Glyph]:
        row = int(piece.base // 6)
        return [
            g
            for near in (row - 1, row, row + 1)
            for g in self.rows.get(near, ())
            if abs(g.base - piece.base) < 0.3 * piece.size
            and left - 0.3 * piece.size < (g.left + g.right) / 2 < right + 0.3 * piece.size
        ]


def _follower(piece: Piece, near: Strips) -> Piece | None:
    """The next piece of like size to the right on the same baseline."""
    level = [
        other
        for other in near.between(piece.base, piece.base)
        if other.left >= piece.right - 0.3 * piece.size
        and other is not piece
        and abs(other.base - piece.base) < 0.15 * piece.size
    ]
    found = min(level, key=lambda other: other.left, default=None)
    if found is None or max(piece.size, found.size) > 1.12 * min(piece.size, found.size):
        return None
    return found


def _is_blank(piece: Piece, follower: Piece, near: Strips, printed: bool, large: float) -> bool:
    """Whether the rows around run through the gap; alone, how wide it is decides."""
    gap = (follower.left - piece.right) / max(piece.size, follower.size)
    # No line of a column is so short and yet ends at the gutter: 李 四.
    spaced = len(follower.glyphs) == 1 or piece.size < large
    if gap <= 1.6 and piece.right - piece.left < 3 * piece.size and spaced:
        return True
    through, parted = _votes(piece, follower, near)
    if through or parted:
        # A blank that is printed there counts as one row more.
        return gap <= FAR * 2 and through + 0.6 * printed > parted
    if piece.size >= large and not printed and _over_gutter(piece, follower, near):
        # A blank that is set measures half a size or a whole one; what a gutter leaves seldom does.
        return min(abs(gap - 0.5), abs(gap - 1.0)) < 0.04
    return gap <= (2.2 if printed else 1.4)


def _over_gutter(piece: Piece, follower: Piece, near: Strips) -> bool:
    """Whether the gap of a headline stands over one between two columns of running text."""
    low, high = piece.right, follower.left
    rows = [
        other
        for other in near.between(piece.base, piece.base + 9 * piece.size)
        if other.base > piece.base and other.size < piece.size / 1.15 and len(other.glyphs) > 3
    ]
    if any(o.left < low - 1 and o.right > high + 1 for o in rows if len(o.glyphs) > 8):
        return False
    ended = [o.right for o in rows if piece.left - 2 * piece.size < o.right <= high + 1]
    begun = [o.left for o in rows if low - 1 <= o.left < follower.right]
    return bool(ended and begun) and max(ended) < min(begun)


def _votes(piece: Piece, follower: Piece, near: Strips) -> tuple[float, float]:
    """Rows above and below that run through the gap, and rows that have a gap there too."""
    size = piece.size
    low, high = piece.right, follower.left
    inset = min(0.25 * size, 0.3 * (high - low))
    through = parted = 0.0
    for sign in (-1, 1):
        edge = piece.base + sign * 3.6 * size
        rows = [
            other
            for other in near.between(min(edge, piece.base), max(edge, piece.base))
            if 0.6 * size < sign * (other.base - piece.base) <= 3.6 * size
            and size / 2.2 < other.size < 2.2 * size
            and other.right > low - 4 * size
            and other.left < high + 4 * size
        ]
        rows.sort(key=lambda other: abs(other.base - piece.base))
        crossing = [o for o in rows if o.left < low + inset and o.right > high - inset]
        ended = any(o.right < high - inset for o in rows if o not in crossing)
        begun = any(o.left > low + inset for o in rows if o not in crossing)
        if crossing and abs(crossing[0].base - piece.base) < 2.4 * size:
            through += 1
        elif ended and begun:
            parted += 1
    return through, parted
