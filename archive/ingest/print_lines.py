"""Characters → printed lines of one column: what stands close on one baseline, and no more.

A gap in a row is a gutter between two columns or a blank within one: the rows above and below
tell, for a gutter runs through them and a blank does not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

from archive.ingest.pdf_glyphs import Glyph

# In sizes of the type: what surely belongs together, what a blank within a line may be at most.
CLOSE, FAR = 0.62, 3.2
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
            wide = gap > usual + 0.5 * self.size
            out.append((" " if printed or wide else "") + after.char)
        return "".join(out)


def print_lines(glyphs: list[Glyph]) -> list[Piece]:
    """The page's lines, each within one column. Glyphs may come in any order."""
    inked = [glyph for glyph in glyphs if not glyph.blank]
    pieces = [_piece(chain) for chain in _chains(inked)]
    pieces = _with_small(pieces)
    pieces = _joined(pieces, _Blanks(glyphs))
    return pieces


def _piece(glyphs: list[Glyph]) -> Piece:
    size = median(glyph.size for glyph in glyphs)
    base = median(glyph.base for glyph in glyphs)
    return Piece(glyphs, glyphs[0].left, max(g.right for g in glyphs), base, size)


def _chains(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs linked to their nearest right neighbour, where each is the other's nearest."""
    rows = _Rows(glyphs)
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

    def __init__(self, glyphs: list[Glyph], strip: float = 6.0) -> None:
        self.strip = strip
        self.rows: dict[int, list[Glyph]] = defaultdict(list)
        for glyph in sorted(glyphs, key=lambda g: g.left):
            self.rows[int(glyph.base // strip)].append(glyph)
        self.lefts = {row: [g.left for g in found] for row, found in self.rows.items()}

    def after(self, glyph: Glyph) -> tuple[float, Glyph] | None:
        """The nearest glyph on the same line to the right, with how far it is."""
        reach = 0.3 * glyph.size
        best: tuple[float, Glyph] | None = None
        first, last = (int((glyph.base + d) // self.strip) for d in (-reach, reach))
        for row in range(first, last + 1):
            if row not in self.rows:
                continue
            start = bisect_left(self.lefts[row], glyph.left + 0.1 * glyph.size)
            for other in self.rows[row][start:]:
                gap = other.left - glyph.right
                if gap > CLOSE * max(glyph.size, other.size):
                    break
                if other is glyph or not _alike(glyph.size, other.size):
                    continue
                if abs(other.base - glyph.base) > reach or gap > CLOSE * min(
                    glyph.size, other.size
                ):
                    continue
                cost = other.left - glyph.left + 2 * abs(other.base - glyph.base)
                if best is None or cost < best[0]:
                    best = (cost, other)
        return best


def _alike(a: float, b: float) -> bool:
    return max(a, b) <= LIKE * min(a, b)


def _with_small(pieces: list[Piece]) -> list[Piece]:
    """Raised or lowered small characters put into the line that they stand in: m², ①."""
    small = [p for p in pieces if len(p.glyphs) <= 4]
    near = _Strips(pieces)
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
    rows = _Strips(pieces)
    gone: set[int] = set()
    for piece in sorted(pieces, key=lambda p: p.left):
        if id(piece) in gone:
            continue
        for other in sorted(rows.between(piece.base, piece.base), key=lambda p: p.left):
            same = other is not piece and id(other) not in gone and other.left > piece.left
            level = abs(other.base - piece.base) < 0.3 * piece.size
            gap = other.left - piece.right
            close = -0.6 * piece.size < gap < 0.3 * piece.size
            if same and level and close and _alike(piece.size, other.size):
                piece.glyphs = [*piece.glyphs, *other.glyphs]
                piece.right = max(piece.right, other.right)
                gone.add(id(other))
    return [p for p in pieces if id(p) not in gone]


class _Strips:
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


class _Blanks:
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


def _joined(pieces: list[Piece], blanks: _Blanks) -> list[Piece]:
    """Pieces of one row put together where the gap between them is a blank, not a gutter."""
    near = _Strips(pieces)
    after: dict[int, Piece] = {}
    for piece in pieces:
        if (follower := _follower(piece, near)) is None:
            continue
        found = blanks.within(piece, piece.right, follower.left)
        if _is_blank(piece, follower, near, bool(found)):
            after[id(piece)] = follower
    inner = {id(piece) for piece in after.values()}
    out = []
    for piece in pieces:
        if id(piece) in inner:
            continue
        chain = [piece]
        while (follower := after.get(id(chain[-1]))) is not None:
            chain.append(follower)
        made = _piece([g for part in chain for g in part.glyphs])
        made.glyphs += blanks.within(made, made.left, made.right)
        out.append(made)
    return out


def _follower(piece: Piece, near: _Strips) -> Piece | None:
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


def _is_blank(piece: Piece, follower: Piece, near: _Strips, printed: bool) -> bool:
    """Whether the rows around run through the gap; alone, how wide it is decides."""
    gap = (follower.left - piece.right) / max(piece.size, follower.size)
    if gap <= 1.6 and piece.right - piece.left < 3 * piece.size:
        return True  # No line of a column is so short and yet ends at the gutter: 李 四.
    through, parted = _votes(piece, follower, near)
    if through or parted:
        # A blank that is printed there counts as one row more.
        return gap <= FAR * 2 and through + 0.6 * printed > parted
    return gap <= (2.2 if printed else 1.4)


def _votes(piece: Piece, follower: Piece, near: _Strips) -> tuple[float, float]:
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
