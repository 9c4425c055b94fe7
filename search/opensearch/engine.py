"""The engine on a cluster: what search.engine.Engine answers, asked of OpenSearch."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from archive.text.fold import fold
from search.engine.budget import Budget
from search.engine.crossing import Crossing, Span
from search.engine.errors import IndexDamaged
from search.engine.lexicon import Words
from search.engine.requests import EngineQuery, EngineResult, Filter
from search.opensearch import asking, crossing, held, likeness, words
from search.opensearch.address import Address
from search.opensearch.keeping import Keeping
from search.tree import Node

Answer = TypeVar("Answer")
KNOWN = 1.0  # seconds for which it is not asked again which index is searched, and its state


class ClusterEngine(Keeping):
    """`address` names the cluster and the alias; `root` holds the locks of this machine's writers.

    Every question raises as in search.engine.Engine. Safe to use from many threads.
    """

    def __init__(self, address: Address, root: Path, shards: int = 1, replicas: int = 1) -> None:
        super().__init__(address, root, shards, replicas)
        self.changed()

    def changed(self) -> None:
        self._index: tuple[float, str] | None = None
        self._state: tuple[float, tuple[str, int]] | None = None

    def _ask(self, question: Callable[[str], Answer]) -> Answer:
        """Its answer, from the index of the name that it is given: the same for one page.

        Where that is gone, another was published a moment ago, and is asked instead.
        """
        known, now = self._index, time.monotonic()
        if known is not None and now <= known[0] + KNOWN:
            with suppress(IndexDamaged):
                return question(known[1])
        name = self.indices.current().name
        self._index = now, name
        return question(name)

    def search(self, query: EngineQuery, budget: Budget | None = None) -> EngineResult:
        """Hits, scores and counts; the cluster breaks off what is too costly."""
        return self._ask(lambda index: asking.search(query, self.cluster, index, budget))

    def cross(
        self, tree: Node, filters: Sequence[Filter] = (), field: str = "", by: str = "month"
    ) -> Crossing:
        """As `crosses` of one tree."""
        return self.crosses([tree], filters, field, by)[0]

    def crosses(
        self,
        trees: Sequence[Node],
        filters: Sequence[Filter] = (),
        field: str = "",
        by: str = "month",
    ) -> list[Crossing]:
        """One crossing a tree; see search.engine.Engine.crosses."""
        return self._ask(
            lambda index: crossing.cross(trees, filters, field, by, self.cluster, index)
        )

    def spans(
        self, tree: Node, filters: Sequence[Filter] = (), field: str = "newspaper"
    ) -> dict[str, Span]:
        """First day, last day and number of days with a hit of each value of the facet field."""
        return self._ask(lambda index: crossing.spans(tree, filters, field, self.cluster, index))

    def similar(self, text: str, exclude: Collection[int], limit: int) -> list[tuple[int, float]]:
        """Numbers and scores of the nearest articles, nearest first; none of `exclude`."""
        return self._ask(lambda index: likeness.similar(text, exclude, limit, self.cluster, index))

    def lexicon(self) -> Words:
        """Words of title and body, ascending, and how many articles hold each."""
        return self._ask(lambda index: words.lexicon(self.cluster, index))

    def begins(self, text: str) -> bool:
        """Whether any word begins with the text."""
        folded = fold(text)
        return bool(folded) and self._ask(lambda index: words.begins(folded, self.cluster, index))

    def stamps(self) -> dict[int, int]:
        """The content stamp of every article in the index, by its number."""
        return self._ask(lambda index: held.stamps(self.cluster, index))

    def numbers(self) -> set[int]:
        """The numbers of all articles in the index."""
        return self._ask(lambda index: held.numbers(self.cluster, index))

    def generation(self) -> tuple[str, int]:
        """Changes with every write that searches see, within a second."""
        known, now = self._state, time.monotonic()
        if known is None or now > known[0] + KNOWN:
            state = self._ask(lambda index: (index, held.state(self.cluster, index)))
            known = self._state = now, state
        return known[1]

    def count(self) -> int:
        return self._ask(lambda index: held.count(self.cluster, index))
