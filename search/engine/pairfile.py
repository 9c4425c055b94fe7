"""A segment's file of pairs: where a literal stands, without any text being stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from search.engine import gaps
from search.engine.arrays import ArrayFile
from search.engine.pairslots import slots_at
from search.engine.part import Int64s, Pairs, Uint32s, Uint64s
from search.engine.schema import JOINT, SLOTS
from search.engine.stretch import Stretch

MANY = 255  # counts from here on are kept apart
BLOCK = 1_000_000  # positions decoded at a time


class PairFile:
    """Rows are pairs in order of their keys.

    `alphabet` holds the characters that occur, ascending; the pairs that begin with character r
    are the rows `firsts[r]:firsts[r + 1]`, and `seconds` holds the places in the alphabet of
    their second characters. `counts` of MANY stand in `many_counts` at the row's place in
    `many_rows`. `places` holds the position of a pair that occurs once, else the byte of `data`
    where its list begins. `hints` are pairslots.slot_hints. For each character of `common`, `common_data` holds for each field of
    SLOTS a list of the documents in whose field it stands.
    """

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError, ArraysBroken."""
        file = ArrayFile(path)
        self.slots: Uint32s = file["slots"]
        self._hints = file["hints"]
        self._alphabet = file["alphabet"]
        self._firsts = file["firsts"]
        self._seconds = file["seconds"]
        self._counts = file["counts"]
        self._many_rows, self._many_counts = file["many_rows"], file["many_counts"]
        self._places, self._data = file["places"], file.stretch("data")
        self._common, self._common_counts = file["common"], file["common_counts"]
        self._common_places, self._common_data = file["common_places"], file.stretch("common_data")

    @property
    def length(self) -> int:
        """Of the stream."""
        return int(self.slots[-1])

    def find(self, folded: str) -> Uint32s:
        """Where the literal (two characters and more) begins in the stream, ascending."""
        if len(folded) < 2:
            raise ValueError("a literal has two characters at least")
        rows = self._rows(folded)
        if rows is None or len(folded) > self.length:
            return np.empty(0, np.uint32)
        counts = [self._count(row) for row in rows]
        rarest = min(range(len(rows)), key=lambda place: counts[place])
        begins = self._begins(rows[rarest], counts[rarest], rarest, len(folded))
        for place in sorted(_cover(counts), key=lambda place: counts[place]):
            if not len(begins):
                break
            if place != rarest:
                there = self._positions(rows[place], counts[place])
                begins = _among(begins, there, place)
        return begins

    def single(self, character: str) -> Uint32s:
        """The slots that hold the character, ascending."""
        common = _index(self._common, ord(character))
        if common is not None:
            return self._common_slots(common)
        positions = self.places(character)
        slots = self.slots_at(positions)
        fresh = np.ones(len(slots), bool)
        fresh[1:] = slots[1:] != slots[:-1]
        return slots[fresh]

    def slots_at(self, positions: Uint32s) -> Uint32s:
        """The slot in which each position stands."""
        return slots_at(self.slots, self._hints, positions)

    def places(self, character: str) -> Uint32s:
        """Where the character stands in the stream, ascending; slow where it is common."""
        rank = _index(self._alphabet, ord(character))
        if rank is None or character == JOINT:
            return np.empty(0, np.uint32)
        start, end = int(self._firsts[rank]), int(self._firsts[rank + 1])
        starts = np.concatenate(([0], np.cumsum(self.counts(start, end))))
        found = np.empty(starts[-1], np.uint32)
        for low, high in blocks(starts):
            found[starts[low] : starts[high]] = self.between(start + low, start + high)
        found.sort()
        return found

    def _common_slots(self, common: int) -> Uint32s:
        """As `single`, of the character with that place in `common`."""
        lists, documents = [], len(self.slots) // len(SLOTS)
        for field in range(len(SLOTS)):
            row = common * len(SLOTS) + field
            if count := int(self._common_counts[row]):
                at = int(self._common_places[row])
                there = _list(self._common_data, at, count, documents)
                lists.append(there * np.uint32(len(SLOTS)) + np.uint32(field))
        return np.sort(np.concatenate(lists))

    def keys(self) -> Uint64s:
        """As Pairs.keys."""
        first = np.repeat(self._alphabet.astype(np.uint64), np.diff(self._firsts))
        keys: Uint64s = first << np.uint64(32) | self._alphabet[self._seconds]
        return keys

    def counts(self, start: int = 0, end: int | None = None) -> Int64s:
        """How often the pair of each row from `start` to `end` occurs."""
        counts = self._counts[start:end].astype(np.int64)
        first, last = np.searchsorted(self._many_rows, (start, start + len(counts)))
        counts[self._many_rows[first:last] - np.uint32(start)] = self._many_counts[first:last]
        return counts

    def between(self, start: int, end: int) -> Uint32s:
        """The positions of the rows from `start` to `end`, row after row."""
        counts, places = self.counts(start, end), self._places[start:end].astype(np.int64)
        lone = counts == 1
        if lone.all():
            return places.astype(np.uint32)
        several = _lists(self._data, places[~lone], counts[~lone], self.length)
        if not lone.any():
            return several
        alone = np.repeat(lone, counts)
        positions = np.empty(len(alone), np.uint32)
        positions[alone], positions[~alone] = places[lone], several
        return positions

    def load(self) -> Pairs:
        starts = np.concatenate(([0], np.cumsum(self.counts())))
        positions = np.empty(starts[-1], np.uint32)
        for start, end in blocks(starts):
            positions[starts[start] : starts[end]] = self.between(start, end)
        return Pairs(self.keys(), starts, positions)

    def _rows(self, folded: str) -> list[int] | None:
        """The row of each pair of neighbours; None where one never occurs."""
        codes = np.array([ord(character) for character in folded], np.uint32)
        ranks = np.searchsorted(self._alphabet, codes)
        if JOINT in folded or ranks.max() == len(self._alphabet):
            return None
        if (self._alphabet[ranks] != codes).any():
            return None
        rows = []
        for first, second in zip(ranks[:-1].tolist(), ranks[1:].tolist(), strict=True):
            start, end = int(self._firsts[first]), int(self._firsts[first + 1])
            row = _index(self._seconds[start:end], second)
            if row is None:
                return None
            rows.append(start + row)
        return rows

    def _count(self, row: int) -> int:
        count = int(self._counts[row])
        if count < MANY:
            return count
        return int(self._many_counts[np.searchsorted(self._many_rows, row)])

    def _begins(self, row: int, count: int, offset: int, length: int) -> Uint32s:
        """Where a literal of `length` characters would begin that has this pair at `offset`."""
        positions = self._positions(row, count)
        bounds = np.array([offset, self.length - length + offset + 1], np.int64)
        start, end = np.searchsorted(positions, bounds.astype(np.uint32))
        return positions[start:end] - np.uint32(offset) if offset else positions[start:end]

    def _positions(self, row: int, count: int) -> Uint32s:
        if count == 1:
            return self._places[row : row + 1].astype(np.uint32)
        return _list(self._data, int(self._places[row]), count, self.length)


