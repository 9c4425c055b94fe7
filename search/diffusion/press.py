"""The papers behind the answer: from when on each is in the archive, and how completely."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from archive.models import Newspaper
from search.engine import Span

MOST = 40  # papers that the page lists, those with most articles on the places first


@dataclass(frozen=True, slots=True)
class Paper:
    """`issues` days with an article in the archive; `gaps` months without any between; `articles`
    on the places asked for. `home` is the code of its place, `city` of the prefecture above that."""

    slug: str
    name: str
    home: str
    city: str
    first: date
    last: date
    issues: int
    gaps: int
    articles: int


def papers(
    spans: Mapping[str, Span], gaps: Mapping[str, int], articles: Mapping[str, int]
) -> list[Paper]:
    """All that the archive has an issue of, by articles on the places; one query."""
    rows = Newspaper.objects.values_list("slug", "name", "place__code", "place__parent__code")
    found = [
        Paper(
            slug=slug,
            name=name,
            home=home or "",
            city=above or "",
            first=date.fromordinal(spans[slug].first),
            last=date.fromordinal(spans[slug].last),
            issues=spans[slug].days,
            gaps=gaps.get(slug, 0),
            articles=articles.get(slug, 0),
        )
        for slug, name, home, above in rows
        if slug in spans
    ]
    return sorted(found, key=lambda one: (-one.articles, one.first, one.slug))


def concerned(
    found: Collection[Paper], codes: Collection[str], chosen: Collection[str]
) -> list[Paper]:
    """Those chosen; where none is, those at home in one of the places or writing about one."""
    return [
        one
        for one in found
        if (one.slug in chosen if chosen else one.articles or {one.home, one.city} & {*codes})
    ]


def by_home(found: Collection[Paper]) -> dict[str, Paper]:
    """The paper of each place that is longest in the archive, a county's for its city where it has
    none of its own."""
    homes: dict[str, Paper] = {}
    for one in sorted(found, key=lambda one: (one.first, one.slug)):
        homes.setdefault(one.home, one)
    for one in sorted(found, key=lambda one: (one.first, one.slug)):
        homes.setdefault(one.city, one)
    homes.pop("", None)
    return homes
