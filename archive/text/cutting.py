"""Words of many folded texts at once, exactly as `segment.words` cuts each, by arrays."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.text.keeping import Roster
from archive.text.likeliest import Grams, begins, best_sizes
from archive.text.segment import DICTIONARY, PLAIN, RUN
from archive.text.wordtable import FIRST, LAST, WordTable

Ints = NDArray[Any]
_PLAIN, _LOOKED_UP, _ALONE = 1, 2, 3  # Latin and digits; characters of jieba's words; others
_CODES = 0x110000  # tokens below this are characters, from here on nodes, then Latin words


@dataclass(frozen=True, slots=True)
class Cut:
    """Text t has the words `vocabulary[tokens[k]]` for k from starts[t] up to starts[t + 1]."""

    tokens: NDArray[np.int32]
    starts: NDArray[np.int64]
    vocabulary: list[str]

    def words(self, text: int) -> list[str]:
        """The words of one text, as `segment.words` gives them."""
        found = self.tokens[self.starts[text] : self.starts[text + 1]]
        return [self.vocabulary[token] for token in found.tolist()]


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Each with its number, its place, its length, and the place of the longest word it is in."""

    numbers: Ints
    places: Ints
    lengths: Ints
    outer: Ints


class _Current:
    """The table of words, made at the first use and kept equal to the dictionary and its roster."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.table = WordTable()
        self.roster = Roster()

    def get(self) -> WordTable:
        """To be called under the lock, which is to be held as long as the table is read."""
        known, total = DICTIONARY.known()
        if self.table.size == 1:
            self.table.learn(known, known, total)
        roster = DICTIONARY.roster
        changed = self.roster.changes_to(roster)
        begun = {word[:end] for word in changed for end in range(1, len(word) + 1)}
        if begun:
            often = {word: roster.needed(word) or known.get(word, 0) for word in begun}
            self.table.learn(often, often, total)
        self.roster = roster
        return self.table


_CURRENT = _Current()


def cut_many(texts: Sequence[str]) -> Cut:
    """The words of folded texts; equal to `[segment.words(text) for text in texts]`."""
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    with _CURRENT.lock:
        found = _tokens(joined, codes, _CURRENT.get())
    tokens, vocabulary = _named(joined, found)
    return Cut(tokens, np.searchsorted(found.outer, np.append(0, ends)), vocabulary)


def _named(joined: str, found: _Tokens) -> tuple[NDArray[np.int32], list[str]]:
    """Numbers without gaps for the tokens, and the words that they stand for."""
    top = int(found.numbers.max(initial=0)) + 1
    seen, at = np.zeros(top, np.bool_), np.empty(top, np.int64)
    seen[found.numbers] = True
    at[found.numbers] = np.arange(len(found.numbers))
    used = np.flatnonzero(seen)
    places, lengths = found.places[at[used]], found.lengths[at[used]]
    at[used] = np.arange(len(used))
    spans = zip(places.tolist(), (places + lengths).tolist(), strict=True)
    return at[found.numbers].astype(np.int32), [joined[start:end] for start, end in spans]


def _tokens(joined: str, codes: Ints, table: WordTable) -> _Tokens:
    kinds = _kinds()[codes]
    numbers, lengths = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
    alone = kinds == _ALONE
    numbers[alone], lengths[alone] = codes[alone], 1
    _plain_runs(joined, kinds == _PLAIN, numbers, lengths, _CODES + table.size)
    at = np.flatnonzero(kinds == _LOOKED_UP)
    heads = np.flatnonzero(np.diff(at, prepend=-2) != 1)
    grams = Grams(codes[at] - FIRST, np.diff(heads, append=len(at)), table)
    sizes = best_sizes(grams, -log(DICTIONARY.known()[1]))
    starts = begins(grams.heads, grams.heads + grams.sizes, sizes)
    sizes = sizes[starts]
    places = at[starts]
    lengths[places], numbers[places] = sizes, codes[places]
    longer = sizes > 1
    numbers[places[longer]] = _CODES + grams.nodes_at(starts[longer], sizes[longer])
    return _with_inner(numbers, lengths, at, grams, starts[sizes > 2], sizes[sizes > 2])


def _plain_runs(joined: str, plain: Ints, numbers: Ints, lengths: Ints, first: int) -> None:
    """Note the runs of Latin letters and digits; equal ones get equal numbers."""
    known: dict[str, int] = {}
    end, match = 0, PLAIN.match
    for start in np.flatnonzero(plain & ~np.append(False, plain)[:-1]).tolist():
        if start >= end and (found := match(joined, start)):
            end = found.end()
            numbers[start] = known.setdefault(found[0], first + len(known))
            lengths[start] = end - start


def _with_inner(
    numbers: Ints, lengths: Ints, at: Ints, grams: Grams, starts: Ints, sizes: Ints
) -> _Tokens:
    """All tokens in order: before each word the words of two and three characters inside it.

    `starts` and `sizes` are those of the words longer than two, by places of the runs.
    """
    main = np.flatnonzero(lengths)
    two, three = (_inside(grams, starts, sizes, size) for size in (2, 3))
    rows = [np.searchsorted(main, at[outer]) for _, _, outer in (two, three)]
    twos, threes = (np.bincount(row, minlength=len(main)) for row in rows)
    ends = np.cumsum(twos + threes + 1)
    first = ends - 1 - twos - threes
    slots = [
        ends - 1,
        first[rows[0]] + _within(rows[0], twos),
        (first + twos)[rows[1]] + _within(rows[1], threes),
    ]
    every = np.empty((4, len(main) + len(rows[0]) + len(rows[1])), np.int64)
    every[:, slots[0]] = numbers[main], main, lengths[main], main
    for size, (places, nodes, outer), where in ((2, two, slots[1]), (3, three, slots[2])):
        every[:, where] = _CODES + nodes, at[places], np.full(len(places), size), at[outer]
    return _Tokens(*every)


def _within(rows: Ints, counts: Ints) -> Ints:
    """0, 1, 2 … within each row; `rows` ascend."""
    within: Ints = np.arange(len(rows)) - (np.cumsum(counts) - counts)[rows]
    return within


def _inside(grams: Grams, starts: Ints, sizes: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    """Places and nodes of the words of one size inside these longer ones, and where those begin."""
    nodes_of = np.zeros(int(grams.sizes.sum()), np.int64)
    places, nodes = grams.words(size)
    nodes_of[places] = nodes
    longer = sizes > size
    starts, room = starts[longer], sizes[longer] - size + 1
    outer = np.repeat(starts, room)
    places = outer + np.arange(len(outer)) - np.repeat(np.cumsum(room) - room, room)
    there = np.flatnonzero(nodes_of[places])
    return places[there], nodes_of[places[there]], outer[there]


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each character is, by code point: 0 belongs to no word."""
    kinds = np.zeros(_CODES, np.uint8)
    every = np.arange(_CODES, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    for run in RUN.finditer(every):
        kinds[run.start() : run.end()] = _PLAIN if run.lastgroup == "plain" else _ALONE
    between = kinds[FIRST : LAST + 1]
    between[between == _ALONE] = _LOOKED_UP
    return kinds
