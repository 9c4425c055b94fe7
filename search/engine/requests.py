"""What goes into the engine and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.tree import Everything, Node

ORDERS = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition chosen in the facet `group`; that facet's own counts leave it out."""

    group: str
    node: Node


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Count the values of the index field `field` under the name `group`."""

    group: str
    field: str


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """`start` and `stop` cut the ordered hits as a slice does; `stop` None means to the end.

    `order` is one of ORDERS: by score, then newest; newest first; or that turned round.
    """

    tree: Node = field(default_factory=Everything)
    filters: tuple[Filter, ...] = ()
    facets: tuple[FacetRequest, ...] = ()
    order: str = "relevance"
    start: int = 0
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class EngineResult:
    """`total` of all hits; ids and scores of the slice; counts of each facet by value."""

    total: int
    ids: list[int]
    scores: list[float]
    facets: dict[str, dict[str, int]]