def _list(data: Stretch, at: int, count: int, universe: int) -> Uint32s:
    """The numbers that are kept from the byte `at` on."""
    read = np.frombuffer(data.read(at, gaps.reach(count, universe)), np.uint8)
    return gaps.decode_one(read, 0, count, universe)


def _lists(data: Stretch, ats: Int64s, counts: Int64s, universe: int) -> Uint32s:
    """Lists that stand one after another."""
    first, last = int(ats[0]), int(ats[-1])
    size = last - first + gaps.reach(int(counts[-1]), universe)
    return gaps.decode(
        np.frombuffer(data.read(first, size), np.uint8), ats - first, counts, universe
    )


def blocks(starts: Int64s) -> Iterator[tuple[int, int]]:
    """Rows from and to, that together hold about BLOCK positions (a row is never cut)."""
    start, rows = 0, len(starts) - 1
    while start < rows:
        end = int(np.searchsorted(starts, starts[start] + BLOCK, side="right")) - 1
        end = min(max(end, start + 1), rows)
        yield start, end
        start = end


def _index(ascending: Uint32s, number: int) -> int | None:
    """Where the number stands, if it does."""
    place = int(np.searchsorted(ascending, ascending.dtype.type(number)))
    return place if place < len(ascending) and ascending[place] == number else None


def _cover(counts: list[int]) -> list[int]:
    """Places of pairs that together cover every character, with the fewest occurrences.

    Pair i covers the characters i and i + 1. So the first and the last are needed, and of two
    neighbours one at least.
    """
    costs, before = [counts[0]], [-1]  # of the cheapest choice that ends with pair i
    for place, count in enumerate(counts[1:], 1):
        before.append(min(range(max(place - 2, 0), place), key=costs.__getitem__))
        costs.append(costs[before[-1]] + count)
    chosen = [len(counts) - 1]
    while chosen[-1] > 0:
        chosen.append(before[chosen[-1]])
    return chosen[::-1]


def _among(begins: Uint32s, there: Uint32s, offset: int) -> Uint32s:
    """Those of `begins` that stand in `there` so many places further on."""
    wanted = begins + np.uint32(offset)
    places = np.searchsorted(there, wanted)
    among: Uint32s = begins[there.take(places, mode="clip") == wanted]
    return among
