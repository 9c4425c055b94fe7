"""The pictures of the page: the curve of those that followed, and the map of tiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.charts import Series, line_chart, two_widths
from archive.charts.tiles import LEVELS, Tile, tile_map
from archive.gazetteer import tiles as grid
from search.diffusion.request import DiffusionRequest
from search.diffusion.scope import Area
from search.diffusion.tracing import Course, Trace
from search.spans import per_thousand, period_of


@dataclass(frozen=True, slots=True)
class Step:
    """A period: whose first mention falls in it, how many have one by its end, and are covered."""

    period: str
    fresh: list[Course]
    adopted: int
    covered: int
    hits: int
    articles: int

    @property
    def per_1000(self) -> float | None:
        return per_thousand(self.hits, self.articles)


def steps(trace: Trace, by: str) -> list[Step]:
    """Every period, in order. Articles on two places count for each."""
    fresh: dict[str, list[Course]] = {}
    begun: dict[str, int] = {}
    for one in trace.adopted:
        if one.day:
            fresh.setdefault(period_of(one.day, by), []).append(one)
    for one in (*trace.held, *trace.unheld):
        if one.since and trace.periods:
            period = max(period_of(one.since, by), trace.periods[0])
            begun[period] = begun.get(period, 0) + 1
    hits, articles = trace.hits.sum(axis=0).tolist(), trace.articles.sum(axis=0).tolist()
    adopted = np.cumsum([len(fresh.get(one, ())) for one in trace.periods]).tolist()
    covered = np.cumsum([begun.get(one, 0) for one in trace.periods]).tolist()
    rows = zip(trace.periods, adopted, covered, hits, articles, strict=True)
    return [Step(period, fresh.get(period, []), *numbers) for period, *numbers in rows]


def curve(rows: Sequence[Step], title: str) -> SafeString:
    labels = [one.period for one in rows]
    series = [
        Series(_("已有首次见报"), [one.adopted for one in rows], stepped=True),
        Series(_("档案已收录"), [one.covered for one in rows], stepped=True),
    ]
    return two_widths(
        lambda width: line_chart(
            labels,
            series,
            title=title,
            unit=_("处"),
            width=width,
            height=300 if width > 500 else 240,
        ),
        620,
    )


@dataclass(frozen=True, slots=True)
class Shade:
    """One line of the legend: first mentions from the month `first` to `last` (first days of them)."""

    level: int
    first: date
    last: date


def shades(days: Sequence[date]) -> tuple[list[Shade], dict[date, int]]:
    """Five shades of about as many places each, the earliest strongest, and the shade of each month.

    Equal months are not parted; fewer than five months make fewer shades.
    """
    months = sorted(day.replace(day=1) for day in days)
    levels: dict[date, int] = {}
    for at, month in enumerate(months):
        levels.setdefault(month, LEVELS - LEVELS * at // len(months))
    found = []
    for level in sorted(set(levels.values()), reverse=True):
        held = [month for month in levels if levels[month] == level]
        found.append(Shade(level, held[0], held[-1]))
    return found, levels


@dataclass(frozen=True, slots=True)
class Map:
    """`of_provinces`: a tile stands for the earliest place of its province.

    `missing` have a first mention and no tile: places given up since.
    """

    picture: SafeString
    legend: list[Shade]
    of_provinces: bool
    silent: bool
    unheld: bool
    missing: list[Area]


def coverage(everything: Trace, provinces: Sequence[Area]) -> Map | None:
    """From when the archive has articles on a province: the map of the trace of all articles."""
    return tiles(everything, DiffusionRequest(), provinces, _("各省最早一篇文章的月份"))


def tiles(
    trace: Trace, request: DiffusionRequest, provinces: Sequence[Area], title: str = ""
) -> Map | None:
    """None where the places have no tiles: counties."""
    cells = grid.tiles(request.province or grid.COUNTRY)
    if request.level != "city" or not cells:
        return None
    whole = not request.province
    rows = list(_provinces(trace, provinces) if whole else _cities(trace))
    shown = [(area, course) for area, course in rows if area.code in cells]
    legend, levels = shades([course.day for _area, course in shown if course and course.day])
    drawn = [_tile(area, course, cells[area.code], levels, request) for area, course in shown]
    title = title or (_("各省首次见报的时间") if whole else _("各市首次见报的时间"))
    return Map(
        two_widths(lambda width: tile_map(drawn, title=title, width=width), 560),
        legend,
        whole,
        any(tile.level == 0 for tile in drawn),
        any(tile.level is None for tile in drawn),
        [area for area, course in rows if course and course.first and area.code not in cells],
    )


def _cities(trace: Trace) -> Iterator[tuple[Area, Course | None]]:
    for one in trace.held:
        yield one.area, one
    for one in trace.unheld:
        yield one.area, None


def _provinces(trace: Trace, provinces: Sequence[Area]) -> Iterator[tuple[Area, Course | None]]:
    """Each with the first of its places, or one that is covered, or nothing."""
    best: dict[str, Course] = {}
    for one in trace.held:
        best.setdefault(one.area.above, one)
    for province in provinces:
        yield province, best.get(province.code)


def _tile(
    area: Area,
    course: Course | None,
    cell: tuple[int, int],
    levels: dict[date, int],
    request: DiffusionRequest,
) -> Tile:
    day = course.day if course else None
    named = {"name": area.name}
    if day and course:
        told, level = f"{day.year}.{day.month}", levels[day.replace(day=1)]
        known = {"place": course.area.name, "year": day.year, "month": day.month, **named}
        same = course.area.code == area.code
        label = (
            _("%(name)s：%(year)s年%(month)s月") if same
            else _("%(name)s：%(place)s，%(year)s年%(month)s月")
        ) % known  # fmt: skip
    elif course:
        told, level, label = _("未见"), 0, _("%(name)s：尚未见") % named
    else:
        told, level, label = "—", None, _("%(name)s：档案中没有文章") % named
    href = f"#place-{area.code}"
    if not request.province:
        href = f"?{replace(request, province=area.code).query_string()}"
    return Tile(
        *cell, area.short, told, level, href if course or not request.province else "", label
    )
