"""From when to when each newspaper is in the archive: what every count depends on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from search import facets
from search.backend import policy_backend
from search.labels import labels
from search.request import SearchRequest
from search.tree import Everything


@dataclass(frozen=True, slots=True)
class Paper:
    """`issues`: days of which the archive holds anything of it."""

    slug: str
    name: str
    first: date
    last: date
    issues: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The newspapers that a question is about, those with most issues first; never none."""

    papers: list[Paper]

    @property
    def first(self) -> date:
        return min(one.first for one in self.papers)

    @property
    def last(self) -> date:
        return max(one.last for one in self.papers)

    @property
    def is_even(self) -> bool:
        """Whether all papers begin and end at about the same time."""
        firsts, lasts = [one.first for one in self.papers], [one.last for one in self.papers]
        month = timedelta(days=31)
        return max(firsts) - min(firsts) <= month and max(lasts) - min(lasts) <= month


def coverage(common: SearchRequest) -> Coverage | None:
    """Of the newspapers asked for, else of all; None where they hold nothing.

    One database query. Raises IndexUnavailable.
    """
    press = facets.filters(SearchRequest(newspaper=common.newspaper))
    found = policy_backend().engine.spans(Everything(), press, "newspaper")
    if not found:
        return None
    called = labels({"newspaper": [*found]})["newspaper"]
    papers = [
        Paper(
            slug,
            called.get(slug, slug),
            date.fromordinal(span.first),
            date.fromordinal(span.last),
            span.days,
        )
        for slug, span in found.items()
    ]
    return Coverage(sorted(papers, key=lambda one: (-one.issues, one.name)))
