"""Numbers that all processes forked from here add to, each in a row of its own.

Anonymous shared memory, made before the fork and of fixed size: no file that could fill a disk or
be cut off under a process, nothing to sweep, and what one that died counted stays counted. Its row
goes to the next: the system frees the lock on it, so rows never outnumber living processes.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import threading
from collections.abc import Collection, Iterable

from archive.web.shared import nameless

# Processes at a time: 64 workers (WEB_WORKERS), as many that end while those begin, and the master.
# Any further ones share the last row, and may lose a count. Rows that nobody used take no memory.
ROWS = 160
_CELL = 8  # bytes of a double


class Board:
    """`width` numbers, all 0 at first; those of `passing` count only while their process lives."""

    def __init__(self, width: int, passing: Collection[int] = ()) -> None:
        self._width, self._passing = width + 1, passing  # the last tells that the row was used
        self._cells = memoryview(mmap.mmap(-1, ROWS * self._width * _CELL)).cast("d")
        self._locks = nameless("archive-board")
        self._forked()
        os.register_at_fork(after_in_child=self._forked)

    def _forked(self) -> None:
        """A process begins without a row, whatever its parent held."""
        self._threads, self._base = threading.Lock(), -1

    def add(self, changes: Iterable[tuple[int, float]]) -> None:
        """Add to the cells with these numbers, all or none as seen by other threads."""
        with self._threads:
            base = self._base if self._base >= 0 else self._claim()
            for cell, amount in changes:
                self._cells[base + cell] += amount

    def totals(self) -> list[float]:
        """Of each cell, over all processes."""
        with self._threads:
            own = self._base // self._width if self._base >= 0 else -1
            rows = [row for row in range(ROWS) if self._is_used(row)]
            for row in rows:
                if row != own and self._take(row):
                    self._clear_passing(row)  # whoever had it is dead
                    self._give_back(row)
            found = [0.0] * (self._width - 1)
            for row in rows:
                start = row * self._width
                cells = self._cells[start : start + self._width - 1].tolist()
                found = [one + other for one, other in zip(found, cells, strict=True)]
            return found

    def _claim(self) -> int:
        row = next((row for row in range(ROWS - 1) if self._take(row)), ROWS - 1)
        self._clear_passing(row)
        self._base = row * self._width
        self._cells[self._base + self._width - 1] = 1
        return self._base

    def _is_used(self, row: int) -> bool:
        return bool(self._cells[(row + 1) * self._width - 1])

    def _clear_passing(self, row: int) -> None:
        for cell in self._passing:
            self._cells[row * self._width + cell] = 0

    def _take(self, row: int) -> bool:
        """A lock of this process, not of those forked from it; the system frees it at its end."""
        try:
            fcntl.lockf(self._locks, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row)
        except OSError:
            return False
        return True

    def _give_back(self, row: int) -> None:
        fcntl.lockf(self._locks, fcntl.LOCK_UN, 1, row)
