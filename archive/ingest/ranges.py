"""Source lines as ranges ([first, last], 1-based, inclusive) and as sets of numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

Range = tuple[int, int]


def numbers(ranges: Iterable[Sequence[int]]) -> set[int]:
    """[[3, 5], [9, 9]] gives {3, 4, 5, 9}."""
    return {number for first, last in ranges for number in range(first, last + 1)}


def ranges(chosen: Iterable[int], blank: Collection[int] = ()) -> list[Range]:
    """{3, 4, 6} gives [(3, 4), (6, 6)], but [(3, 6)] where line 5 is `blank`: one blank line does
    not part the lines of an article."""
    found: list[Range] = []
    for number in sorted(chosen):
        behind = found[-1][1] + 1 if found else 0
        if found and (number <= behind or (number == behind + 1 and behind in blank)):
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def blank_lines(text: str) -> set[int]:
    """The lines of a page that hold nothing but blanks."""
    return {number for number, line in enumerate(text.split("\n"), 1) if not line.strip()}
