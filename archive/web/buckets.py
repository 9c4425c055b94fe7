"""Who asked how much lately: a table of fixed size that all processes forked from here share.

No server and no database: anonymous memory, and a lock that ends with the process that holds it.
"""

from __future__ import annotations

import math
import mmap
import os
import struct
import time
from collections.abc import Callable

from archive.web.rates import Rate
from archive.web.shared import Lock, mark

_ENTRY = struct.Struct("<Qd")  # whose bucket, and when it will be empty again
WAYS = 8  # buckets that share a place
SETS = 4096  # places: 32,768 buckets in half a megabyte


class Buckets:
    """Each bucket is filled by requests and leaks at its rate; a full one refuses.

    Kept is only when it will be empty. A stranger takes the place of whoever's bucket is empty
    first: who asked too much keeps his, and who asks little loses nothing by losing it.
    """

    def __init__(self, sets: int = SETS, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock`: seconds, the same in all processes, that nobody sets back."""
        self._sets, self._clock = sets, clock
        self._salt = os.urandom(16)
        self._memory = mmap.mmap(-1, sets * WAYS * _ENTRY.size)
        self._lock = Lock("archive-rates")

    def wait(self, client: str, kind: str, rate: Rate) -> int:
        """0 and the request is counted, or the whole seconds after which it will not be refused."""
        key = mark(self._salt, kind, client)
        with self._lock.held():
            now = self._clock()
            place, empty_at = self._find(key)
            begins = max(now, empty_at)
            too_soon = begins + rate.pause - now - rate.burst * rate.pause
            if too_soon > 1e-6:
                return math.ceil(too_soon)
            _ENTRY.pack_into(self._memory, place, key, begins + rate.pause)
        return 0

    def _find(self, key: int) -> tuple[int, float]:
        """Where the bucket lies or may lie, and when it will be empty: 0 for a new one."""
        start = key % self._sets * WAYS * _ENTRY.size
        places = range(start, start + WAYS * _ENTRY.size, _ENTRY.size)
        rows = [(*_ENTRY.unpack_from(self._memory, place), place) for place in places]
        for known, empty_at, place in rows:
            if known == key:
                return place, empty_at
        return min(rows, key=lambda row: row[1])[2], 0.0
