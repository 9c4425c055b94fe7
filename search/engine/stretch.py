"""A stretch of a file that is read piece by piece, by many threads at once."""

from __future__ import annotations

import os
import weakref
from pathlib import Path


class Stretch:
    """Its pieces come into memory of their own, which ends with its user: what a process once
    looked at through a map would stay with it. A file that was removed can still be read."""

    def __init__(self, path: Path, begin: int = 0, size: int | None = None) -> None:
        """`size` bytes from the byte `begin` on, None for all. Raises FileNotFoundError."""
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        self._begin = begin
        self._size = os.fstat(self._descriptor).st_size - begin if size is None else size

    def read(self, start: int, size: int) -> bytes:
        """`size` bytes from the byte `start` of the stretch on, less where it ends before.

        Raises ValueError where the file was cut off.
        """
        size = min(size, self._size - start)
        found = os.pread(self._descriptor, size, self._begin + start)
        if len(found) != size:
            raise ValueError("file cut off while it was read")
        return found
