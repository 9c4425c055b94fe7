"""Marks on what matched. Everything else is escaped, so the only tag that comes out is <mark>."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from archive.text.fold import Folded, fold, fold_with_origins
from archive.text.segment import query_words, spans
from search.tree import Node, Phrase, wanted

SNIPPET = 120  # characters
Marks = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Highlighter:
    """What a query looks for: folded `pieces` wherever they stand, `words` as words."""

    pieces: tuple[str, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, tree: Node) -> Highlighter:
        pieces: dict[str, None] = {}
        words: set[str] = set()
        for leaf in wanted(tree):
            folded = fold(leaf.text)
            pieces[folded] = None
            if not isinstance(leaf, Phrase):
                words |= set(query_words(folded))
        return cls(tuple(piece for piece in pieces if piece), frozenset(words))

    def marks(self, text: str) -> Marks:
        """What matched in the original text: ascending, apart from one another, half-open."""
        if not self.pieces or not text:
            return []
        folded = fold_with_origins(text)
        return _merged([folded.origin(*span) for span in self._found(folded)])

    def _found(self, folded: Folded) -> Iterator[tuple[int, int]]:
        for piece in self.pieces:
            at = folded.text.find(piece)
            while at >= 0:
                yield at, at + len(piece)
                at = folded.text.find(piece, at + 1)
        if self.words:
            yield from (span[1:] for span in spans(folded.text) if span[0] in self.words)

    def whole(self, text: str) -> str:
        """The whole text as safe HTML."""
        return marked(text, self.marks(text), 0, len(text))

    def snippet(self, text: str, size: int = SNIPPET) -> str:
        """About `size` characters around the densest matches, as safe HTML."""
        marks = self.marks(text)
        start = densest(marks, size)
        start = max(0, min(start, len(text) - size))
        end = min(len(text), start + size)
        before, after = "…" * (start > 0), "…" * (end < len(text))
        return before + marked(text, marks, start, end).replace("\n", " ") + after


def _merged(found: Marks) -> Marks:
    merged: Marks = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def densest(marks: Marks, size: int) -> int:
    """Where the window with the most marked characters begins, a little before the first mark."""
    best, begin, first, held = 0, 0, 0, 0
    for last, (start, end) in enumerate(marks):
        held += end - start
        while marks[first][0] < end - size and first < last:
            held -= marks[first][1] - marks[first][0]
            first += 1
        if held > best:
            best, begin = held, marks[first][0]
    return begin - size // 6 if best else 0


def marked(text: str, marks: Marks, start: int, end: int) -> str:
    """`text[start:end]` escaped, the marked parts of it inside <mark>."""
    parts = []
    at = start
    for left, right in marks:
        left, right = max(left, start), min(right, end)
        if left < right:
            parts.append(f"{escape(text[at:left])}<mark>{escape(text[left:right])}</mark>")
            at = right
    parts.append(escape(text[at:end]))
    return "".join(parts)
