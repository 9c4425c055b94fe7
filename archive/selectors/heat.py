"""A table of things by time: how many articles on each in each month, quarter or year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.selectors.counting import ByMonth
from archive.selectors.tally import Tally

LEVELS = 5  # shades beside none
A_YEAR, THREE_YEARS = 12, 36  # months


@dataclass(frozen=True, slots=True)
class Period:
    """`first` and `last` are what `from=` and `to=` of a search take: 2024-01, 2024-03."""

    name: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`level` runs from 0 (none) to LEVELS, the fullest cell of the table."""

    period: Period
    count: int
    level: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    tally: Tally
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Heat:
    periods: list[Period]
    rows: list[HeatRow]


def heat(*, rows: Mapping[str, Tally], months: ByMonth) -> Heat:
    """`rows` by facet value, in their order; periods from the first month to the last, no gaps.

    Twelve months are told apart, three years by quarter, anything longer by year.
    """
    known = sorted({month for value in rows for month in months.get(value, ())})
    if not known:
        return Heat([], [])
    periods = _periods(_number(known[0]), _number(known[-1]))
    sums = {value: _sums(periods, months.get(value, {})) for value in rows}
    peak = max(max(row) for row in sums.values())
    return Heat(
        periods,
        [HeatRow(row, _cells(periods, sums[value], peak)) for value, row in rows.items()],
    )


def _number(month: str) -> int:
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _periods(first: int, last: int) -> list[Period]:
    length = last - first + 1
    size = 1 if length <= A_YEAR else 3 if length <= THREE_YEARS else 12
    starts = range(first - first % size, last + 1, size)
    return [Period(_name(at, size), _month(at), _month(at + size - 1)) for at in starts]


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"


def _name(number: int, size: int) -> str:
    if size == 1:
        return _month(number)
    return f"{number // 12}" if size == 12 else f"{number // 12} Q{number % 12 // 3 + 1}"


def _sums(periods: Sequence[Period], months: Mapping[str, int]) -> list[int]:
    return [
        sum(count for month, count in months.items() if one.first <= month <= one.last)
        for one in periods
    ]


def _cells(periods: Sequence[Period], counts: Sequence[int], peak: int) -> list[Cell]:
    """Any article at all makes the first shade."""
    return [
        Cell(period, count, -(-count * LEVELS // peak) if count else 0)
        for period, count in zip(periods, counts, strict=True)
    ]
