"""Scores: BM25 over the texts and the subjects, and for the text as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from archive.text.fold import fold
from search.engine.literal import Counts
from search.engine.matching import fields_of
from search.engine.part import Float32s, Int32s
from search.engine.schema import SUBJECT_WEIGHT, SUBJECTS, TEXTS
from search.engine.sets import Docs, contains, places, union
from search.engine.snapshot import K1, Snapshot
from search.engine.units import Literal, Term, Unit, unit_of, words_of
from search.tree import Node, Text, Word, wanted

LITERAL = 0.5  # of the rarity of a single word as it stands, across the cutter's borders too
WEIGHTS = TEXTS | {SUBJECTS: SUBJECT_WEIGHT}
_MUCH = 32  # hits are scored one by one where the snapshot has so many times more documents


def rarity(found: int, count: int) -> float:
    """BM25's inverse document frequency, never below zero."""
    return log(1 + max(0.0, count - found + 0.5) / (found + 0.5))


class Board:
    """The points of the hits; what is added for other documents is lost."""

    def __init__(self, hits: Docs) -> None:
        self._hits = hits
        length = hits.count if hits.few else hits.size
        self._points = np.zeros(length, np.float32)

    def rows(self, docs: Int32s, often: Counts) -> tuple[Int32s, Counts]:
        """Those of the postings that are worth a weight."""
        if not self._hits.few or len(docs) <= self._hits.count:
            return docs, often
        at, there = places(docs, self._hits.ids)
        at = at[there]
        return docs.take(at), often.take(at)

    def add(self, docs: Int32s, points: Float32s) -> None:
        """`docs` are distinct and ascend."""
        if not self._hits.few:
            np.add.at(self._points, docs, points)
        elif len(docs):
            at, there = places(self._hits.ids, docs)
            self._points[at[there]] += points[there]

    def add_once(self, rows: Sequence[Int32s], points: float) -> None:
        """The same for every document of any row."""
        size = self._hits.size
        if self._hits.few:
            ids = self._hits.ids
            held = np.logical_or.reduce([contains(row, ids, size) for row in rows])
        else:
            held = union(rows, size).mask
        self._points += held * np.float32(points)

    def points(self) -> Float32s:
        return self._points if self._hits.few else self._points.take(self._hits.ids)


def scores(node: Node, hits: Docs, snapshot: Snapshot) -> Float32s:
    """The score of each hit, for everything that is wanted; 0 where nothing can be weighed."""
    board = Board(hits)
    if not hits.count:
        return board.points()
    for leaf in wanted(node):
        units = list(_units(leaf))
        for unit in units:
            _add(board, unit, leaf.field, snapshot)
        if isinstance(leaf, Word) and (folded := fold(leaf.text)):
            if len(units) > 1:
                # Like one more word, and a rare one: words apart seldom outweigh it.
                _add(board, Literal(folded), leaf.field, snapshot)
            else:
                _add_literal(board, Literal(folded), leaf.field, snapshot)
    return board.points()


def _units(leaf: Text) -> Iterator[Unit]:
    if isinstance(leaf, Word):
        yield from map(Term, words_of(fold(leaf.text)))
    elif (unit := unit_of(leaf)) is not None:
        yield unit


def _add(board: Board, unit: Unit, field: str, snapshot: Snapshot) -> None:
    """BM25, summed over the fields; a text as it stands counts as one word."""
    fields = (*fields_of(field), SUBJECTS) if not field else (field,)
    rows = {name: snapshot.occurrences(unit, name) for name in fields}
    found = max(len(docs) for name, (docs, _) in rows.items() if name != SUBJECTS)
    weight = rarity(found, snapshot.count)
    for name, (docs, often) in rows.items():
        if len(docs):
            docs, often = board.rows(docs, often)
            points = saturated(docs, often, snapshot.norm(name))
            points *= np.float32(weight * WEIGHTS.get(name, 1.0))
            board.add(docs, points)


def saturated(docs: Int32s, often: Counts, norm: Float32s) -> Float32s:
    """often (k1 + 1) / (often + norm): the second occurrence says less than the first."""
    counts = often.astype(np.float32)
    below = norm.take(docs)
    below += counts
    counts *= np.float32(K1 + 1)
    counts /= below
    return counts


def _add_literal(board: Board, unit: Literal, field: str, snapshot: Snapshot) -> None:
    rows = [snapshot.occurrences(unit, name)[0] for name in fields_of(field)]
    found = max(map(len, rows))
    if found:
        board.add_once(rows, LITERAL * rarity(found, snapshot.count))
