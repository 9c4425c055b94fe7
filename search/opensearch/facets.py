"""Facets counted on the cluster, each with every choice applied but its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from search.engine.requests import FacetRequest, Filter
from search.engine.schema import FACETS
from search.opensearch.cluster import Cluster
from search.opensearch.conditions import EVERYTHING, Clause, all_of, condition

VALUES = 20_000  # of a facet that are counted in one question
Aggregations = dict[str, Any]


class Choices:
    """The filters by their groups; those of counted groups stay apart from the query."""

    def __init__(self, filters: Iterable[Filter], facets: Sequence[FacetRequest]) -> None:
        clauses: dict[str, list[Clause]] = {}
        for row in filters:
            clauses.setdefault(row.group, []).append(condition(row.node))
        counted = {row.group for row in facets}
        self._apart = {group: some for group, some in clauses.items() if group in counted}
        self.common = [
            one for group, some in clauses.items() if group not in counted for one in some
        ]

    def apart(self, group: str | None = None) -> Clause:
        """What else a hit must meet, or a hit that counts for the group."""
        kept = [one for name, some in self._apart.items() if name != group for one in some]
        return all_of(kept)


def aggregations(facets: Sequence[FacetRequest], choices: Choices) -> Aggregations:
    """Facets over the same hits are counted together. Raises KeyError for a field without facets."""
    found: Aggregations = {}
    for row in facets:
        if row.field not in FACETS:
            raise KeyError(row.field)
        terms = {"terms": {"field": row.field, "size": VALUES}}
        narrowed = choices.apart(row.group)
        if narrowed == EVERYTHING:
            found[row.group] = terms
            continue
        same = next((one for one in found.values() if one.get("filter") == narrowed), None)
        if same is None:
            same = found[f"without {row.group}"] = {"filter": narrowed, "aggs": {}}
        same["aggs"][row.group] = terms
    return found


def counts(
    facets: Sequence[FacetRequest],
    choices: Choices,
    base: Sequence[Clause],
    answer: dict[str, Any],
    cluster: Cluster,
    index: str,
) -> dict[str, dict[str, int]]:
    """By facet, what the aggregations of a search with the clauses `base` told."""
    told = dict(answer)
    for one in answer.values():
        told |= {name: row for name, row in one.items() if isinstance(row, dict)}
    found = {}
    for row in facets:
        if told[row.group]["sum_other_doc_count"]:
            narrowed = all_of([*base, choices.apart(row.group)])
            found[row.group] = dict(_every(row.field, narrowed, cluster, index))
        else:
            found[row.group] = {one["key"]: one["doc_count"] for one in told[row.group]["buckets"]}
    return found


def _every(field: str, narrowed: Clause, cluster: Cluster, index: str) -> Iterator[tuple[str, int]]:
    """Each value of a facet that has too many for one answer, and how many hold it."""
    source = {"value": {"terms": {"field": field}}}
    for bucket in composite(source, narrowed, cluster, index, VALUES):
        yield bucket["key"]["value"], bucket["doc_count"]


def composite(
    sources: dict[str, Any],
    narrowed: Clause,
    cluster: Cluster,
    index: str,
    size: int,
    within: Aggregations | None = None,
) -> Iterator[dict[str, Any]]:
    """The buckets of every combination of the sources' values that there is, `size` on a page."""
    asked: dict[str, Any] = {"size": size, "sources": [{name: of} for name, of in sources.items()]}
    while True:
        body = {"query": narrowed, "size": 0, "track_total_hits": False}
        counted = {"page": {"composite": asked, "aggs": within or {}}}
        page = cluster.search(body | {"aggs": counted}, index)["aggregations"]["page"]
        yield from page["buckets"]
        if len(page["buckets"]) < size:
            return
        asked["after"] = page["after_key"]
