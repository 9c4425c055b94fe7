"""The columns of a file of pairs, as pairfile.PairFile reads them, from blocks of pairs."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.fresh import gaps
from search.fresh.pairfile import MANY
from search.fresh.part import Int64s, Uint32s, Uint64s

FREQUENT = 20_000  # occurrences from which a character gets a bitmap of its slots
_LOW = np.uint64(2**32 - 1)


class PairTable:
    """Blocks go in in order of their keys; each gives the bytes of its lists to be stored."""

    def __init__(self, slots: Uint32s, keys: Uint64s, totals: Int64s) -> None:
        """`slots` of the new stream; all keys to come, and how often each occurs at most."""
        self._slots = slots
        self._maps = SlotMaps(slots, _frequent(keys, totals))
        self._keys: list[Uint64s] = [np.empty(0, np.uint64)]
        self._counts: list[Int64s] = [np.empty(0, np.int64)]
        self._places: list[Int64s] = [np.empty(0, np.int64)]
        self._written = 0

    def add(self, keys: Uint64s, counts: Int64s, positions: Uint32s) -> bytes:
        if not counts.all():
            keys, counts = keys[counts > 0], counts[counts > 0]
        self._maps.add(keys, counts, positions)
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
            "alphabet": alphabet.astype(np.uint32),
            "firsts": np.searchsorted(first, np.append(alphabet, 2**32)).astype(np.uint32),
            "seconds": narrow(np.searchsorted(alphabet, second)),
            "counts": np.minimum(counts, MANY).astype(np.uint8),
            "many_rows": many.astype(np.uint32),
            "many_counts": counts[many].astype(np.uint32),
            "places": narrow(np.concatenate(self._places)),
            **self._maps.arrays(),
        }


class SlotMaps:
    """For each frequent character a compressed bitmap of the slots that hold it."""

    def __init__(self, slots: Uint32s, frequent: Uint32s) -> None:
        self._slots, self._frequent = slots, frequent
        self._marks = np.zeros(max(len(slots) - 1, 0), bool)
        self._current: int | None = None
        self._done: list[tuple[int, bytes]] = []

    def add(self, keys: Uint64s, counts: Int64s, positions: Uint32s) -> None:
        """Mark the slots of the block's pairs under their first characters."""
        first, ends = keys >> np.uint64(32), np.concatenate(([0], np.cumsum(counts)))
        for character in self._frequent[np.isin(self._frequent, first)].tolist():
            start, end = ends[np.searchsorted(first, np.array([character, character + 1], "u8"))]
            if character != self._current:
                self._close()
                self._current = character
            there = np.sort(positions[start:end])
            self._marks[np.searchsorted(self._slots, there, side="right") - 1] = True

    def _close(self) -> None:
        if self._current is not None:
            self._done.append((self._current, zlib.compress(np.packbits(self._marks).data, 4)))
            self._marks[:] = False
        self._current = None

    def arrays(self) -> dict[str, NDArray[Any]]:
        self._close()
        sizes = [len(packed) for _, packed in self._done]
        return {
            "map_chars": np.array([character for character, _ in self._done], np.uint32),
            "map_starts": np.cumsum([0, *sizes], dtype=np.int64),
            "maps": np.frombuffer(b"".join(packed for _, packed in self._done), np.uint8),
        }


def _frequent(keys: Uint64s, totals: Int64s) -> Uint32s:
    """The characters that begin FREQUENT pairs and more, ascending."""
    characters, rows = np.unique(keys >> np.uint64(32), return_index=True)
    if not len(characters):
        return np.empty(0, np.uint32)
    frequent: Uint32s = characters[np.add.reduceat(totals, rows) >= FREQUENT].astype(np.uint32)
    return frequent


def narrow(numbers: NDArray[Any]) -> NDArray[Any]:
    """In the narrowest unsigned type that holds them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
