"""A cache that knows how many bytes it holds; the longest unused goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar, cast

Value = TypeVar("Value")
Key = tuple[Any, ...]  # begins with the key of the segment or snapshot it is about
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
        if (known := self.find(key)) is not None:
            return cast(Value, known)
        value = make()
        self.put(key, value, size(value))
        return value

    def find(self, key: Key) -> Any:
        """None where nothing is kept under `key`."""
        with self._lock:
            if (row := self._rows.get(key)) is None:
                return None
            self._rows.move_to_end(key)
            return row[0]

    def forget(self, kept: set[int]) -> None:
        """Free what belongs to no segment or snapshot of the `kept` keys."""
        with self._lock:
            for key in [key for key in self._rows if key[0] not in kept]:
                self.held -= self._rows.pop(key)[1]

    def clear(self) -> None:
        self.forget(set())

    def put(self, key: Key, value: object, size: int) -> None:
        """Keep a value of `size` bytes, unless another one came first."""
        held = size + _ROW
        with self._lock:
            if key not in self._rows:
                self._rows[key] = (value, held)
                self.held += held
            while self.held > self.limit and len(self._rows) > 1:
                self.held -= self._rows.popitem(last=False)[1][1]
