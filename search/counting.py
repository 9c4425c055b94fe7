"""Lends the archive's pages the counts of the index, so that they tell what a search tells.

Both lag a moment behind what is published, and longer while much is being imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from archive.selectors.counting import ByMonth, Counts, Scope, Spans, register
from search.backend import policy_backend
from search.engine import EngineQuery, FacetRequest, IndexUnavailable, SearchEngine, TooCostly
from search.indexing import marks
from search.tree import Among, And, Everything, Node

# A cluster that is slow breaks a question off; the database is slow, too, but it answers.
AWAY = (IndexUnavailable, TooCostly)


def own_index() -> IndexSource | None:
    """The index, where it is this database's; one small query."""
    engine = policy_backend().engine
    with suppress(*AWAY):
        engine.generation()
        if marks.agree():
            return IndexSource(engine)
    return None


class IndexSource:
    """None from any method where the index was lost meanwhile."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def counts(self, scope: Scope, facets: Sequence[str]) -> Counts | None:
        asked = tuple(FacetRequest(facet, facet) for facet in facets)
        with suppress(*AWAY):
            query = EngineQuery(_tree(scope), facets=asked, order="newest", stop=0)
            return self._engine.search(query).facets
        return None

    def by_month(self, scope: Scope, facet: str) -> ByMonth | None:
        with suppress(*AWAY):
            found = self._engine.cross(_tree(scope), (), facet, "month")
            return {
                value: {month: n for month, n in zip(found.periods, row, strict=True) if n}
                for value, row in zip(found.values, found.counts.tolist(), strict=True)
            }
        return None

    def spans(self, scope: Scope, facet: str) -> Spans | None:
        with suppress(*AWAY):
            found = self._engine.spans(_tree(scope), (), facet)
            days = date.fromordinal
            return {value: (days(one.first), days(one.last)) for value, one in found.items()}
        return None

    def newest(self, scope: Scope, start: int, stop: int | None) -> list[int] | None:
        with suppress(*AWAY):
            query = EngineQuery(_tree(scope), order="newest", start=start, stop=stop)
            return self._engine.search(query).ids
        return None


def _tree(scope: Scope) -> Node:
    parts = tuple(Among(facet, tuple(values)) for facet, values in scope.items())
    return And(parts) if parts else Everything()


register(own_index)
