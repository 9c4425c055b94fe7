"""What the engine is asked: hits in order with scores and counts, all of one snapshot."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from search.fresh import counting, ordering
from search.fresh.matching import Matcher
from search.fresh.part import Int32s, Int64s
from search.fresh.ranking import scores
from search.fresh.requests import EngineQuery, EngineResult, Filter
from search.fresh.sets import Bools, Hits
from search.fresh.snapshot import Snapshot
from search.tree import Everything


def search(query: EngineQuery, snapshot: Snapshot) -> EngineResult:
    """Raises IndexUnavailable, ValueError where the tree holds a name that was not resolved."""
    matcher = Matcher(snapshot)
    found = matcher.find(query.tree)
    if snapshot.has_deleted:
        found = found[snapshot.live.take(found)]
    sets = _HitSets(found, query.filters, matcher)
    hits = sets.without(None)
    points = _points(query, hits, snapshot)
    cut = slice(query.start, query.stop)
    docs, best = ordering.cut(hits.ids, points, query.order, cut, snapshot)
    return EngineResult(
        total=len(hits.ids),
        ids=snapshot.numbers.take(docs).tolist(),
        scores=best,
        facets={
            row.group: counting.count(snapshot.table(row.field), sets.without(row.group))
            for row in query.facets
        },
    )


def _points(query: EngineQuery, hits: Hits, snapshot: Snapshot) -> Int64s | None:
    """None where nothing is ranked: order by day, or a tree that wants no text."""
    if query.order != "relevance" or isinstance(query.tree, Everything) or not len(hits.ids):
        return None
    return ordering.quantised(scores(query.tree, hits, snapshot))


class _HitSets:
    """The hits with all filters, or with all but those of one group; each made once."""

    def __init__(self, found: Int32s, filters: Iterable[Filter], matcher: Matcher) -> None:
        self._found = found
        self._size = matcher.snapshot.size
        self._passed: dict[str, Bools] = {}
        for row in filters:
            passed = matcher.test(row.node, found)
            known = self._passed.get(row.group)
            self._passed[row.group] = passed if known is None else known & passed
        self._made: dict[str | None, Hits] = {}

    def without(self, group: str | None) -> Hits:
        """Raises nothing for a group without filters: it is counted over the hits themselves."""
        group = group if group in self._passed else None
        if group not in self._made:
            kept = [passed for name, passed in self._passed.items() if name != group]
            ids = self._found[np.logical_and.reduce(kept)] if kept else self._found
            self._made[group] = Hits(ids, self._size)
        return self._made[group]
