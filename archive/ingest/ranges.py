"""Source lines as ranges ([first, last], 1-based, inclusive) and as sets of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def numbers(ranges: Iterable[Sequence[int]]) -> set[int]:
    """[[3, 5], [9, 9]] gives {3, 4, 5, 9}."""
    return {number for first, last in ranges for number in range(first, last + 1)}


def ranges(chosen: Iterable[int], bridged: int = 1) -> list[Range]:
    """{3, 4, 6} gives [(3, 6)]: up to `bridged` lines in between are taken in, for blank lines do
    not part the lines of one article."""
    found: list[Range] = []
    for number in sorted(chosen):
        if found and number - found[-1][1] <= bridged + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
