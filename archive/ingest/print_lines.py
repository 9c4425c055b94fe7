"""Characters → printed lines of one column: what stands close on one baseline, and no more."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from archive.ingest.pdf_glyphs import Glyph
from archive.ingest.print_gaps import Blanks, join_over_blanks
from archive.ingest.print_pieces import LARGE, Piece, Strips, alike, make_piece, usual_size

# What surely belongs together, in sizes of the type.
CLOSE = 0.62
# Headlines of two articles may stand closer than that, but not as close as this.
TIGHT = 0.3


def print_lines(glyphs: list[Glyph]) -> list[Piece]:
    """The page's lines, each within one column. Glyphs may come in any order."""
    inked = [glyph for glyph in glyphs if not glyph.blank]
    large = LARGE * usual_size(inked)
    pieces = [make_piece(chain) for chain in _chains(inked, large)]
    return join_over_blanks(_with_small(pieces), Blanks(glyphs), large)


def _chains(glyphs: list[Glyph], large: float) -> list[list[Glyph]]:
    """Glyphs linked to their nearest right neighbour, where each is the other's nearest."""
    rows = _Rows(glyphs, large)
    right: dict[int, Glyph] = {}
    left: dict[int, tuple[float, Glyph]] = {}
    for glyph in glyphs:
        found = rows.after(glyph)
        if found is None:
            continue
        cost, after = found
        rival = left.get(id(after))
        if rival is None or cost < rival[0]:
            if rival:
                right.pop(id(rival[1]))
            left[id(after)] = (cost, glyph)
            right[id(glyph)] = after
    chains = []
    for glyph in glyphs:
        if id(glyph) in left:
            continue
        chain = [glyph]
        while (after := right.get(id(chain[-1]))) is not None:
            chain.append(after)
        chains.append(chain)
    return chains


class _Rows:
    """Glyphs by strips of the page, to find neighbours quickly."""

    def __init__(self, glyphs: list[Glyph], large: float, strip: float = 6.0) -> None:
        self.strip, self.large = strip, large
        self.rows: dict[int, list[Glyph]] = defaultdict(list)
        for glyph in sorted(glyphs, key=lambda g: g.left):
            self.rows[int(glyph.base // strip)].append(glyph)
        self.lefts = {row: [g.left for g in found] for row, found in self.rows.items()}

    def after(self, glyph: Glyph) -> tuple[float, Glyph] | None:
        """The nearest glyph on the same line to the right, with how far it is."""
        reach = 0.3 * glyph.size
        close = TIGHT if glyph.size >= self.large else CLOSE
        best: tuple[float, Glyph] | None = None
        first, last = (int((glyph.base + d) // self.strip) for d in (-reach, reach))
        for row in range(first, last + 1):
            if row not in self.rows:
                continue
            start = bisect_left(self.lefts[row], glyph.left + 0.1 * glyph.size)
            for other in self.rows[row][start:]:
                gap = other.left - glyph.right
                if gap > close * max(glyph.size, other.size):
                    break
                if other is glyph or not alike(glyph.size, other.size):
                    continue
                if abs(other.base - glyph.base) > reach or gap > close * min(
                    glyph.size, other.size
                ):
                    continue
                cost = other.left - glyph.left + 2 * abs(other.base - glyph.base)
                if best is None or cost < best[0]:
                    best = (cost, other)
        return best


def _with_small(pieces: list[Piece]) -> list[Piece]:
    """Raised or lowered small characters put into the line that they stand in: m², ①."""
    small = [p for p in pieces if len(p.glyphs) <= 4]
    near = Strips(pieces)
    gone: set[int] = set()
    for piece in sorted(small, key=lambda p: p.size):
        for host in near.between(piece.top - 2 * piece.size, piece.bottom + 2 * piece.size):
            if host is piece or id(host) in gone or not 1.15 < host.size / piece.size < 2.4:
                continue
            if len(host.glyphs) < 2 or not host.top - 0.3 * host.size < piece.base < host.bottom:
                continue
            gap = max(piece.left - host.right, host.left - piece.right)
            if gap < 0.3 * piece.size:
                host.glyphs = sorted([*host.glyphs, *piece.glyphs], key=lambda g: g.left)
                host.left, host.right = min(host.left, piece.left), max(host.right, piece.right)
                gone.add(id(piece))
                break
    return _restitched([p for p in pieces if id(p) not in gone])


def _restitched(pieces: list[Piece]) -> list[Piece]:
    """Two halves of a line that a small character had parted."""
    rows = Strips(pieces)
    gone: set[int] = set()
    for piece in sorted(pieces, key=lambda p: p.left):
        if id(piece) in gone:
            continue
        for other in sorted(rows.between(piece.base, piece.base), key=lambda p: p.left):
            same = other is not piece and id(other) not in gone and other.left > piece.left
            level = abs(other.base - piece.base) < 0.3 * piece.size
            gap = other.left - piece.right
            close = -0.6 * piece.size < gap < 0.3 * piece.size
            if same and level and close and alike(piece.size, other.size):
                piece.glyphs = [*piece.glyphs, *other.glyphs]
                piece.right = max(piece.right, other.right)
                gone.add(id(other))
    return [p for p in pieces if id(p) not in gone]
