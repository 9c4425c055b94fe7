"""Round ticks, numbers as a reader writes them, and how wide a label is."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

FONT = 12.0  # size of a label in user units, as static/css/charts.css sets it
_YEAR = re.compile(r"\d{4}")
# Labels between two that are printed, by how many of them make a year.
_STEPS = {12: (1, 2, 3, 4, 6, 12, 24, 60, 120), 4: (1, 2, 4, 8, 20, 40), 1: (1, 2, 5, 10, 20, 50)}
_WIDE = {"W", "F", "A"}
_NARROW = 0.58  # of the font size: digits and Latin letters, a little more than they take


def written(value: float) -> str:
    """A coordinate with one decimal at most: 12.0 gives 12."""
    return f"{value:.1f}".removesuffix(".0")


def told(value: float) -> str:
    """A value as a label or tooltip says it: 1,200 and 8.7, at most two decimals."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def ticks(values: Iterable[float], most: int = 5) -> list[float]:
    """Round values from 0 (or below) to the largest: 0, 5, 10, 15 of 3 and 13.

    Steps are 1, 2 or 5 times a power of ten; where all values are whole, so are the ticks.
    """
    found = [0.0, *values]
    low, high = min(found), max(found)
    if high == low:
        return [0.0, 1.0]
    step = _step((high - low) / most)
    if all(float(value).is_integer() for value in found):
        step = max(step, 1.0)
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def _step(rough: float) -> float:
    """The round step at or above a rough one."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(size * power for size in (1, 2, 5, 10) if size * power >= rough - 1e-12)


def text_width(text: str, font: float = FONT) -> float:
    """In user units; a Chinese character is as wide as the font is high."""
    wide = sum(unicodedata.east_asian_width(one) in _WIDE for one in text)
    return font * (wide + _NARROW * (len(text) - wide))


def shown(labels: Sequence[str], step: float, most: int = 12) -> list[int]:
    """Which labels are printed below the axis: few enough to be read, never over each other.

    `step`: user units between two labels. Where labels name years, a year's first month or quarter
    is among those printed.
    """
    if not labels:
        return []
    room = max(text_width(label) for label in labels) + FONT
    least = max(math.ceil(room / step), math.ceil(len(labels) / most), 1)
    years = [found[0] if (found := _YEAR.search(label)) else "" for label in labels]
    often = max(Counter(years).values())
    cycle = 12 if often > 4 else 4 if often > 1 else 1
    every = next((size for size in _STEPS[cycle] if size >= least), least)
    turn = next((at for at in range(1, len(years)) if years[at] != years[at - 1]), 0)
    return list(range(turn % every, len(labels), every))
