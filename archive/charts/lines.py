"""Several lines over the same labels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.charts.frame import FEW, Frame, drawing, empty, framed, linked
from archive.charts.numbers import told, written
from archive.charts.series import Series, dash, marker, place_of

ROOM = 17.0  # user units from one marker of a line to the next, or the line could not be seen


def line_chart(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    title: str,
    unit: str = "",
    width: int = 760,
    height: int = 300,
) -> SafeString:
    """Inline SVG with a line a series; a value of None breaks its line.

    The legend is the caller's: `series_key(1)` and the name, and so on. Points with a link carry
    what they stand for as a tooltip.
    """
    values = [value for one in series for value in one.values if value is not None]
    if not values or not labels:
        return empty("chart-lines", title, width, height)
    frame = framed(labels, values, unit=unit, width=width, height=height)
    lines = "".join(_line(frame, at, one) for at, one in enumerate(series))
    few = len(series) == 1 and len(labels) <= FEW
    links = [link for at, one in enumerate(series) for link in _links(frame, at, one, few)]
    picture = SafeString(frame.grid() + lines)
    return drawing(
        frame, "chart-lines", title, _described(frame, series), picture, linked(links, few)
    )


def _line(frame: Frame, at: int, one: Series) -> str:
    join = _stairs if one.stepped else _straight
    path = "".join("M" + join(run) for run in runs(frame, one) if len(run) > 1)
    marks = "".join(marker(at, x, y) for x, y in _marked(frame, one))
    return (
        f'<g class="series-{place_of(at)}">'
        f'<path class="line" d="{path}"{dash(at)} /><path class="mark" d="{marks}" /></g>'
    )


def _straight(run: list[tuple[float, float]]) -> str:
    return "L".join(f"{written(x)} {written(y)}" for x, y in run)


def _stairs(run: list[tuple[float, float]]) -> str:
    """`5 90H15V80H25` of a line that rises at 15 and ends at 25."""
    found = [f"{written(run[0][0])} {written(run[0][1])}"]
    for (_x, before), (x, y) in pairwise(run):
        if y != before:
            found.append(f"H{written(x)}V{written(y)}")
    return "".join(found) + f"H{written(run[-1][0])}"


def runs(frame: Frame, one: Series) -> list[list[tuple[float, float]]]:
    """The points of each unbroken stretch."""
    found: list[list[tuple[float, float]]] = [[]]
    for position, value in enumerate(one.values):
        if value is None:
            found.append([])
        else:
            found[-1].append((frame.x(position), frame.y(value)))
    return [run for run in found if run]


def _marked(frame: Frame, one: Series) -> Iterator[tuple[float, float]]:
    """The points that get a marker: all of few, every second or third of many, lone ones always."""
    every = math.ceil(ROOM / frame.step)
    for run in runs(frame, one):
        yield from _risen(run) if one.stepped else run[::every]


def _risen(run: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The first point and those at another height than the one before, where there is room."""
    last = -math.inf
    for at, (x, y) in enumerate(run):
        if (not at or y != run[at - 1][1]) and x - last >= ROOM:
            last = x
            yield x, y


def _links(frame: Frame, at: int, one: Series, few: bool) -> Iterator[str]:
    say = _("%(name)s，%(label)s：%(value)s %(unit)s")
    reach = "" if few else ' tabindex="-1"'
    for position, (value, link) in enumerate(zip(one.values, one.links, strict=False)):
        if value is None or not link:
            continue
        said = say % {
            "name": one.name,
            "label": frame.labels[position],
            "value": told(value),
            "unit": frame.unit,
        }
        yield (
            f'<a class="point series-{place_of(at)}" href="{escape(link)}"{reach}>'
            f"<title>{escape(said.strip())}</title>"
            f'<circle cx="{written(frame.x(position))}" cy="{written(frame.y(value))}" r="7" /></a>'
        )


def _described(frame: Frame, series: Sequence[Series]) -> str:
    """What the picture shows, in words: how many lines, from when to when, the highest point."""
    high, name, label = max(
        (value, one.name, frame.labels[position])
        for one in series
        for position, value in enumerate(one.values)
        if value is not None
    )
    lines = ngettext("折线图，%(count)s 条线", "折线图，%(count)s 条线", len(series))
    return _("%(lines)s，%(first)s至%(last)s；最高 %(high)s %(unit)s（%(name)s，%(label)s）。") % {
        "lines": lines % {"count": len(series)},
        "first": frame.labels[0],
        "last": frame.labels[-1],
        "high": told(high),
        "unit": frame.unit,
        "name": name,
        "label": label,
    }
