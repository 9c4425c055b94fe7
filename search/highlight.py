"""Marks on what matched. Everything else is escaped, so the only tag that comes out is <mark>."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from archive.text.fold import Folded, fold, fold_with_origins
from archive.text.segment import query_words, spans
from search.tree import Near, Node, Phrase, wanted

SNIPPET = 120  # characters
LONGEST_HIT = 600  # a run of marks this long is kept whole; no query is longer
_STOPS = "。！？!?；;\n"
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
            if isinstance(leaf, Near):
                pieces |= dict.fromkeys([fold(leaf.left), fold(leaf.right)])
                continue
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
        """About `size` characters around the densest matches, as safe HTML; no match is cut."""
        marks = self.marks(text)
        start, end = window(text, marks, size)
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


def window(text: str, marks: Marks, size: int) -> tuple[int, int]:
    """The piece of the text to show; it grows a little rather than cut a match."""
    start = max(0, min(_sentence(text, *densest(marks, size)), len(text) - size))
    end = min(len(text), start + size)
    for left, right in marks:
        if right - left <= LONGEST_HIT:
            start = left if left < start < right else start
            end = right if left < end < right else end
    return start, end


def _sentence(text: str, start: int, first: int) -> int:
    """The beginning of the sentence that holds the first match, where it is as near as `start`."""
    start = max(0, start)
    stop = max(text.rfind(one, start, first) for one in _STOPS)
    return start if stop < 0 else stop + 1


def densest(marks: Marks, size: int) -> tuple[int, int]:
    """Where the window with the most marked characters begins: a little before its first mark."""
    best, begin, first, held = 0, 0, 0, 0
    for last, (start, end) in enumerate(marks):
        held += end - start
        while marks[first][0] < end - size and first < last:
            held -= marks[first][1] - marks[first][0]
            first += 1
        if held > best:
            best, begin = held, marks[first][0]
    return (begin - size // 6, begin) if best else (0, 0)


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
