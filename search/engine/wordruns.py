"""The words of several sources as one: terms in order, documents renumbered, run after run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.engine.part import Int32s, Int64s, Postings

RUN = 1_000_000  # postings held in memory at a time
_TERMS = 60_000  # terms of a run at most; their numbers fit 16 bits, which numpy sorts fastest
Counts = NDArray[np.uint8]


class FieldWords(Protocol):
    """The words of one field in one source."""

    terms: list[str]  # ascending
    counts: Int64s  # documents of each

    def between(self, start: int, end: int) -> tuple[Int32s, Counts]:
        """The postings of the terms from `start` to `end`, term after term."""


class PartWords:
    """The words of a field of a part.Part."""

    def __init__(self, postings: Postings) -> None:
        self.terms, self.counts = postings.terms, np.diff(postings.starts)
        self._postings = postings

    def between(self, start: int, end: int) -> tuple[Int32s, Counts]:
        cut = slice(int(self._postings.starts[start]), int(self._postings.starts[end]))
        return self._postings.docs[cut], self._postings.often[cut]


def runs(sources: Sequence[FieldWords], renumber: Sequence[Int32s]) -> Iterator[Postings]:
    """The postings of all sources; terms that lost every document are left out.

    `renumber[s]` gives the new number of each document of source s, ascending, -1 where it goes.
    """
    terms = _union([source.terms for source in sources])
    place = {term: number for number, term in enumerate(terms)}
    places = [_numbers(source.terms, place) for source in sources]
    del place
    totals = np.zeros(len(terms) + 1, np.int64)
    for source, where in zip(sources, places, strict=True):
        totals[where + 1] += source.counts
    for start, end in _cuts(np.cumsum(totals)):
        found = [
            _moved(source, new, where, start, end)
            for source, where, new in zip(sources, places, renumber, strict=True)
        ]
        yield _joined(terms[start:end], found)


def _union(lists: Sequence[list[str]]) -> list[str]:
    return lists[0] if len(lists) == 1 else sorted(set().union(*lists))


def _numbers(terms: list[str], place: dict[str, int]) -> Int64s:
    return np.fromiter((place[term] for term in terms), np.int64, len(terms))


def _cuts(starts: Int64s) -> Iterator[tuple[int, int]]:
    """Stretches of terms that hold about RUN postings; a term is never cut."""
    start, terms = 0, len(starts) - 1
    while start < terms:
        end = int(np.searchsorted(starts, starts[start] + RUN, side="right")) - 1
        end = min(max(end, start + 1), start + _TERMS, terms)
        yield start, end
        start = end


_Moved = tuple[NDArray[np.uint16], Int32s, Counts]


def _moved(source: FieldWords, new: Int32s, where: Int64s, first: int, last: int) -> _Moved:
    """The kept postings of a stretch of terms: which term of it, which document, how often.

    `where` gives the numbers of the source's terms among all terms.
    """
    start, end = np.searchsorted(where, (first, last)).tolist()
    docs, often = source.between(start, end)
    terms = np.repeat((where[start:end] - first).astype(np.uint16), source.counts[start:end])
    docs = new[docs]
    stay = docs >= 0
    return (terms, docs, often) if stay.all() else (terms[stay], docs[stay], often[stay])


def _joined(terms: list[str], found: Sequence[_Moved]) -> Postings:
    numbers, docs, often = (np.concatenate(column) for column in zip(*found, strict=True))
    if len(found) > 1:
        # Sources stand in the order of their new documents, which a stable sort keeps.
        order = np.argsort(numbers, kind="stable")
        docs, often = docs[order], often[order]
    counts = np.bincount(numbers, minlength=len(terms))
    if not counts.all():
        terms = [terms[number] for number in np.flatnonzero(counts)]
        counts = counts[counts > 0]
    return Postings(terms, np.concatenate([[0], np.cumsum(counts)]), docs, often)
