"""Counts for portraits: what the articles of a search speak of, and when they were printed."""

from __future__ import annotations

from typing import Any

from search import labels
from search.executor import SearchExecutor
from search.facets import Counts, listed
from search.request import FACETS, SearchRequest

MOST = 100  # rows of each list of a portrait; months are all given
Rows = list[dict[str, Any]]
_SPECS = {facet.name: facet for facet in FACETS}
_PLURALS = {
    "city": "cities",
    "county": "counties",
    "official": "officials",
    "industry": "industries",
    "newspaper": "newspapers",
    "month": "months",
}


def everywhere(facet: str) -> dict[str, int]:
    """Articles by each value of a facet. Raises IndexUnavailable."""
    return SearchExecutor(SearchRequest()).counts(facet)[facet]


def portrait(request: SearchRequest, *facets: str) -> dict[str, Any]:
    """`count` of articles, and under cities, officials, months … what they speak of."""
    executor = SearchExecutor(request)
    counts = executor.counts(*facets)
    return {"count": executor.total()} | {
        _PLURALS[name]: rows for name, rows in _named(counts, facets).items()
    }


def _named(counts: Counts, facets: tuple[str, ...]) -> dict[str, Rows]:
    """Most frequent first, months by the calendar."""
    values = {name: listed(_SPECS[name], counts[name], ())[: _most(name)] for name in facets}
    if "month" in values:
        values["month"].sort()
    names = labels.labels(values)
    return {
        name: [
            {"value": one, "label": names[name].get(one, one), "count": counts[name][one]}
            for one in values[name]
        ]
        for name in facets
    }


def _most(facet: str) -> int | None:
    return None if facet == "month" else MOST
