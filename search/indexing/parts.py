"""Long lists in parts that a condition of the database can hold."""

from __future__ import annotations

from collections.abc import Iterator

CONDITION = 500  # numbers in one condition; SQLite takes no thousand


def in_parts(numbers: list[int], size: int = CONDITION) -> Iterator[list[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))
