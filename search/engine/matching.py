"""Which documents a query tree finds, as a mask over the snapshot."""

from __future__ import annotations

from functools import reduce

import numpy as np

from archive.text.fold import fold
from archive.text.segment import query_words
from search.engine.documents import JOINT, LONGEST
from search.engine.schema import GRAMS, TEXTS
from search.engine.segment import Ids
from search.engine.snapshot import Mask, Snapshot
from search.tree import Among, And, Between, Everything, Node, Not, Or, Phrase, Word


def matching(node: Node, snapshot: Snapshot) -> Mask:
    """Deleted documents may be among the found; the caller takes them out."""
    match node:
        case Everything():
            return ~snapshot.empty()
        case Word(_, field) | Phrase(_, field) if field and field not in TEXTS:
            return snapshot.empty()
        case Word(text, field):
            return words_mask(fold(text), field, snapshot)
        case Phrase(text, field):
            return literal_mask(fold(text), field, snapshot)
        case Among(field, values):
            return _any([snapshot.mask(field, value) for value in values], snapshot)
        case Between(first, last):
            return _between(first, last, snapshot)
        case And(parts):
            return reduce(np.logical_and, [matching(part, snapshot) for part in parts])
        case Or(parts):
            return _any([matching(part, snapshot) for part in parts], snapshot)
        case Not(part):
            return ~matching(part, snapshot)
        case _:
            return snapshot.empty()


def _any(masks: list[Mask], snapshot: Snapshot) -> Mask:
    return reduce(np.logical_or, masks, snapshot.empty())


def _between(first: int | None, last: int | None, snapshot: Snapshot) -> Mask:
    found = ~snapshot.empty()
    if first is not None:
        found &= snapshot.days >= first
    if last is not None:
        found &= snapshot.days <= last
    return found


def tokens(folded: str) -> list[str]:
    """The words a folded query asks the index for, cut off where the index cuts them off."""
    return [word[:LONGEST] for word in query_words(folded)]


def token_mask(token: str, field: str, snapshot: Snapshot) -> Mask:
    return _any([snapshot.mask(name, token) for name in ([field] if field else TEXTS)], snapshot)


def words_mask(folded: str, field: str, snapshot: Snapshot) -> Mask:
    """All the words, or the text as it stands however it is cut."""
    found = literal_mask(folded, field, snapshot)
    asked = tokens(folded)
    if asked:
        found |= reduce(np.logical_and, [token_mask(one, field, snapshot) for one in asked])
    return found


def literal_mask(folded: str, field: str, snapshot: Snapshot) -> Mask:
    """Documents whose folded text holds the folded query as a piece: a scan finds no others.

    An empty query is a piece of every text.
    """
    if not folded:
        return ~snapshot.empty()
    size = min(2, len(folded))
    grams = {folded[i : i + size] for i in range(len(folded) - size + 1)}
    found = _all_of(grams, snapshot)
    if len(folded) > 2 or field:
        part = list(TEXTS).index(field) if field else None
        found = found[[_holds(snapshot.folded(int(doc)), folded, part) for doc in found]]
    mask = snapshot.empty()
    mask[found] = True
    return mask


def _all_of(grams: set[str], snapshot: Snapshot) -> Ids:
    rows = sorted((snapshot.postings(GRAMS, gram)[0] for gram in grams), key=len)
    return reduce(lambda one, two: np.intersect1d(one, two, assume_unique=True), rows)


def _holds(joined: str, folded: str, part: int | None) -> bool:
    return folded in (joined if part is None else joined.split(JOINT)[part])
