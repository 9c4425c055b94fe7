"""One line of a chart, and what tells it from the others: dashes and markers, not colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.charts.numbers import written


@dataclass(frozen=True, slots=True)
class Series:
    """`values`: one a label, None where there is none (the line breaks); `links`: one a value.

    `stepped`: what accumulates keeps its height until the next label, and is marked where it rises.
    """

    name: str
    values: Sequence[float | None]
    links: Sequence[str] = ()
    stepped: bool = False


MOST_SERIES = 8
DASHES = ("", "7 3", "2 3", "10 3 2 3", "4 2", "12 4", "6 2 2 2 2 2", "2 4")
# Each drawn around the point itself, so that one path can hold all the markers of a line.
_SHAPES = (
    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "m-3.5-3.5h7v7h-7z",
    "m0-4.5l4.5 8h-9z",
    "m0-5l5 5l-5 5l-5-5z",
    "m0 4.5l4.5-8h-9z",
    "m-1.3-5h2.6v3.7h3.7v2.6h-3.7v3.7h-2.6v-3.7h-3.7v-2.6h3.7z",
    "m0-1.8l2.7-2.7l1.8 1.8l-2.7 2.7l2.7 2.7l-1.8 1.8l-2.7-2.7l-2.7 2.7l-1.8-1.8l2.7-2.7"
    "l-2.7-2.7l1.8-1.8z",
    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0zm2 0a2 2 0 1 1 4 0a2 2 0 1 1-4 0z",
)


def place_of(position: int) -> int:
    """The look of the series at this position, 1 to 8; a ninth looks like the first."""
    return position % MOST_SERIES + 1


def marker(position: int, x: float, y: float) -> str:
    """Path data of one marker."""
    return f"M{written(x)} {written(y)}{_SHAPES[position % MOST_SERIES]}"


def dash(position: int) -> str:
    """The attribute that draws the line in its dashes; the first line has none."""
    pattern = DASHES[position % MOST_SERIES]
    return f' stroke-dasharray="{pattern}"' if pattern else ""


def series_key(n: int) -> SafeString:
    """The piece of line and the marker that a legend shows; `n` counts from 1."""
    return format_html(
        '<svg class="series-key series-{}" viewBox="0 0 36 14" width="36" height="14"'
        ' aria-hidden="true"><path class="line" d="M1 7H35"{} /><path class="mark" d="{}" /></svg>',
        place_of(n - 1),
        SafeString(dash(n - 1)),
        marker(n - 1, 18, 7),
    )
