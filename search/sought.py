"""What one leaf of a query looks for in a folded text, and where it stands there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from archive.text.fold import fold
from archive.text.segment import found, query_words, spans
from search.tree import Near, Prefix, Text, Word

Place = tuple[int, int, str]  # first, last + 1, and the text that was looked for
# What holds together when words are cut.
_STRETCH = re.compile(r"(?:[^\W_]|[.,%])+")


@dataclass(frozen=True, slots=True)
class Pieces:
    """Texts wherever they stand."""

    pieces: tuple[str, ...]

    def places(self, folded: str) -> Iterator[Place]:
        for piece in self.pieces:
            for at in occurrences(piece, folded):
                yield at, at + len(piece), piece


@dataclass(frozen=True, slots=True)
class Words:
    """Words as the index cuts them: 产业 stands in 储能产业, 光 does not stand in 光伏."""

    words: frozenset[str]

    def places(self, folded: str) -> Iterator[Place]:
        for start, end in found(self.words, folded):
            yield start, end, folded[start:end]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Words that begin with the text."""

    text: str

    def places(self, folded: str) -> Iterator[Place]:
        if self.text not in folded:
            return
        # Words of the stretches around the places are those of the whole text.
        for match in _STRETCH.finditer(folded):
            if self.text in match.group():
                for word, start, end in spans(match.group()):
                    if word.startswith(self.text):
                        yield match.start() + start, match.start() + end, self.text


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts with at most `distance` characters between them, in either order."""

    left: str
    right: str
    distance: int

    def places(self, folded: str) -> Iterator[Place]:
        left, right = (list(occurrences(one, folded)) for one in (self.left, self.right))
        yield from self._near(self.left, left, self.right, right)
        yield from self._near(self.right, right, self.left, left)

    def _near(self, one: str, ones: list[int], other: str, others: list[int]) -> Iterator[Place]:
        for at in ones:
            nearest = bisect_left(others, at - len(other) - self.distance)
            if nearest < len(others) and others[nearest] <= at + len(one) + self.distance:
                yield at, at + len(one), one


Sought = Pieces | Words | Beginning | Pair


def sought(leaf: Text) -> list[Sought]:
    """What a leaf looks for; nothing where folding leaves nothing of it."""
    if isinstance(leaf, Near):
        left, right = fold(leaf.left), fold(leaf.right)
        return [Pair(left, right, leaf.distance)] if left and right else []
    text = fold(leaf.text)
    if not text:
        return []
    if isinstance(leaf, Prefix):
        return [Beginning(text)]
    words = frozenset(query_words(text)) - {text} if isinstance(leaf, Word) else frozenset()
    return [Pieces((text,)), Words(words)] if words else [Pieces((text,))]


def occurrences(piece: str, folded: str) -> Iterator[int]:
    """Every place where the piece begins, overlapping ones too."""
    at = folded.find(piece)
    while at >= 0:
        yield at
        at = folded.find(piece, at + 1)
