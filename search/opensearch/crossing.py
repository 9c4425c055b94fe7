"""Hits crossed with time, as engine/crossing.py tells them, counted on the cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from search.engine.crossing import UNITS, Crossing, First, Span, period_name
from search.engine.requests import Filter
from search.engine.schema import FACETS
from search.opensearch.cluster import Cluster
from search.opensearch.conditions import Clause, all_of, condition
from search.opensearch.facets import composite
from search.opensearch.fields import DATE, MOMENT, days_of, number_of
from search.tree import And, Node

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400_000  # milliseconds
CELLS = 50_000  # buckets in one answer; a cluster gives 65,535 unless it is told otherwise
AT_ONCE = 1000  # values within each of which periods are counted in one question
ASKED = 4  # such questions at most; more values are counted flat
Cells = dict[str, dict[int, int]]  # by value and day on which the period begins, hits


def cross(
    trees: Sequence[Node],
    filters: Sequence[Filter],
    field: str,
    by: str,
    cluster: Cluster,
    index: str,
) -> list[Crossing]:
    """A crossing of each tree, all over the same periods. `field` is one of FACETS, or "".

    Raises KeyError for another field, ValueError for another `by` and for a tree that holds a name
    that was not resolved, IndexUnavailable, TooCostly.
    """
    if by not in UNITS:
        raise ValueError(f"by={by}: {', '.join(UNITS)}")
    if field and field not in FACETS:
        raise KeyError(field)
    hits = [_Hits(_condition(tree, filters), by, cluster, index) for tree in trees]
    found = [one.counted(field) for one in hits]
    seen = [_period(day, by) for totals, _, _ in found for day in totals]
    periods = range(min(seen), max(seen) + 1) if seen else range(0)
    return [_crossed(*row, periods, by) for row in found]


def spans(
    tree: Node, filters: Sequence[Filter], field: str, cluster: Cluster, index: str
) -> dict[str, Span]:
    """Of each value of the facet field that a hit holds; raises as `cross`."""
    if field not in FACETS:
        raise KeyError(field)
    cells = _Hits(_condition(tree, filters), "day", cluster, index).counted(field)[-1]
    return {value: Span(min(row), max(row), len(row)) for value, row in cells.items()}


def _condition(tree: Node, filters: Sequence[Filter]) -> Clause:
    return condition(And((tree, *(row.node for row in filters))) if filters else tree)


@dataclass(frozen=True, slots=True)
class _Hits:
    """What one condition finds, by periods that begin on days, which are ordinals."""

    clause: Clause
    by: str
    cluster: Cluster
    index: str

    def counted(self, field: str) -> tuple[dict[int, int], dict[str, First], Cells]:
        """Hits in each period, the earliest of each value, and hits of each value in each period."""
        totals, firsts = self.whole(field)
        return totals, firsts, self.cells(field, sorted(firsts), len(totals))

    def whole(self, field: str) -> tuple[dict[int, int], dict[str, First]]:
        """Hits in each period that has any, and the earliest hit of each value of the field."""
        least = {"first": {"min": {"field": MOMENT}}}
        asked: dict[str, Any] = {
            "periods": {"date_histogram": self._period() | {"min_doc_count": 1}}
        }
        if field:
            asked["values"] = {"terms": {"field": field, "size": CELLS}, "aggs": least}
        body = {"query": self.clause, "size": 0, "track_total_hits": False, "aggs": asked}
        told = self.cluster.search(body, self.index)["aggregations"]
        totals, values = _by_day(told["periods"]), told.get("values", {"buckets": ()})
        if not values.get("sum_other_doc_count"):
            return totals, {one["key"]: _first(one) for one in values["buckets"]}
        source = {"value": {"terms": {"field": field}}}
        pages = composite(source, self.clause, self.cluster, self.index, CELLS, least)
        return totals, {one["key"]["value"]: _first(one) for one in pages}

    def cells(self, field: str, values: list[str], periods: int) -> Cells:
        """Hits of each value in each period that has any.

        Periods within values are counted more quickly than flat, but take a cluster memory
        for every one of them at once, of which some ten thousand values would end a node.
        """
        room = min(AT_ONCE, max(1, CELLS // max(1, periods)))
        if len(values) > ASKED * room:
            return self._flat(field)
        parts = (values[at : at + room] for at in range(0, len(values), room))
        return {value: row for part in parts for value, row in self._nested(field, part)}

    def _nested(self, field: str, values: list[str]) -> Iterator[tuple[str, dict[int, int]]]:
        terms = {"field": field, "include": values, "size": len(values)}
        histogram = {"date_histogram": self._period() | {"min_doc_count": 1}}
        among = all_of([self.clause, {"terms": {field: values}}])
        body = {"query": among, "size": 0, "track_total_hits": False}
        asked = {"values": {"terms": terms, "aggs": {"periods": histogram}}}
        answer = self.cluster.search(body | {"aggs": asked}, self.index)
        for one in answer["aggregations"]["values"]["buckets"]:
            yield one["key"], _by_day(one["periods"])

    def _flat(self, field: str) -> Cells:
        sources = {
            "value": {"terms": {"field": field}},
            "period": {"date_histogram": self._period()},
        }
        found: Cells = {}
        for one in composite(sources, self.clause, self.cluster, self.index, CELLS):
            key = one["key"]
            found.setdefault(key["value"], {})[_day(key["period"])] = one["doc_count"]
        return found

    def _period(self) -> dict[str, Any]:
        return {"field": DATE, "calendar_interval": self.by}


def _day(begins: int) -> int:
    return _EPOCH + int(begins) // _DAY


def _by_day(histogram: dict[str, Any]) -> dict[int, int]:
    return {_day(bucket["key"]): bucket["doc_count"] for bucket in histogram["buckets"]}


def _first(bucket: dict[str, Any]) -> First:
    moment = int(bucket["first"]["value"])
    return First(days_of(moment) + _EPOCH, number_of(moment))


def _period(day: int, by: str) -> int:
    """As the embedded engine numbers periods: from 1970 on."""
    begins = date.fromordinal(day)
    return ((begins.year - 1970) * 12 + begins.month - 1) // UNITS[by]


def _crossed(
    totals: dict[int, int], firsts: dict[str, First], cells: Cells, periods: range, by: str
) -> Crossing:
    values = sorted(firsts)
    counts = np.zeros((len(values), len(periods)), np.int32)
    for row, value in enumerate(values):
        for day, number in cells.get(value, {}).items():
            # What was written between two questions may lie outside of the periods.
            if (period := _period(day, by)) in periods:
                counts[row, periods.index(period)] = number
    whole = np.zeros(len(periods), np.int32)
    for day, number in totals.items():
        whole[periods.index(_period(day, by))] = number
    names = [period_name(period, by) for period in periods]
    return Crossing(names, values, counts, whole, [firsts[value] for value in values])
