"""Named numpy arrays in one file, read through memory maps that all processes share."""

from __future__ import annotations

import json
import mmap
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.stretch import Stretch

_MAGIC = b"PARR0001"
_HEAD = struct.Struct("<8sQ")
_ALIGN = 64


class ArraysBroken(ValueError):
    """The file is no file of arrays, or shorter than it says."""


def write_arrays(
    path: Path, arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any] | None = None
) -> None:
    """Arrays of one dimension, and `meta` as JSON; the file is new or replaced."""
    rows, at = {}, 0
    for name, array in arrays.items():
        rows[name] = [array.dtype.str, len(array), at]
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps({"arrays": rows, "meta": dict(meta or {}), "size": at}).encode()
    with path.open("wb") as file:
        file.write(_HEAD.pack(_MAGIC, len(head)))
        file.write(head)
        file.write(b"\0" * (-file.tell() % _ALIGN))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (-array.nbytes % _ALIGN))


def _read(head: bytes, name: str) -> dict[str, Any]:
    """The head of the file `name`: arrays, meta, size."""
    try:
        found: dict[str, Any] = json.loads(head)
        well = isinstance(found["arrays"], dict) and isinstance(found["meta"], dict)
        if well and isinstance(found["size"], int):
            return found
    except (TypeError, ValueError, KeyError) as error:
        raise ArraysBroken(f"{name}: {error}") from error
    raise ArraysBroken(f"{name}: no arrays")


class ArrayFile:
    """The arrays of a file, read-only, by name; `meta` as it was written."""

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError, ArraysBroken."""
        with path.open("rb") as file:
            length = os.fstat(file.fileno()).st_size
            if length < _HEAD.size:
                raise ArraysBroken(f"{path.name}: too short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, size = _HEAD.unpack_from(self._map)
        if magic != _MAGIC or _HEAD.size + size > length:
            raise ArraysBroken(f"{path.name}: no arrays")
        head = _read(self._map[_HEAD.size : _HEAD.size + size], path.name)
        begin = -(-(_HEAD.size + size) // _ALIGN) * _ALIGN
        if begin + head["size"] > length:
            raise ArraysBroken(f"{path.name}: cut off")
        self.meta: dict[str, Any] = head["meta"]
        self._path = path
        self._spots: dict[str, int] = {}
        self._arrays: dict[str, NDArray[Any]] = {}
        try:
            for name, (kind, count, at) in head["arrays"].items():
                self._spots[name] = begin + at
                self._arrays[name] = np.frombuffer(self._map, np.dtype(kind), count, begin + at)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise ArraysBroken(f"{path.name}: {error}") from error

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._arrays[name]

    def stretch(self, name: str) -> Stretch:
        """The bytes of an array, for whoever needs few of them at a time."""
        return Stretch(self._path, self._spots[name], self._arrays[name].nbytes)

    def release(self) -> None:
        """Give back the memory that reading took; the arrays stay, and are read again if need be."""
        self._map.madvise(mmap.MADV_DONTNEED)

    def __contains__(self, name: str) -> bool:
        return name in self._arrays
