"""Spans of time, one under another: the posts of an official from first to last sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.charts.numbers import FONT, text_width, written

ROW = 40.0  # user units: the name, and the span below it
NAME = 15.0  # from the top of a row to the foot of its name
BAR = 10.0
FOOT = 22.0
SIDE = 6.0  # left free beside the first and the last day
DOTS = 120  # days of one span that are drawn one by one


@dataclass(frozen=True, slots=True)
class Span:
    """`days` on which it was seen, at least one, in order; any may come twice."""

    name: str
    days: Sequence[date]

    @property
    def told(self) -> str:
        first, last = self.days[0].isoformat(), self.days[-1].isoformat()
        return f"{self.name}：{first}" + (f" – {last}" if last != first else "")


def span_chart(spans: Sequence[Span], *, title: str, width: int = 760) -> SafeString:
    """Inline SVG: a row a span with its name above it, a bar from first to last, a dot a day.

    All over one axis of years, or of months where it is short. Nothing is drawn of no spans.
    """
    if not spans:
        return SafeString("")
    axis = Axis.over([day for span in spans for day in span.days], width)
    height = ROW * len(spans) + FOOT
    rows = "".join(_row(span, at * ROW, axis) for at, span in enumerate(spans))
    return format_html(
        '<svg class="chart chart-spans" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img"'
        ' xmlns="http://www.w3.org/2000/svg"><title>{}</title><desc>{}</desc>{}{}</svg>',
        title,
        _("；").join(span.told for span in spans),
        axis.drawn(ROW * len(spans)),
        SafeString(rows),
        w=width,
        h=written(height),
    )


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from the first to the last, drawn between SIDE and `width` less SIDE."""

    first: date
    last: date
    width: int

    @classmethod
    def over(cls, days: Sequence[date], width: int) -> Axis:
        """A whole month at least, so that a single day stands somewhere within it."""
        first, last = min(days), max(days)
        after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
        return cls(first.replace(day=1), after, width)

    def x(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return SIDE + share * (self.width - 2 * SIDE)

    def marks(self) -> list[tuple[date, str]]:
        """The beginnings of years, or of months where there are fewer than three years."""
        months = range(_month(self.first), _month(self.last) + 1)
        step = 1 if len(months) <= 36 else 12
        starts = [date(at // 12, at % 12 + 1, 1) for at in months if at % step == 0]
        named = [(day, f"{day.year}" if step == 12 else day.isoformat()[:7]) for day in starts]
        room = max((text_width(name) for _, name in named), default=0) + FONT
        most = max(1, int((self.width - 2 * SIDE) // room))
        every = next(
            size for size in (1, 2, 3, 6, 12, 24, 60, 120, 600) if len(named) <= most * size
        )
        return named[::every]

    def drawn(self, bottom: float) -> SafeString:
        """A line down through all rows at each mark, its name at the foot."""
        lines = [
            f'<path class="grid" d="M{written(x)} 0V{written(bottom)}" />'
            f'<text class="label" x="{written(x)}" y="{written(bottom + FONT + 4)}"'
            f' text-anchor="{_anchor(x, self.width)}">{escape(name)}</text>'
            for x, name in ((self.x(day), name) for day, name in self.marks())
        ]
        return SafeString("".join(lines))


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _anchor(x: float, width: int) -> str:
    """Names at the edges stay within the drawing."""
    if x < 40:
        return "start"
    return "end" if x > width - 40 else "middle"


def _row(span: Span, top: float, axis: Axis) -> str:
    begin, end = axis.x(span.days[0]), axis.x(span.days[-1])
    middle = top + NAME + 6 + BAR / 2
    days = sorted(set(span.days))
    dots = "".join(
        f'<circle class="seen" cx="{written(axis.x(day))}" cy="{written(middle)}" r="3.5" />'
        for day in (days if len(days) <= DOTS else (days[0], days[-1]))
    )
    return (
        f"<g><title>{escape(span.told)}</title>"
        f'<text class="label span-name" x="{written(SIDE)}" y="{written(top + NAME)}">'
        f"{escape(_fitted(span.name, axis.width))}</text>"
        f'<rect class="span" x="{written(begin)}" y="{written(middle - BAR / 2)}"'
        f' width="{written(max(2.0, end - begin))}" height="{written(BAR)}" rx="2" />{dots}</g>'
    )


def _fitted(name: str, width: float) -> str:
    """As much of the name as the row holds."""
    room = width - 2 * SIDE
    if text_width(name, FONT + 1) <= room:
        return name
    kept = len(name)
    while kept and text_width(f"{name[:kept]}…", FONT + 1) > room:
        kept -= 1
    return f"{name[:kept]}…"
