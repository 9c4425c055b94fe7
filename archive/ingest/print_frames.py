"""Blocks → frames: each article's headline with the columns of its body, in reading order.

A block under a headline is its body. The others go to the neighbour that they fit best: text that
flows on from the column before, tops that stand level, a headline at the side.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.ingest.bylines import inline_byline, parse_byline
from archive.ingest.continuations import continued_from
from archive.ingest.datelines import opens_with_dateline
from archive.ingest.furniture import furniture_reason
from archive.ingest.print_blocks import Block, overlap
from archive.ingest.stories import is_caption

DIRECT, LEAST = 6.0, 0.9
# What points from a caption to its picture.
_POINTERS = "▲▼◀▶◄►△▽◁▷↑↓←→"
_BULLETS = "●■◆★◇○◎•※□"


@dataclass(slots=True, eq=False)
class Frame:
    """One article as it stands on the page; either part may be empty."""

    headlines: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        return [*self.headlines, *self.body]

    @property
    def top(self) -> float:
        return min(block.top for block in self.blocks)

    @property
    def left(self) -> float:
        return min(block.left for block in self.blocks)


def make_frames(blocks: list[Block], body: float) -> list[Frame]:
    """The frames of a page from its top left on. `body` is the size of its running text."""
    alone = [block for block in blocks if _stands_alone(block, blocks)]
    rest = [block for block in blocks if block not in alone]
    _demote_crossheads(rest, body)
    frames = _Assignment(rest, body).frames()
    frames += [Frame([block], []) if block.display else Frame([], [block]) for block in alone]
    for frame in frames:
        frame.body = reading_order(frame.body)
    return sorted(frames, key=lambda frame: (round(frame.top / (4 * body)), frame.left))


def _stands_alone(block: Block, blocks: list[Block]) -> bool:
    """Folios, editors' lines and captions without a headline own nothing, belong to no column."""
    if all(furniture_reason(line.text) for line in block.lines):
        return True
    text = block.text
    if block.display or len(text) > 300:
        return False
    signed = inline_byline(text[-60:]) if len(block.lines) <= 14 and len(text) > 30 else None
    if not (is_caption(text) or (signed and signed.caption) or text[0] in _POINTERS):
        return False
    above = _nearest_above(block, blocks)
    return above is None or not above.display


def _demote_crossheads(blocks: list[Block], body: float) -> None:
    """A small heading close under a column's text is a crosshead of that text."""
    running = [block for block in blocks if not block.display]
    for block in blocks:
        if not block.display or len(block.lines) > 1 or block.size > 1.5 * body:
            continue
        above = _nearest_above(block, running)
        if above and block.top - above.bottom < 1.5 * body and overlap(above, block) > 0.9:
            wide = above.right - above.left
            block.display = block.right - block.left > wide + body


def _nearest_above(block: Block, blocks: list[Block]) -> Block | None:
    """What stands next above, in the width of the block."""
    found = [
        other
        for other in blocks
        if other is not block
        and other.top < block.top
        and other.bottom <= block.top + 0.6 * block.size
        and overlap(other, block) > 0.25
    ]
    return max(found, key=lambda o: (round(o.bottom / 4), overlap(o, block)), default=None)


