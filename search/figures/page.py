"""What the templates of the figures' pages are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.charts import Series, line_chart, series_key, two_widths
from archive.models import Figure, Industry
from search.figures import links, spans
from search.figures.asked import KINDS, LEVELS, SPANS, FigureRequest, written
from search.figures.comparing import (
    MOST_VALUES,
    Comparison,
    Line,
    Pair,
    Period,
    Told,
    scale,
)
from search.figures.listing import SIZE, Listing

MOST_LINES = 6
TYPED = ("q", "search", "kind", "unit", "year", "from", "to", "min", "max", "page")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is shown; `others` is how many more figures tell the same."""

    text: str
    url: str
    source: str
    day: Any
    kind: str
    is_target: bool
    others: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: the value that stands for it, those that differ, and the list of all of them."""

    first: Value | None
    rest: list[Value]
    more: int
    url: str


def frame(request: FigureRequest, path: str) -> dict[str, Any]:
    """The form with what is chosen, and the links that both pages have."""
    names = links.names_of(request)
    articles = request.articles
    return {
        "asked": request,
        "form": {
            "q": request.q,
            "search": articles.q,
            "kind": request.kind,
            "unit": request.unit,
            "year": request.year or "",
            "date_from": articles.date_from,
            "date_to": articles.date_to,
            "min": written(request.low),
            "max": written(request.high),
        },
        "hidden": [pair for pair in request.pairs() if pair[0] not in TYPED],
        "kinds": [(value, label, value == request.kind) for value, label in KINDS.items()],
        "industries": _industries(articles.chosen("industry")),
        "chips": links.chips(request, path, names),
        "clear_url": path,
        "list_url": replace(request, span="year", level="", page=1).link(reverse("figures")),
        "compare_url": replace(request, sort="newest", page=1).link(reverse("figures-compare")),
        "is_asking": bool(replace(request, page=1, sort="newest").pairs()),
    }


def _industries(chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    rows = Industry.objects.order_by("order", "slug").values_list("slug", "name")
    return [row for row in rows if row[0] not in chosen]


def listed(request: FigureRequest, found: Listing, path: str) -> dict[str, Any]:
    """Everything that the list shows beside its frame."""
    notice = ""
    if found.total and request.page > found.page:
        notice = _("没有第 %(asked)s 页，这里是第 %(page)s 页。") % {
            "asked": request.page,
            "page": found.page,
        }
    plain = FigureRequest()
    return {
        "total": found.total,
        "rows": found.rows,
        "notice": notice,
        "sorts": links.sorts(request, path),
        "pager": links.pager(request, found.page, found.total, SIZE, path),
        "exports": links.exports(request) if found.total else [],
        "indicators": links.indicators(request, found.indicators, path),
        "unit_names": [name for name, _count in found.units],
        "alike": [
            links.Choice(key, replace(plain, indicator=(key,)).link(path), count)
            for key, count in found.alike
        ],
        "is_by_value": request.sort in ("largest", "smallest") and not request.unit,
    }


def compared(request: FigureRequest, found: Comparison, path: str) -> dict[str, Any]:
    """The table, the chart and the pairs, all values in one unit."""
    step, unit = scale(found)
    rows = [
        (name, [(spans.told(*p), _cell(request, found, line, p, step)) for p in found.periods])
        for line, name in found.places
    ]
    return {
        "found": found,
        "unit": unit,
        "rows": rows,
        "periods": [spans.told(*period) for period in found.periods],
        "pairs": [_pair(pair, step, unit) for pair in found.pairs],
        "chart": _chart(request, found, step, unit),
        "legend": _legend(found),
        "units": [
            links.Choice(
                name, replace(request, unit=name, page=1).link(path), count, name == found.unit
            )
            for name, count in found.units
        ],
        "spans": _choices(request, "span", SPANS, request.span, path),
        "levels": _choices(request, "level", LEVELS, _level(request), path),
        "indicators": links.indicators(request, found.choices, path) if found.choices else [],
        "unit_names": [name for name, _count in found.units],
    }


def _level(request: FigureRequest) -> str:
    return request.level or ("county" if request.articles.county else "city")


def _choices(
    request: FigureRequest, name: str, known: dict[str, Any], here: str, path: str
) -> list[links.Choice]:
    return [
        links.Choice(str(label), replace(request, **{name: value}).link(path), 0, value == here)
        for value, label in known.items()
    ]


def _cell(
    request: FigureRequest, found: Comparison, line: Line, period: Period, step: float
) -> Shown | None:
    code, key = line
    cell = found.cells.get((line, period))
    if cell is None:
        return None
    actual = [_value(one, step, "actual") for one in cell.actual]
    target = [_value(one, step, "target") for one in cell.target]
    first, *rest = [*actual[:MOST_VALUES], *target[:MOST_VALUES]]
    more = len(actual) + len(target) - len(rest) - 1
    articles = replace(request.articles, city=(), county=())
    articles = replace(articles, **{"city" if _level(request) == "city" else "county": (code,)})
    asked = replace(request, articles=articles, indicator=(key,), page=1)
    every = replace(asked, year=period[1].year, unit=found.unit)
    return Shown(first, rest, more, every.link(reverse("figures")))


def _value(told: Told, step: float, kind: str) -> Value:
    newest = told.newest
    text = spans.number(told.value / step)
    label = str(Figure.Kind(kind).label)
    others = len(told.facts) - 1
    return Value(
        text, newest.url, told.source, newest.printed, label, kind == Figure.Kind.TARGET, others
    )


def _pair(pair: Pair, step: float, unit: str) -> dict[str, Any]:
    gap = spans.number(pair.difference / step)
    plain = unit in ("%", "个百分点")
    share = 100 * pair.actual.value / pair.target.value if pair.target.value and not plain else None
    return {
        "place": pair.place,
        "period": spans.told(*pair.period),
        "target": _value(pair.target, step, "target"),
        "actual": _value(pair.actual, step, "actual"),
        "gap": f"+{gap}" if pair.difference > 0 else gap,
        "gap_unit": "个百分点" if unit == "%" else unit,
        "share": f"{share:.1f}%" if share is not None else "",
        "reached": pair.reached,
    }


def _lines(found: Comparison) -> list[tuple[Line, str]]:
    """The places of the chart: those with results of two periods or more, the fullest first."""

    def results(line: Line) -> int:
        cells = (found.cells.get((line, period)) for period in found.periods)
        return sum(bool(cell and cell.actual) for cell in cells)

    full = [row for row in found.places if results(row[0]) > 1]
    return sorted(full, key=lambda row: -results(row[0]))[:MOST_LINES]


def _chart(request: FigureRequest, found: Comparison, step: float, unit: str) -> str:
    lines = []
    for line, name in _lines(found):
        cells = [found.cells.get((line, period)) for period in found.periods]
        newest = [cell.actual[0] if cell and cell.actual else None for cell in cells]
        values = [one.value / step if one else None for one in newest]
        lines.append(Series(name, values, [one.newest.url if one else "" for one in newest]))
    if not lines:
        return ""
    title = _("%(indicator)s（%(unit)s）") % {
        "indicator": "、".join(request.indicator),
        "unit": unit,
    }
    heads = [spans.told(*period) for period in found.periods]

    def draw(width: int) -> SafeString:
        return line_chart(heads, lines, title=title, unit=unit, width=width)

    return two_widths(draw)


def _legend(found: Comparison) -> list[tuple[str, str]]:
    return [(series_key(at), name) for at, (_line, name) in enumerate(_lines(found), 1)]
