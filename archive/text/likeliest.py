"""jieba's choice of words, made for the same place of many runs at a time.

A run is a stretch of characters that words are looked up in, without a break. Its likeliest
sequence of words is found from the right to the left, with the same operations on the same
numbers as jieba's own, so that ties fall the same way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.text.wordtable import WordTable

Ints = NDArray[Any]
Floats = NDArray[np.float64]
_DENSE = 4  # words up to this long are weighed everywhere, longer ones only where they stand


class Grams:
    """Which words of the table stand where in many runs, written one after the other.

    `nodes[n]` are the nodes of n characters that stand at `places[n]`, ascending; for one
    character these are all places, with node 0 where the table does not know it.
    """

    def __init__(self, codes: Ints, sizes: Ints, table: WordTable) -> None:
        """`codes` are characters counted from FIRST, `sizes` the lengths of the runs."""
        self.sizes, self.weights = sizes, table.weights
        self.heads = np.cumsum(sizes) - sizes
        self.left = np.repeat(self.heads + sizes, sizes) - np.arange(len(codes))
        places, nodes = np.arange(len(codes)), table.first[codes]
        none: Ints = np.empty(0, np.int64)
        self.places: list[Ints] = [none, places]
        self.nodes: list[Ints] = [none, nodes]
        while len(places):
            size = len(self.nodes)
            on = np.flatnonzero(table.leads[nodes] & (nodes > 0) & (self.left[places] >= size))
            places = places[on]
            nodes = table.step(nodes[on], codes[places + size - 1])
            there = np.flatnonzero(nodes)
            places, nodes = places[there], nodes[there]
            self.places.append(places)
            self.nodes.append(nodes)

    def words(self, size: int) -> tuple[Ints, Ints]:
        """Where words of so many characters stand, and their nodes."""
        if size >= len(self.nodes):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        known = np.flatnonzero(self.weights[self.nodes[size]] > -np.inf)
        return self.places[size][known], self.nodes[size][known]

    def nodes_at(self, places: Ints, sizes: Ints) -> Ints:
        """The nodes of what has these sizes at these places, where all of them are known."""
        found = np.zeros(len(places), np.int64)
        for size in range(1, len(self.nodes)):
            which = np.flatnonzero(sizes == size)
            rows = np.searchsorted(self.places[size], places[which])
            found[which] = self.nodes[size][rows]
        return found

    def singles(self, unknown: float) -> Floats:
        """What each character weighs as a word: an unknown one only where no other word begins."""
        weights: Floats = self.weights[self.nodes[1]]
        begins = np.zeros(len(weights), np.bool_)
        for size in range(2, len(self.nodes)):
            begins[self.words(size)[0]] = True
        return np.where((weights == -np.inf) & ~begins, unknown, weights)


class _Columns:
    """The places of all runs, ordered by how many characters follow in the run.

    Column s holds the places with s characters behind them: `counts[s]` of them, from
    `starts[s]`, the longest run first, so that a run has the same row in all its columns.
    `of[place]` is where a place went.
    """

    def __init__(self, grams: Grams) -> None:
        sizes = grams.sizes
        order = np.argsort(-sizes, kind="stable")
        rows = np.empty(len(sizes), np.int64)
        rows[order] = np.arange(len(sizes))
        longest = int(sizes.max(initial=0))
        self.counts = len(sizes) - np.searchsorted(np.sort(sizes), np.arange(longest), "right")
        self.starts = np.cumsum(self.counts) - self.counts
        self.of = self.starts[grams.left - 1] + np.repeat(rows, sizes)
        self.column = grams.left - 1


def best_sizes(grams: Grams, unknown: float) -> Ints:
    """How long the best word is that begins at each place; `unknown` weighs a strange character."""
    columns = _Columns(grams)
    total = len(columns.of)
    dense = [np.empty(0)] + [np.full(total, -np.inf) for _ in range(_DENSE)]
    dense[1][columns.of] = grams.singles(unknown)
    for size in range(2, min(_DENSE + 1, len(grams.nodes))):
        places, nodes = grams.words(size)
        dense[size][columns.of[places]] = grams.weights[nodes]
    sizes = np.ones(total, np.int32)
    _walk(columns, dense, _long_words(grams, columns), sizes)
    chosen: Ints = sizes[columns.of]
    return chosen


_Rare = dict[int, list[tuple[int, Ints, Floats]]]


def _long_words(grams: Grams, columns: _Columns) -> _Rare:
    """The words longer than _DENSE by column: (size, rows, weights), shorter ones first."""
    found: _Rare = {}
    for size in range(_DENSE + 1, len(grams.nodes)):
        places, nodes = grams.words(size)
        which = columns.column[places]
        for column in np.unique(which).tolist():
            here = np.flatnonzero(which == column)
            rows = columns.of[places[here]] - columns.starts[column]
            found.setdefault(column, []).append((size, rows, grams.weights[nodes[here]]))
    return found


def _walk(columns: _Columns, dense: list[Floats], rare: _Rare, sizes: Ints) -> None:
    """Fill in the best size of each place, column by column; a tie goes to the longer word."""
    routes: list[Floats] = [np.zeros(len(columns.counts) and columns.counts[0])]
    for column, (count, start) in enumerate(
        zip(columns.counts.tolist(), columns.starts.tolist(), strict=True)
    ):
        end = start + count
        best = dense[1][start:end] + routes[-1][:count]
        chosen = sizes[start:end]
        for size in range(2, min(_DENSE, column + 1) + 1):
            value = dense[size][start:end] + routes[-size][:count]
            np.copyto(chosen, size, where=value >= best)
            np.maximum(best, value, out=best)
        for size, rows, weights in rare.get(column, ()):
            value = weights + routes[-size][rows]
            better = value >= best[rows]
            best[rows[better]], chosen[rows[better]] = value[better], size
        routes.append(best)


def begins(heads: Ints, ends: Ints, sizes: Ints) -> Ints:
    """Where the words begin, ascending, if every word of runs `heads`…`ends` has its size."""
    marks = np.zeros(len(sizes) + 1, np.bool_)
    at, ends = heads, ends
    while len(at):
        marks[at] = True
        at = at + sizes[at]
        on = np.flatnonzero(at < ends)
        at, ends = at[on], ends[on]
    return np.flatnonzero(marks)
