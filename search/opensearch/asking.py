"""What the cluster is asked, and what it answers: hits in order, and counts of facets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from opensearchpy import NotFoundError

from search.engine.budget import Budget
from search.engine.errors import IndexAway, IndexUnavailable
from search.engine.requests import EngineQuery, EngineResult
from search.opensearch import facets, frequencies, scoring
from search.opensearch.cluster import Cluster
from search.opensearch.conditions import MOST, Clause, all_of, condition, width
from search.opensearch.fields import DATE, NUMBER
from search.tree import Near, Node, Phrase, Prefix, Word, leaves

WINDOW = 10_000  # hits from the first on that a cluster gives without being led through them
NEWEST = [{DATE: "desc"}, {NUMBER: "asc"}]
OLDEST = [{DATE: "asc"}, {NUMBER: "desc"}]
_KEPT = "1m"  # how long the cluster keeps a state of the index between two pages of it
PLAIN = {"_source": False, "stored_fields": "_none_", "track_total_hits": True}
_SHOWN = "timed_out,pit_id,hits.total.value,hits.hits.sort,aggregations"
Body = dict[str, Any]


def search(
    query: EngineQuery, cluster: Cluster, index: str, budget: Budget | None = None
) -> EngineResult:
    """Raises IndexUnavailable, TooCostly, ValueError where the tree holds a name that was not
    resolved, KeyError for a facet that there is not.

    The cluster itself breaks off what takes too long; the budget is asked whether it is begun.
    """
    budget = budget or Budget()
    budget.check()
    begun = monotonic()
    try:
        return _Search(query, cluster, index).result()
    finally:
        budget.spend(monotonic() - begun)


class _Search:
    """`base` is what every hit and whatever a facet counts must meet."""

    def __init__(self, query: EngineQuery, cluster: Cluster, index: str) -> None:
        self.query, self.cluster, self.index = query, cluster, index
        self.choices = facets.Choices(query.filters, query.facets)
        self.base = [condition(query.tree), *self.choices.common]
        self.ids: list[int] = []
        self.scores: list[float] = []
        self.scored = False
        self.is_empty = query.stop is not None and query.stop <= query.start
        self.ranks = not self.is_empty and query.order == "relevance"

    def result(self) -> EngineResult:
        """Facets without texts to look for are asked apart, so that the cluster keeps the answer:
        they are what whoever opens the site sees."""
        counted: Body = {}
        if self.query.facets:
            counted["aggs"] = facets.aggregations(self.query.facets, self.choices)
        if counted and not self.is_empty and not _has_text(self.query.tree):
            hits = self._hits({})
            answer = self._ask({"query": all_of(self.base), "size": 0, **counted})
        else:
            hits = answer = self._hits(counted)
        return EngineResult(
            total=hits["hits"]["total"]["value"],
            ids=self.ids,
            scores=self.scores,
            facets=self._counts(answer.get("aggregations", {})),
        )

    def _counts(self, answer: Body) -> dict[str, dict[str, int]]:
        return facets.counts(
            self.query.facets, self.choices, self.base, answer, self.cluster, self.index
        )

    def _hits(self, counted: Body) -> Body:
        """The answer; the hits of the slice are taken, whatever it takes to come to them."""
        body = self._body(counted)
        start, stop = self.query.start, self.query.stop
        if self.is_empty:
            return self._ask(body | {"size": 0})
        body["sort"] = self._sort()
        if stop is not None and stop <= WINDOW:
            return self._take(self._ask(body | {"from": start, "size": stop - start}))
        answer = self._ask(body | {"size": WINDOW})
        if answer["hits"]["total"]["value"] <= WINDOW:  # as mostly
            self._take(answer)
        else:
            answer = self._led(body)
        self.ids, self.scores = self.ids[start:stop], self.scores[start:stop]
        return answer

    def _led(self, body: Body) -> Body:
        """The first answer of many; hits are taken until the slice ends."""
        answer: Body = {}
        for page in pages(body, self.cluster, self.index, **self._way()):
            answer = answer or page
            self._take(page)
            if self.query.stop is not None and len(self.ids) >= self.query.stop:
                break
        return answer

    def _take(self, page: Body) -> Body:
        """Keep numbers and scores alone: as the cluster gives them, a million hits are 500 MB."""
        for row in page["hits"].pop("hits", ()):
            sort = row["sort"]
            self.ids.append(sort[-1])
            self.scores.append(round(sort[0], 4) if len(sort) > 2 else 0.0)
        return page

    def _body(self, counted: Body) -> Body:
        """Choices of the facets that are counted in the same breath come after them."""
        apart = self.choices.apart()
        held = all_of(self.base if counted else [*self.base, apart])
        body: Body = {"query": self._ranked(held), **counted}
        return body | {"post_filter": apart} if counted and apart != all_of([]) else body

    def _ranked(self, held: Clause) -> Clause:
        units = scoring.weighed(self.query.tree) if self.ranks else []
        if not units:
            return held
        known = frequencies.ask(scoring.tokens(units), self.cluster, self.index)
        should = scoring.scores(units, known, MOST - width(held))
        self.scored = bool(should)
        return {"bool": {"filter": [held], "should": should}} if should else held

    def _sort(self) -> list[Any]:
        if self.query.order == "oldest":
            return OLDEST
        return ["_score", *NEWEST] if self.scored else NEWEST

    def _way(self) -> dict[str, Any]:
        """Shards agree on how rare a word is before they rank by it."""
        return {"search_type": "dfs_query_then_fetch"} if self.scored else {}

    def _ask(self, body: Body) -> Body:
        way = self._way()
        return self.cluster.search(PLAIN | body, self.index, filter_path=_SHOWN, **way)


def _has_text(tree: Node) -> bool:
    return any(isinstance(leaf, Word | Phrase | Prefix | Near) for leaf in leaves(tree))


def pages(
    body: Body, cluster: Cluster, index: str, size: int = WINDOW, **params: Any
) -> Iterator[Body]:
    """The answers with all hits, page after page of one state of the index; the first one tells
    the total and the facets. Every hit has its `sort`, which must tell all of them apart.

    Raises IndexUnavailable, also where the state is lost with a part of the cluster.
    """
    asked = PLAIN | body | {"size": size}
    with _state(cluster, index) as state:
        while True:
            asked["pit"] = {"id": state, "keep_alive": _KEPT}
            try:
                page = cluster.search(asked, None, filter_path=_SHOWN, **params)
            except NotFoundError as error:
                raise IndexAway("检索集群中途变了") from error
            rows = page.setdefault("hits", {}).get("hits", [])  # a last page may be empty
            yield page
            if len(rows) < size:
                return
            asked |= {"search_after": rows[-1]["sort"], "track_total_hits": False}
            asked.pop("aggs", None)
            state = page.get("pit_id", state)


@contextmanager
def _state(cluster: Cluster, index: str) -> Iterator[str]:
    """A state of the index that the cluster keeps for this long."""
    params = {"keep_alive": _KEPT, "allow_partial_pit_creation": "false"}
    with cluster.asked():
        state = cluster.client.create_pit(index=index, params=params)["pit_id"]
    try:
        yield state
    finally:
        with suppress(IndexUnavailable, NotFoundError), cluster.asked():
            cluster.client.delete_pit(body={"pit_id": [state]})
