"""The frame of a chart: where a value stands in the drawing, the grid, the labels of both axes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.charts.numbers import FONT, shown, text_width, ticks, told, written

FOOT = 24.0  # below the plot: one line of labels
HEAD = 10.0
UNIT_LINE = 18.0  # above the plot, where a unit is told
FEW = 12  # links that the keyboard walks through; of more than these the table gives the way


@dataclass(frozen=True, slots=True)
class Frame:
    """All in user units. `step` is the width that each label has for itself."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    labels: Sequence[str]
    ticks: Sequence[float]
    unit: str

    @property
    def step(self) -> float:
        return (self.right - self.left) / max(1, len(self.labels))

    def x(self, position: int) -> float:
        """The middle of what belongs to the label at this position."""
        return self.left + (position + 0.5) * self.step

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)

    def grid(self) -> SafeString:
        """Lines and numbers of the upright axis, the base line, the labels below it."""
        marks = [self._tick(value) for value in self.ticks]
        base = self.y(0)
        names = [
            f'<text class="label" x="{written(self.x(at))}" y="{written(self.bottom + FONT + 5)}"'
            f' text-anchor="middle">{escape(self.labels[at])}</text>'
            for at in shown(self.labels, self.step)
        ]
        unit = f'<text class="label" x="0" y="{written(FONT)}">{escape(self.unit)}</text>'
        return SafeString(
            "".join(marks)
            + f'<path class="base" d="M{written(self.left)} {written(base)}H{written(self.right)}" />'
            + "".join(names)
            + (unit if self.unit else "")
        )

    def _tick(self, value: float) -> str:
        y = self.y(value)
        return (
            f'<path class="grid" d="M{written(self.left)} {written(y)}H{written(self.right)}" />'
            f'<text class="label" x="{written(self.left - 6)}" y="{written(y + FONT / 3)}"'
            f' text-anchor="end">{told(value)}</text>'
        )


def framed(
    labels: Sequence[str],
    values: Iterable[float | None],
    *,
    unit: str,
    width: float,
    height: float,
    most: int = 5,
) -> Frame:
    """The frame that fits these numbers and labels; `most`: steps of the upright axis."""
    marks = ticks((value for value in values if value is not None), most)
    last = shown(labels, (width - 40) / max(1, len(labels)))[-1:]
    overhang = max((text_width(labels[at]) / 2 for at in last), default=0.0)
    step = (width - 40) / max(1, len(labels))
    after = (len(labels) - 1 - last[0] + 0.5) * step if last else 0.0
    return Frame(
        width=width,
        height=height,
        left=max(text_width(told(mark)) for mark in marks) + 10,
        top=HEAD + (UNIT_LINE if unit else 0),
        right=width - max(4.0, overhang - after + 2),
        bottom=height - FOOT,
        labels=labels,
        ticks=marks,
        unit=unit,
    )


def drawing(
    frame: Frame, kind: str, title: str, told_below: str, picture: SafeString, links: SafeString
) -> SafeString:
    """The whole SVG: the picture is one image with title and description, its links stand beside it.

    (A link inside role="img" would be hidden from whoever listens to the page.)
    """
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
        ' xmlns="http://www.w3.org/2000/svg">'
        '<g role="img" aria-label="{}"><title>{}</title><desc>{}</desc>{}</g>{}</svg>',
        kind,
        title,
        title,
        told_below,
        picture,
        links,
        w=written(frame.width),
        h=written(frame.height),
    )


def linked(items: Sequence[str], few: bool) -> SafeString:
    """The links of a chart; many of them are for the pointer alone."""
    if not items:
        return SafeString("")
    hidden = "" if few else ' aria-hidden="true"'
    return SafeString(f'<g class="chart-links"{hidden}>{"".join(items)}</g>')


def empty(kind: str, title: str, width: float, height: float) -> SafeString:
    """A chart of nothing says so."""
    said = _("没有可画的数据")
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img"'
        ' xmlns="http://www.w3.org/2000/svg"><title>{}</title><desc>{}</desc>'
        '<text class="label" x="{}" y="{}" text-anchor="middle">{}</text></svg>',
        kind,
        title,
        said,
        written(width / 2),
        written(height / 2),
        said,
        w=written(width),
        h=written(height),
    )
