"""What is looked up and scored as one: a word, words that begin so, a text as it stands, two near."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from archive.text.fold import fold
from archive.text.segment import DICTIONARY, RUN, query_words
from search import tree
from search.engine.schema import LONGEST


class Term(NamedTuple):
    """A word as the cutter gives it."""

    text: str
    kind: str = "term"  # keeps units of another kind unequal


class Stem(NamedTuple):
    """Every word that begins so."""

    text: str
    kind: str = "stem"


class Literal(NamedTuple):
    """A folded text as it stands."""

    text: str
    kind: str = "literal"


class Near(NamedTuple):
    """Two folded texts with at most `distance` characters between them."""

    left: str
    right: str
    distance: int


Unit = Term | Stem | Literal | Near


def words_of(folded: str) -> list[str]:
    """The words a folded query asks for, cut off where the index cuts them off."""
    return list(_words(folded, DICTIONARY.version))


@lru_cache(maxsize=1024)
def _words(folded: str, version: int) -> tuple[str, ...]:
    """`version` of the dictionary: another one may cut otherwise."""
    return tuple(word[:LONGEST] for word in query_words(folded))


def unit_of(leaf: tree.Phrase | tree.Prefix | tree.Near) -> Unit | None:
    """The unit whose documents are the leaf's; None where its text is empty: any text holds it.

    A beginning that is more than one run of characters (AI大*) is looked up as it stands.
    """
    match leaf:
        case tree.Phrase(text):
            folded = fold(text)
            return Literal(folded) if folded else None
        case tree.Prefix(text):
            folded = fold(text)
            if RUN.fullmatch(folded):
                return Stem(folded)
            return Literal(folded) if folded else None
        case tree.Near(left, right, distance):
            sides = [folded for folded in (fold(left), fold(right)) if folded]
            if len(sides) == 2:
                return Near(sides[0], sides[1], distance)
            return Literal(sides[0]) if sides else None
