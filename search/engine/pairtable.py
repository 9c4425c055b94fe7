"""The columns of a file of pairs, as pairfile.PairFile reads them, from blocks of pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine import gaps
from search.engine.pairfile import MANY
from search.engine.pairslots import slot_hints, slots_at
from search.engine.pairstream import starts_of
from search.engine.part import Int64s, Uint32s, Uint64s
from search.engine.schema import SLOTS

FREQUENT = 20_000  # occurrences from which a character has its slots listed
_LOW = np.uint64(2**32 - 1)


class PairTable:
    """Blocks go in in order of their keys; each gives the bytes of its lists to be stored."""

    def __init__(self, slots: Uint32s, keys: Uint64s, totals: Int64s) -> None:
        """`slots` of the new stream; all keys to come, and how often each occurs at most."""
        self._slots = slots
        self._common = CommonCharacters(slots, _frequent(keys, totals))
        self._keys: list[Uint64s] = [np.empty(0, np.uint64)]
        self._counts: list[Int64s] = [np.empty(0, np.int64)]
        self._places: list[Int64s] = [np.empty(0, np.int64)]
        self._written = 0

    def add(self, keys: Uint64s, counts: Int64s, positions: Uint32s) -> bytes:
        if not counts.all():
            keys, counts = keys[counts > 0], counts[counts > 0]
        self._common.add(keys, counts, positions)
        several = counts > 1
        places = positions[np.cumsum(counts) - counts].astype(np.int64)
        lists = positions[np.repeat(several, counts)]
        data, sizes = gaps.encode(lists, counts[several], int(self._slots[-1]))
        places[several] = self._written + np.cumsum(sizes) - sizes
        self._written += len(data)
        self._keys.append(keys)
        self._counts.append(counts)
        self._places.append(places)
        return data.tobytes()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All arrays of the file but `data`."""
        keys, counts = np.concatenate(self._keys), np.concatenate(self._counts)
        first, second = keys >> np.uint64(32), keys & _LOW
        alphabet = np.union1d(first, second)
        many = np.flatnonzero(counts >= MANY)
        return {
            "slots": self._slots,
            "hints": slot_hints(self._slots),
            "alphabet": alphabet.astype(np.uint32),
            "firsts": np.searchsorted(first, np.append(alphabet, 2**32)).astype(np.uint32),
            "seconds": narrow(np.searchsorted(alphabet, second)),
            "counts": np.minimum(counts, MANY).astype(np.uint8),
            "many_rows": many.astype(np.uint32),
            "many_counts": counts[many].astype(np.uint32),
            "places": narrow(np.concatenate(self._places)),
            **self._common.arrays(),
        }


class CommonCharacters:
    """Where each frequent character stands, whose pairs are too many to be read: for each field
    of SLOTS a list of documents."""

    def __init__(self, slots: Uint32s, frequent: Uint32s) -> None:
        self._slots, self._frequent = slots, frequent
        self._hints = slot_hints(slots)
        self._documents = len(slots) // len(SLOTS)
        self._marks = np.zeros(self._documents * len(SLOTS), bool)
        self._current = -1
        self._characters: list[int] = []
        self._counts: list[Int64s] = [np.empty(0, np.int64)]
        self._sizes: list[Int64s] = [np.zeros(1, np.int64)]
        self._data: list[gaps.Uint8s] = []

    def add(self, keys: Uint64s, counts: Int64s, positions: Uint32s) -> None:
        """Mark the slots of the block's pairs under their first characters."""
        first, ends = keys >> np.uint64(32), np.concatenate(([0], np.cumsum(counts)))
        for character in self._frequent[np.isin(self._frequent, first)].tolist():
            if character != self._current:
                self._close()
                self._current = character
            bounds = np.array([character, character + 1], np.uint64)
            start, end = ends[np.searchsorted(first, bounds)]
            there = np.sort(positions[start:end])
            self._marks[slots_at(self._slots, self._hints, there)] = True

    def _close(self) -> None:
        if not self._marks.any():
            return
        marks = self._marks.reshape(-1, len(SLOTS)).T
        counts, documents = marks.sum(axis=1), np.nonzero(marks)[1].astype(np.uint32)
        data, sizes = gaps.encode(documents, counts[counts > 0], self._documents)
        self._characters.append(self._current)
        self._counts.append(counts)
        self._sizes.append(np.zeros(len(SLOTS), np.int64))
        self._sizes[-1][counts > 0] = sizes
        self._data.append(data)
        self._marks[:] = False

    def arrays(self) -> dict[str, NDArray[Any]]:
        self._close()
        padding = np.zeros(gaps.PADDING, np.uint8)
        return {
            "common": np.array(self._characters, np.uint32),
            "common_counts": np.concatenate(self._counts).astype(np.uint32),
            "common_places": np.cumsum(np.concatenate(self._sizes))[:-1],
            "common_data": np.concatenate([*self._data, padding]),
        }


def _frequent(keys: Uint64s, totals: Int64s) -> Uint32s:
    """The characters that begin FREQUENT pairs and more, ascending."""
    if not len(keys):
        return np.empty(0, np.uint32)
    characters = keys >> np.uint64(32)
    rows = starts_of(characters)[:-1]
    frequent: Uint32s = characters[rows[np.add.reduceat(totals, rows) >= FREQUENT]].astype(
        np.uint32
    )
    return frequent


def narrow(numbers: NDArray[Any]) -> NDArray[Any]:
    """In the narrowest unsigned type that holds them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
