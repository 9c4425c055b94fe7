"""Whoosh's ordered hash file (.trm), written in bulk and read through a memory map.

Header, then key and value of each term in order, then 256 hash tables, their directory, and the
places of the keys. Whoosh's own OrderedHashReader reads the same file.
"""

from __future__ import annotations

import mmap
import pickle
import struct
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from zlib import crc32

import numpy as np

from search.engine.blocks import unpickled

_MAGIC = b"HSH3"
_CRC = 1  # Whoosh's number for the hash function crc32
_HEAD = struct.Struct("!4sBii")
_LENGTHS = struct.Struct("!ii")
_SLOT = struct.Struct("!Iq")
_ENTRY = struct.Struct("!qi")
_FIELD = struct.Struct("!H")
_SLOTS = np.dtype([("hash", ">u4"), ("place", ">i8")])
_TABLES = 256


class TermsWriter:
    """Fields in any order, each with its terms ascending by their bytes."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._file.write(_HEAD.pack(_MAGIC, _CRC, 0, 0))
        self._fields: dict[str, int] = {}
        self._places: list[int] = []
        self._hashes: list[int] = []

    def add(self, field: str, terms: Sequence[str], values: Sequence[bytes]) -> None:
        """The next terms of a field and what is kept of each."""
        mark = _FIELD.pack(self._fields.setdefault(field, len(self._fields)))
        keys = [mark + term.encode("utf-8", "surrogatepass") for term in terms]
        rows = [
            _LENGTHS.pack(len(key), len(value)) + key + value
            for key, value in zip(keys, values, strict=True)
        ]
        self._places += list(accumulate(map(len, rows[:-1]), initial=self._file.tell()))[
            : len(rows)
        ]
        self._hashes += map(crc32, keys)
        self._file.write(b"".join(rows))

    def close(self) -> None:
        places = np.array(self._places, np.int64)
        hashes = np.array(self._hashes, np.uint32)
        directory = b"".join(self._tables(hashes, places))
        kind, width = ("i", ">i4") if self._file.tell() < 1 << 31 else ("q", ">i8")
        extras = {"fieldmap": self._fields, "indextype": kind, "indexlen": len(places)}
        tail = pickle.dumps(extras, 2) + places.astype(width).tobytes()
        self._file.write(directory + tail + struct.pack("!i", len(tail)))
        self._file.close()

    def _tables(self, hashes: np.ndarray, places: np.ndarray) -> Iterator[bytes]:
        """Write the hash tables; yields the row of each for the directory."""
        order = np.argsort(hashes & (_TABLES - 1), kind="stable")
        bounds = np.searchsorted((hashes & (_TABLES - 1))[order], np.arange(_TABLES + 1))
        for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            chosen = order[start:end]
            yield _ENTRY.pack(self._file.tell(), 2 * len(chosen))
            self._file.write(_table(hashes[chosen], places[chosen]))


def _table(hashes: np.ndarray, places: np.ndarray) -> bytes:
    """A table of twice as many slots; a taken slot sends its entry to the next free one."""
    slots = 2 * len(hashes)
    taken = [-1] * slots
    for number, slot in enumerate(((hashes >> 8) % max(slots, 1)).tolist()):
        while taken[slot] >= 0:
            slot = (slot + 1) % slots
        taken[slot] = number
    table = np.zeros(slots, _SLOTS)
    chosen = np.array(taken, np.int64)
    filled = chosen >= 0
    table["hash"][filled] = hashes[chosen[filled]]
    table["place"][filled] = places[chosen[filled]]
    return table.tobytes()


class TermsFile:
    """Reads from many threads at once. Raises FileNotFoundError, ValueError where it is broken."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, kind, _, _ = _HEAD.unpack_from(self._map)
        if magic != _MAGIC or kind != _CRC:
            raise ValueError(f"{path.name}: no terms")
        (tail,) = struct.unpack_from("!i", self._map, len(self._map) - 4)
        at = len(self._map) - 4 - tail
        extras = unpickled(self._map[at:])
        self._fields: dict[str, int] = extras["fieldmap"]
        self.size: int = extras["indexlen"]
        width = np.dtype(">i4" if extras["indextype"] == "i" else ">i8")
        end = len(self._map) - 4 - self.size * width.itemsize
        self._places = np.frombuffer(self._map, width, self.size, end)
        directory = at - _TABLES * _ENTRY.size
        self._tables = [
            _ENTRY.unpack_from(self._map, directory + n * _ENTRY.size) for n in range(_TABLES)
        ]

    def find(self, field: str, term: str) -> bytes | None:
        """What is kept of the term, None where the field has none such."""
        if (key := self._key(field, term)) is None:
            return None
        hashed = crc32(key)
        start, slots = self._tables[hashed & (_TABLES - 1)]
        for step in range(slots):
            slot = ((hashed >> 8) + step) % slots
            found, place = _SLOT.unpack_from(self._map, start + slot * _SLOT.size)
            if not place:
                return None
            if found == hashed and self._key_at(place) == key:
                return self._value_at(place)
        return None

    def expand(self, field: str, prefix: str, most: int) -> list[str]:
        """The first `most` terms of the field that begin so, ascending."""
        if (key := self._key(field, prefix)) is None:
            return []
        found: list[str] = []
        for at in range(self._first(key), self.size):
            text = self._key_at(int(self._places[at]))
            if len(found) == most or not text.startswith(key):
                break
            found.append(text[_FIELD.size :].decode("utf-8", "surrogatepass"))
        return found

    def items(self, field: str) -> Iterator[tuple[str, bytes]]:
        """Every term of the field, ascending, with what is kept of it."""
        if field not in self._fields:
            return
        mark = _FIELD.pack(self._fields[field])
        for place in self._places[self._first(mark) :].tolist():
            text = self._key_at(place)
            if not text.startswith(mark):
                return
            yield text[_FIELD.size :].decode("utf-8", "surrogatepass"), self._value_at(place)

    def _key(self, field: str, term: str) -> bytes | None:
        if field not in self._fields:
            return None
        return _FIELD.pack(self._fields[field]) + term.encode("utf-8", "surrogatepass")

    def _key_at(self, place: int) -> bytes:
        length, _ = _LENGTHS.unpack_from(self._map, place)
        return self._map[place + _LENGTHS.size : place + _LENGTHS.size + length]

    def _value_at(self, place: int) -> bytes:
        key, value = _LENGTHS.unpack_from(self._map, place)
        start = place + _LENGTHS.size + key
        return self._map[start : start + value]

    def _first(self, key: bytes) -> int:
        """Which of all terms is the first that is not before `key`."""
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            if self._key_at(int(self._places[middle])) < key:
                low = middle + 1
            else:
                high = middle
        return low
