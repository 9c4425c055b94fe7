"""A cache that knows how many bytes it holds; the longest unused goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar, cast

Value = TypeVar("Value")
Key = tuple[Any, ...]  # begins with the segment's key
_ROW = 300  # bytes that keeping a row takes by itself


class ByteCache:
    """Safe in many threads; two that miss at once both make the value, and one is kept."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0
        self._rows: OrderedDict[Key, tuple[object, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value], size: Callable[[Value], int]) -> Value:
        """The value kept under `key`, made now where there is none; `size` in bytes."""
        with self._lock:
            if (row := self._rows.get(key)) is not None:
                self._rows.move_to_end(key)
                return cast(Value, row[0])
        value = make()
        self._put(key, value, size(value) + _ROW)
        return value

    def forget(self, kept: set[int]) -> None:
        """Free what belongs to segments that are not among the `kept` keys."""
        with self._lock:
            for key in [key for key in self._rows if key[0] not in kept]:
                self.held -= self._rows.pop(key)[1]

    def clear(self) -> None:
        self.forget(set())

    def _put(self, key: Key, value: object, held: int) -> None:
        with self._lock:
            if key not in self._rows:
                self._rows[key] = (value, held)
                self.held += held
            while self.held > self.limit and len(self._rows) > 1:
                self.held -= self._rows.popitem(last=False)[1][1]
