"""What a search gives back: hits, facets with counts and toggle links, one page of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.found import FoundArticle


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice in a facet; `url` is the search with this choice toggled, on its first page.

    `children`: the counties of a city, where the page shows them below it.
    """

    value: str
    label: str
    count: int
    selected: bool
    url: str
    children: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """The choices of one facet, most frequent first (months newest first).

    `total`: how many choices there are; more than `values` where only the first are listed.
    """

    name: str
    label: str
    values: list[FacetValue]
    total: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found; its texts here are safe HTML whose only tag is <mark>.

    They are empty where nobody asked for them; `subtitle` also where nothing in it matched.
    """

    article: FoundArticle
    score: float
    title: str = ""
    snippet: str = ""
    kicker: str = ""
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value shown above the hits; `url` is the search without it."""

    label: str
    url: str


@dataclass(slots=True)
class SearchPage:
    """One page of a result. `problems` names every parameter that was not understood.

    `months`: hits of each month (2024-03), whatever days are chosen.
    """

    total: int
    page: int
    pages: int
    size: int
    hits: list[Hit] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    months: dict[str, int] = field(default_factory=dict)