class _Assignment:
    """Gives every block to a frame, the surest first."""

    def __init__(self, blocks: list[Block], body: float) -> None:
        self.body = body
        self.blocks = blocks
        running = [block for block in blocks if not block.display]
        lines = [line for block in running for line in block.lines]
        inset = sum(
            line.left - block.left > 0.8 * line.size for block in running for line in block.lines
        )
        self.indented = inset >= 0.03 * len(lines)
        self.above = {id(block): _nearest_above(block, blocks) for block in blocks}
        self.of = {id(b): Frame([b]) if b.display else Frame([], [b]) for b in blocks}
        self.roots: list[Block] = []
        self.near = {id(b): [o for o in blocks if self._adjoin(b, o)] for b in running}

    def frames(self) -> list[Frame]:
        """Put together what fits best first; a block follows one other at most."""
        self.roots = roots = [block for block in self.blocks if not block.display]
        while roots:
            score, block, frame = max(
                (offer for block in roots for offer in self._offers(block)),
                key=lambda offer: offer[0],
                default=(-9.0, None, None),
            )
            if score < LEAST or block is None or frame is None:
                break
            roots.remove(block)
            for moved in self.of[id(block)].body:
                frame.body.append(moved)
                self.of[id(moved)] = frame
        self._merge_bare([block for block in self.blocks if block.display])
        return list({id(frame): frame for frame in self.of.values()}.values())

    def _offers(self, block: Block) -> list[tuple[float, Block, Frame]]:
        """Every frame that might take the block, with how well it fits."""
        offers = []
        for other in self.near[id(block)]:
            frame = self.of[id(other)]
            leads = other in self.roots and block.right <= other.left + self.body
            if frame is self.of[id(block)] or leads:
                continue  # of two columns the right one follows the left
            if other is self.above[id(block)]:
                score = self._under(block, other)
            elif other.display:
                score = self._beside_headline(block, other, frame)
            else:
                score = self._beside(block, other, frame)
            offers.append((score, block, frame))
        return offers

    def _adjoin(self, block: Block, other: Block) -> bool:
        """Whether the other stands right above the block, or beside it with nothing between."""
        if other is block or other is self.above[id(block)]:
            return other is not block
        gap = max(block.left - other.right, other.left - block.right)
        if not -0.5 * self.body < gap < (5 if other.display else 4) * self.body:
            return False
        shared = min(block.bottom, other.bottom) - max(block.top, other.top)
        least = min(block.bottom - block.top, other.bottom - other.top)
        return shared > 0.3 * least and not self._between(block, other)

    def _under(self, block: Block, above: Block) -> float:
        if above.display:
            return DIRECT
        higher = self.above[id(above)]
        if higher and higher.display and all(parse_byline(line.text) for line in above.lines):
            return DIRECT - 1  # below the byline that stands under the headline
        gap = (block.top - above.bottom) / self.body
        same = abs(above.left - block.left) + abs(above.right - block.right) < 1.5 * self.body
        return 1.5 + 0.5 * same + self._flow(above, block) - (gap > 2.2) - 0.5 * (gap > 5)

    def _beside_headline(self, block: Block, headline: Block, frame: Frame) -> float:
        """A headline at the side of its body, near its upper edge."""
        if not -4 * self.body <= block.top - headline.top <= headline.bottom - headline.top:
            return -9.0
        head = abs(block.top - headline.top) < 4 * self.body or headline.upright
        right = block.right < headline.left and not headline.upright
        first = -1.0 if frame.body else 1.5
        return 1.5 + 1.5 * head + first - 4.0 * right

    def _between(self, a: Block, b: Block) -> bool:
        left, right = (a, b) if a.left < b.left else (b, a)
        return any(
            o.left >= left.right - 1
            and o.right <= right.left + 1
            and o.top < min(a.bottom, b.bottom)
            and o.bottom > max(a.top, b.top)
            for o in self.blocks
            if o is not a and o is not b
        )

    def _beside(self, block: Block, other: Block, frame: Frame) -> float:
        """The next column of an article: its text flows over, its top stands level."""
        column = [b for b in frame.body if overlap(b, other) > 0.5]
        if block.left >= other.right - 0.5 * self.body:
            flow = self._flow(max(column, key=lambda b: b.bottom), block)
        else:
            flow = self._flow(block, min(column, key=lambda b: b.top))
        level = abs(block.top - min(b.top for b in column)) < 1.2 * self.body
        heads = [b for b in frame.headlines if abs(b.top - block.top) < 1.6 * self.body]
        shelf = self._is_under_same(block, other, frame)
        width = abs((block.right - block.left) - (other.right - other.left)) < 1.5 * self.body
        return flow + level * (1.2 + shelf) + 1.0 * bool(heads) + 0.6 * width - 0.4

    def _is_under_same(self, block: Block, other: Block, frame: Frame) -> bool:
        """The headline over the other column leaves the room beside it free, over this one."""
        headline = self.above[id(other)]
        if headline is None or headline not in frame.headlines:
            return False
        above = self.above[id(block)]
        return above is None or above.bottom <= headline.top + self.body

    def _flow(self, before: Block, after: Block) -> float:
        """Whether the text of one column goes on in the other."""
        if _opens(after) or _is_signed(before):
            return -2.5
        if not self.indented:
            return 3.0 if not before.closed else -0.2
        single = len(after.lines) == 1
        if not before.closed:
            return 1.0 if single else (-4.0 if after.inset else 4.0)
        if after.lines[0].text[0] in _BULLETS:
            return -1.0
        if after.inset or single:
            return 0.0
        return -0.7 if before.full else -2.0

    def _merge_bare(self, headlines: list[Block]) -> None:
        """A headline without a body goes to the headline right below it: a kicker set apart."""
        for block in headlines:
            frame = self.of[id(block)]
            if frame.body:
                continue
            below = [o for o in headlines if self.above[id(o)] is block]
            if below:
                target = self.of[id(min(below, key=lambda o: o.top))]
                if target is not frame:
                    target.headlines = [*frame.headlines, *target.headlines]
                    for moved in frame.headlines:
                        self.of[id(moved)] = target


def _opens(block: Block) -> bool:
    """An article begins with it: a dateline, 上接第一版, a byline on its own line."""
    first = block.lines[0].text
    return (
        opens_with_dateline(first)
        or continued_from(first) is not None
        or (len(block.lines) > 1 and parse_byline(first) is not None)
    )


def _is_signed(block: Block) -> bool:
    """An article ends with it: （记者 何三思） on its last line."""
    text = "".join(line.text for line in block.lines[-3:])
    byline = parse_byline(block.lines[-1].text) or inline_byline(text[-60:])
    return byline is not None and block.text[-1] in "）)摄"


def reading_order(blocks: list[Block]) -> list[Block]:
    """Column by column; what spans several columns before those below it."""
    rest, out = sorted(blocks, key=lambda b: (b.left, b.top)), []
    while rest:
        free = [b for b in rest if not any(_precedes(o, b, rest) for o in rest if o is not b)]
        first = min(free or rest, key=lambda b: (b.left, b.top))
        out.append(first)
        rest.remove(first)
    return out


def _precedes(a: Block, b: Block, blocks: list[Block]) -> bool:
    """a above b in one column, or a left of b with nothing across both between them."""
    if overlap(a, b) > 0.1:
        return a.top < b.top
    if a.left > b.left:
        return False
    return not any(
        overlap(c, a) > 0.1 and overlap(c, b) > 0.1 and b.top < c.top < a.top
        for c in blocks
        if c is not a and c is not b
    )
