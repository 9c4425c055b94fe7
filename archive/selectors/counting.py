"""Who counts published articles: whoever registered and can answer now, else the database.

The pages ask a `Survey`; the search registers the index, which counts a hundred times as quickly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from archive.models import Article, Industry, Newspaper, Official, Place

# What the articles have in common, by facet: {"city": ("370900",)}. Several values of one facet
# mean any of them; {} means all published articles. Values are codes of places, slugs of
# industries and newspapers, numbers of officials as text.
Scope = Mapping[str, Sequence[str]]
Counts = dict[str, dict[str, int]]  # articles by facet, then by value
ByMonth = dict[str, dict[str, int]]  # articles by value, then by month: {"370900": {"2024-09": 3}}
Spans = dict[str, tuple[date, date]]  # by value, the days of the first and of the last article

FACETS = ("city", "county", "official", "industry", "newspaper", "month")


class Source(Protocol):
    """Answers about published articles; None from any method where it cannot tell just now."""

    def counts(self, scope: Scope, facets: Sequence[str]) -> Counts | None:
        """Articles of the scope by value of each facet; no value stands at 0.

        An article counts once for each value; a county counts for the city it lies under, too.
        """

    def by_month(self, scope: Scope, facet: str) -> ByMonth | None:
        """The same of one facet, month by month; months without articles are left out."""

    def spans(self, scope: Scope, facet: str) -> Spans | None:
        """From when to when there are articles with each value of the facet."""

    def newest(self, scope: Scope, start: int, stop: int | None) -> list[int] | None:
        """The numbers of a slice of the articles, newest day first, then by number."""


_registered: list[Callable[[], Source | None]] = []


def register(find: Callable[[], Source | None]) -> None:
    """`find` gives a source that knows the published articles, those of this moment perhaps
    excepted, or None.

    It may still hold an article that is a draft again: who reads rows by its numbers, looks.
    """
    if find not in _registered:
        _registered.append(find)


def quick_source() -> Source | None:
    """The first of the registered that can answer now."""
    return next((found for find in _registered if (found := find())), None)


def scope_of(thing: Article | Place | Official | Industry | Newspaper) -> Scope:
    """The articles that speak of the thing, or that the newspaper printed."""
    if isinstance(thing, Place):
        facet = "county" if thing.level == Place.Level.COUNTY else "city"
        return {facet: (thing.code,)}
    if isinstance(thing, Official):
        return {"official": (str(thing.pk),)}
    if isinstance(thing, Industry):
        return {"industry": (thing.slug,)}
    if isinstance(thing, Newspaper):
        return {"newspaper": (thing.slug,)}
    raise TypeError(f"{type(thing).__name__} is no facet")
