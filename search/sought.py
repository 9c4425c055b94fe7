"""What one leaf of a query looks for in a folded text, and where it stands there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.text.fold import fold
from archive.text.segment import RUN, found, query_words, spans
from search.tree import Near, Prefix, Text, Word

Place = tuple[int, int, str]  # first, last + 1, and the text that was looked for


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
class Beginnings:
    """Words that begin with one of the texts; every run of characters is cut once for all of them."""

    texts: tuple[str, ...]

    def places(self, folded: str) -> Iterator[Place]:
        some = re.compile("|".join(map(re.escape, self.texts)))
        if not some.search(folded):
            return
        first: dict[str, tuple[str, ...]] = {}
        for text in self.texts:
            first[text[0]] = (*first.get(text[0], ()), text)
        for run in RUN.finditer(folded):
            if some.search(run.group()):
                for word, start, end in spans(run.group()):
                    for text in first.get(word[0], ()):
                        if word.startswith(text):
                            yield run.start() + start, run.start() + end, text


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
            if one == other and others[nearest] == at:
                nearest += 1  # a text is not near itself
            if nearest < len(others) and others[nearest] <= at + len(one) + self.distance:
                yield at, at + len(one), one


Sought = Pieces | Words | Beginnings | Pair


def all_sought(leaves: Iterable[Text]) -> Iterator[tuple[str, Sought]]:
    """What the leaves look for, with the field of each; beginnings of one field together."""
    begun: dict[str, list[str]] = {}
    for leaf in dict.fromkeys(leaves):
        for one in sought(leaf):
            if isinstance(one, Beginnings):
                begun.setdefault(leaf.field, []).extend(one.texts)
            else:
                yield leaf.field, one
    for field, texts in begun.items():
        yield field, Beginnings(tuple(dict.fromkeys(texts)))


def sought(leaf: Text) -> list[Sought]:
    """What a leaf looks for; nothing where folding leaves nothing of it."""
    if isinstance(leaf, Near):
        left, right = fold(leaf.left), fold(leaf.right)
        return [Pair(left, right, leaf.distance)] if left and right else []
    text = fold(leaf.text)
    if not text:
        return []
    if isinstance(leaf, Prefix):
        # Words begin so only with what is cut into words together, as the engine has it.
        return [Beginnings((text,)) if RUN.fullmatch(text) else Pieces((text,))]
    words = frozenset(query_words(text)) - {text} if isinstance(leaf, Word) else frozenset()
    return [Pieces((text,)), Words(words)] if words else [Pieces((text,))]


def occurrences(piece: str, folded: str) -> Iterator[int]:
    """Every place where the piece begins, overlapping ones too."""
    at = folded.find(piece)
    while at >= 0:
        yield at
        at = folded.find(piece, at + 1)
