"""What the page of trends shows: the form as it was filled in, the chart, the table."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from archive.charts import MOST_SERIES
from search.labels import labels
from search.request import CHOICES, FACETS
from search.results import Facet, FacetValue
from search.tree import Everything
from search.trends.asked import BY, PER, TrendsRequest
from search.trends.comparing import LABELS
from search.trends.counting import Trends, count
from search.trends.drawing import drawn
from search.trends.examples import examples
from search.trends.notes import notes
from search.trends.table import are_linked, heads, rows, searched
from search.wording import explained

SPARE = 2  # empty rows at the end of the form; a script opens the others
LEAST = 3
# What a row may say, from a word to a name with a field.
SAMPLES = ("低空经济", "“新质生产力”", "城市:泰安市 储能", "行业:储能 OR 行业:光伏")


def form(request: TrendsRequest) -> dict[str, Any]:
    """The boxes, each with what was asked."""
    texts = [*request.series, *[""] * (MOST_SERIES - len(request.series))]
    open_rows = max(LEAST, len(request.series) + SPARE)
    common = request.common
    filters = _filters(request)
    return {
        "boxes": [(number, text, number > open_rows) for number, text in enumerate(texts, 1)],
        "by": [(value, label, value == request.by) for value, label in BY.items()],
        "per": [(value, label, value == request.per) for value, label in PER.items()],
        "date_from": common.date_from,
        "date_to": common.date_to,
        "role": common.role,
        "filters": filters,
        "told": _told(request, filters),
        "is_narrowed": bool(common.role or any(map(common.chosen, CHOICES))),
        "comparable": list(LABELS.items()),
        "kept": [pair for pair in request.pairs() if pair[0] != "series"],
    }


def _filters(request: TrendsRequest) -> list[dict[str, Any]]:
    """A facet each, with the choices made in it."""
    chosen = {name: list(request.common.chosen(name)) for name in CHOICES}
    called = labels(chosen)
    return [
        {
            "name": facet.name,
            "label": facet.label,
            "chosen": [(one, called[facet.name].get(one, one)) for one in chosen[facet.name]],
        }
        for facet in FACETS
        if facet.name in chosen
    ]


def _told(request: TrendsRequest, filters: list[dict[str, Any]]) -> str:
    """The common filters in words: 城市为泰安市，2024年1月至6月."""
    chosen = [
        Facet(
            one["name"],
            one["label"],
            [FacetValue(value, label, 0, True, "") for value, label in one["chosen"]],
        )
        for one in filters
    ]
    return explained(request.common, Everything(), chosen)


def shown(trends: Trends) -> dict[str, Any]:
    """The chart with its legend, the table and what is to be known of it; examples of nothing."""
    if not trends.request.series:
        return _beginning()
    table = rows(trends)
    query = trends.request.link("")
    return {
        "trends": trends,
        "chart": drawn(trends, table) if trends.lines and trends.periods else "",
        "heads": heads(trends),
        "rows": table,
        "are_linked": are_linked(table),
        "notes": notes(trends),
        "all_link": searched(trends.request.common, None),
        "files": [
            {"label": label, "url": reverse("trends-file", args=[suffix]) + query}
            for suffix, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))
        ],
    }


def _beginning() -> dict[str, Any]:
    """Examples as links, the first of them drawn."""
    path, found = reverse("trends"), examples()
    if not found:
        return {}
    first = count(found[0].request)
    return {
        "examples": [{"label": one.label, "url": one.request.link(path)} for one in found],
        "samples": [(one, TrendsRequest((one,)).link(path)) for one in SAMPLES],
        "example_chart": drawn(first, rows(first)),
        "example": heads(first),
    }
