"""Printed lines → blocks: headlines with all their lines, and pieces of body columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from archive.ingest.pdf_glyphs import Glyph
from archive.ingest.print_pieces import LARGE as DISPLAY
from archive.ingest.print_pieces import Piece, usual_size
from archive.text.normalize import ends_sentence

_LIKE = 1.12


@dataclass(eq=False)
class Block:
    """Lines that stand together and do not change; `display` marks a headline."""

    lines: list[Piece]
    display: bool = False

    @cached_property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @cached_property
    def right(self) -> float:
        return max(line.right for line in self.lines)

    @cached_property
    def top(self) -> float:
        return min(line.top for line in self.lines)

    @cached_property
    def bottom(self) -> float:
        return max(line.bottom for line in self.lines)

    @cached_property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @cached_property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @cached_property
    def upright(self) -> bool:
        return any(line.upright for line in self.lines)

    @cached_property
    def inset(self) -> bool:
        """Its first line is set in, so that a paragraph begins with it."""
        first = self.lines[0]
        return len(self.lines) > 1 and first.left - self.left > 0.8 * first.size

    @cached_property
    def closed(self) -> bool:
        """Its last line can end a paragraph."""
        return ends_sentence(self.lines[-1].text)

    @cached_property
    def full(self) -> bool:
        """Its last line fills the column."""
        last = self.lines[-1]
        return self.right - last.right < 1.6 * last.size


def overlap(a: Block | Piece, b: Block | Piece) -> float:
    """How much of the narrower one's width both share, 0 to 1."""
    shared = min(a.right, b.right) - max(a.left, b.left)
    return max(0.0, shared) / max(1.0, min(a.right - a.left, b.right - b.left))


def body_size(pieces: list[Piece]) -> float:
    """The size in which most of the page's characters are set, in points."""
    return usual_size([glyph for piece in pieces for glyph in piece.glyphs])


def make_blocks(pieces: list[Piece], body: float) -> list[Block]:
    """The page's blocks. `body` is the size of its running text."""
    pieces = _with_initials(pieces, body)
    big = [piece for piece in pieces if piece.size >= DISPLAY * body]
    chains = _chains(pieces)
    running = {
        id(line)
        for chain in chains
        if chain[0].size >= DISPLAY * body and _is_running(chain)
        for line in chain
    }
    headlines = _headlines([piece for piece in big if id(piece) not in running])
    display = {id(line) for block in headlines for line in block.lines}
    blocks = [
        Block(part)
        for chain in chains
        if id(chain[0]) not in display
        for part in _parted([line for line in chain if id(line) not in display])
    ]
    return [_turned(block) for block in headlines] + blocks


def _is_running(chain: list[Piece]) -> bool:
    """A lead of several lines in larger type is text, no headline."""
    text = "".join(line.text for line in chain)
    return len(chain) >= 3 and "。" in text and len(text) > 40


