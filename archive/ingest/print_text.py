"""Frames → a page's text with a hint for every line."""

from __future__ import annotations

from archive.ingest.print_blocks import Block, body_size, make_blocks
from archive.ingest.print_frames import make_frames
from archive.ingest.print_pieces import Piece
from archive.ingest.source_page import Hint, SourcePage

_WIDE = "\u3000"


def page_of(pieces: list[Piece], sheet: int) -> SourcePage:
    """The page that these lines make: frame by frame, a blank line between blocks.

    Columns that a text runs through stand close, so that no paragraph is cut. Paragraphs that
    are set in have full-width blanks in front.
    """
    body = body_size(pieces)
    text: list[str] = []
    hints: list[Hint | None] = []
    for number, frame in enumerate(make_frames(make_blocks(pieces, body), body)):
        before: Block | None = None
        for block in [*frame.headlines, *frame.body]:
            if text and (before is None or _apart(before, block)):
                text.append("")
                hints.append(None)
            for line in block.lines:
                text.append(_set_in(block, line) + line.text)
                hints.append(Hint(round(line.size, 1), block.display, number))
            before = block
    return SourcePage("\n".join(text), sheet, tuple(hints))


def _apart(before: Block, block: Block) -> bool:
    """Not the next column or the next lines of one running text."""
    if before.display or block.display:
        return True
    if block.left >= before.right or before.closed is False:
        return False
    return block.top - before.bottom > 1.6 * block.size


def _set_in(block: Block, line: Piece) -> str:
    if block.display:
        return ""
    inset = (line.left - block.left) / line.size
    return _WIDE * round(inset) if inset > 0.6 else ""
