"""What the engine is asked: hits in order with scores and counts, all of one snapshot."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from search.engine import counting, ordering
from search.engine.budget import Budget
from search.engine.matching import Matcher
from search.engine.part import Int64s
from search.engine.ranking import scores
from search.engine.requests import EngineQuery, EngineResult, Filter
from search.engine.sets import Bools, Docs
from search.engine.snapshot import Snapshot
from search.tree import Everything


def search(query: EngineQuery, snapshot: Snapshot, budget: Budget | None = None) -> EngineResult:
    """Raises IndexUnavailable, ValueError where the tree holds a name that was not resolved."""
    matcher = Matcher(snapshot, budget)
    found = matcher.find(query.tree)
    if snapshot.has_deleted and found is not snapshot.everything:
        found = found.chosen(snapshot.live.take(found.ids) if found.few else snapshot.live)
    sets = _HitSets(found, query.filters, matcher)
    hits = sets.without(None)
    points = _points(query, hits, snapshot)
    cut = slice(query.start, query.stop)
    docs, best = ordering.cut(hits, points, query.order, cut, snapshot)
    return EngineResult(
        total=hits.count,
        ids=snapshot.numbers.take(docs).tolist(),
        scores=best,
        facets={
            row.group: _counts(row.field, sets.without(row.group), snapshot) for row in query.facets
        },
    )


def _points(query: EngineQuery, hits: Docs, snapshot: Snapshot) -> Int64s | None:
    """None where nothing is ranked: an order by day, a tree that wants no text, an empty slice."""
    empty = range(hits.count)[query.start : query.stop] == range(0)
    if empty or query.order != "relevance" or isinstance(query.tree, Everything):
        return None
    return ordering.quantised(scores(query.tree, hits, snapshot))


def _counts(field: str, docs: Docs, snapshot: Snapshot) -> dict[str, int]:
    """What everything holds is counted once: it is what whoever opens the site sees."""
    if docs is not snapshot.everything:
        return counting.count(snapshot.table(field), docs)
    if field not in snapshot.counts:
        snapshot.counts[field] = counting.count(snapshot.table(field), docs)
    return dict(snapshot.counts[field])


class _HitSets:
    """The hits with all filters, or with all but those of one group; each made once."""

    def __init__(self, found: Docs, filters: Iterable[Filter], matcher: Matcher) -> None:
        self._found = found
        self._passing: dict[str, Bools] = {}
        for row in filters:
            passing = matcher.passing(found, row.node)
            known = self._passing.get(row.group)
            self._passing[row.group] = passing if known is None else known & passing
        self._made: dict[str | None, Docs] = {}

    def without(self, group: str | None) -> Docs:
        """A group that has no filters is counted over the hits themselves."""
        group = group if group in self._passing else None
        if group not in self._made:
            kept = [passing for name, passing in self._passing.items() if name != group]
            passed = np.logical_and.reduce(kept) if kept else None
            self._made[group] = self._found if passed is None else self._found.chosen(passed)
        return self._made[group]