class _Neighbours:
    """Which lines stand next above and below a line."""

    def __init__(self, pieces: list[Piece], strip: float = 24.0) -> None:
        self.strip = strip
        self.rows: dict[int, list[Piece]] = defaultdict(list)
        for piece in pieces:
            self.rows[int(piece.base // strip)].append(piece)

    def next(self, piece: Piece, sign: int) -> list[Piece]:
        """The nearest row below (`sign` 1) or above (-1), in the piece's own width."""
        reach = 2.6 * piece.size
        first, last = sorted((piece.base, piece.base + sign * reach))
        found = []
        for row in range(int(first // self.strip), int(last // self.strip) + 1):
            for other in self.rows.get(row, ()):
                step = sign * (other.base - piece.base)
                shared = min(other.right, piece.right) - max(other.left, piece.left)
                if 0.5 * min(piece.size, other.size) < step <= reach and shared > 0.4 * piece.size:
                    found.append((step, other))
        if not found:
            return []
        near = min(step for step, _ in found)
        return [other for step, other in found if step < near + 0.5 * piece.size]


def _chains(pieces: list[Piece]) -> list[list[Piece]]:
    """Lines each of which has but the next below it, in like size and at the usual step."""
    around = _Neighbours(pieces)
    links: list[tuple[Piece, Piece]] = []
    for piece in pieces:
        below = around.next(piece, 1)
        if len(below) != 1 or len(around.next(below[0], -1)) != 1:
            continue
        other = below[0]
        alike = _near(piece.size, other.size)
        if alike and abs(other.left - piece.left) < 4.2 * piece.size:
            links.append((piece, other))
    steps = sorted((b.base - a.base) / a.size for a, b in links)
    usual = steps[len(steps) // 2] if steps else 1.5
    reach = max(1.3 * usual, usual + 0.35)
    after = {id(a): b for a, b in links if (b.base - a.base) / a.size <= reach}
    return _over_indents(_followed(pieces, after), reach)


def _followed(pieces: list[Piece], after: dict[int, Piece]) -> list[list[Piece]]:
    inner = {id(piece) for piece in after.values()}
    chains = []
    for piece in pieces:
        if id(piece) in inner:
            continue
        chain = [piece]
        while (following := after.get(id(chain[-1]))) is not None:
            chain.append(following)
        chains.append(chain)
    return chains


def _over_indents(chains: list[list[Piece]], reach: float) -> list[list[Piece]]:
    """A line of two characters and one that is set in do not touch, yet follow each other."""
    out: list[list[Piece]] = []
    for chain in sorted(chains, key=lambda chain: chain[0].base):
        upper = next((o for o in reversed(out) if _steps_aside(o, chain, reach)), None)
        if upper is None:
            out.append(chain)
        else:
            upper.extend(chain)
    return out


def _steps_aside(upper: list[Piece], lower: list[Piece], reach: float) -> bool:
    last, first = upper[-1], lower[0]
    em = first.size
    if not 0.5 < (first.base - last.base) / last.size <= reach or not _near(last.size, em):
        return False
    left, right = min(line.left for line in upper), max(line.right for line in upper)
    set_in = last.right < first.left + 0.5 * em and 0.8 < (first.left - left) / em < 4.2
    set_out = first.right < last.left + 0.5 * em and 0.8 < (last.left - first.left) / em < 4.2
    if set_in:
        level = abs(min(line.left for line in lower) - left) < 0.5 * em
        return last.left - left < 4.2 * em and (
            level or first.right < max(right, left + 8 * em) + em
        )
    return set_out and (len(upper) == 1 or abs(first.left - left) < 0.6 * em)


def _near(a: float, b: float) -> bool:
    return max(a, b) <= _LIKE * min(a, b)


def _parted(chain: list[Piece]) -> list[list[Piece]]:
    """A chain cut where a finished sentence stands above another column width."""
    parts: list[list[Piece]] = [[]]
    for position, line in enumerate(chain):
        if position and _other_width(chain, position) and ends_sentence(chain[position - 1].text):
            parts.append([])
        parts[-1].append(line)
    return [part for part in parts if part]


def _other_width(chain: list[Piece], position: int) -> bool:
    above, below = chain[max(0, position - 4) : position], chain[position : position + 4]
    if len(above) < 3 or len(below) < 3:
        return False
    shift = max(line.right for line in above) - max(line.right for line in below)
    return abs(shift) > 1.6 * chain[position].size


def _headlines(pieces: list[Piece]) -> list[Block]:
    """Lines of display type that stand close one above the other, whatever their sizes."""
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.top):
        joined = [group for group in groups if any(_adjoin(other, piece) for other in group)]
        merged = [line for group in joined for line in group] + [piece]
        groups = [group for group in groups if group not in joined] + [merged]
    return [Block(sorted(group, key=lambda p: (p.base, p.left)), display=True) for group in groups]


def _adjoin(upper: Piece, lower: Piece) -> bool:
    gap = lower.top - upper.bottom
    size = max(upper.size, lower.size)
    return -0.7 * size < gap < 0.85 * size and overlap(upper, lower) > 0.3


def _turned(block: Block) -> Block:
    """A headline whose characters stand one under the other, read from the right."""
    glyphs = [glyph for line in block.lines for glyph in line.glyphs if not glyph.blank]
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -(g.left + g.right)):
        if columns and abs(columns[-1][0].left - glyph.left) < 0.5 * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    if not _runs_down(columns):
        return block
    lines = []
    for column in columns:
        column.sort(key=lambda g: g.base)
        size = median(glyph.size for glyph in column)
        left, right = min(g.left for g in column), max(g.right for g in column)
        high = column[0].base - 0.88 * size
        lines.append(Piece(column, left, right, column[-1].base, size, upright=True, high=high))
    return Block(lines, display=True)


def _runs_down(columns: list[list[Glyph]]) -> bool:
    """Characters stand closer one under the other than side by side."""
    longest = max(columns, key=len)
    if len(longest) < 3:
        return False
    bases = sorted(glyph.base for glyph in longest)
    down = median(b - a for a, b in pairwise(bases))
    lefts = sorted(median(g.left for g in column) for column in columns)
    across = min((b - a for a, b in pairwise(lefts)), default=1.7 * longest[0].size)
    return down < 0.95 * across


def _with_initials(pieces: list[Piece], body: float) -> list[Piece]:
    """A large first letter put back in front of the first line that stands beside it."""
    gone: set[int] = set()
    for piece in pieces:
        if len(piece.glyphs) != 1 or not 1.6 * body < piece.size < 6 * body:
            continue
        beside = [
            line
            for line in pieces
            if line is not piece
            and line.size < DISPLAY * body
            and -0.3 * body < line.left - piece.right < 1.2 * body
            and piece.top - 0.5 * body < line.base - 0.4 * body < piece.bottom + 0.3 * body
        ]
        if len(beside) >= 2 and len(beside) <= 6:
            first = min(beside, key=lambda line: line.base)
            first.glyphs = [*piece.glyphs, *first.glyphs]
            for line in beside:
                line.left = piece.left if line is not first else piece.left + 2 * body
            gone.add(id(piece))
    return [piece for piece in pieces if id(piece) not in gone]
