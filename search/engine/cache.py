"""A cache that knows how many bytes it holds; the longest unused goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Value = TypeVar("Value")


class ByteCache:
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0
        self._rows: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value], size: Callable[[Value], int]) -> Value:
        """The value kept under `key`, made now where there is none; `size` in bytes."""
        with self._lock:
            if (row := self._rows.get(key)) is not None:
                self._rows.move_to_end(key)
                return cast(Value, row[0])
        value = make()
        self._put(key, value, size(value) + 200)
        return value

    def _put(self, key: Hashable, value: object, bytes_held: int) -> None:
        with self._lock:
            if key not in self._rows:
                self._rows[key] = (value, bytes_held)
                self.held += bytes_held
            while self.held > self.limit and len(self._rows) > 1:
                _, (_, freed) = self._rows.popitem(last=False)
                self.held -= freed
