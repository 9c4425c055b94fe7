"""Counts of published articles by SQL: always right, and what an index is measured against."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Case, CharField, Count, F, Max, Min, Q, QuerySet, When
from django.db.models.functions import Cast

from archive.models import (
    Article,
    IndustryMention,
    OfficialMention,
    Place,
    PlaceMention,
)
from archive.selectors.counting import ByMonth, Counts, Scope, Spans

PUBLISHED = Article.Status.PUBLISHED
COUNTY = Place.Level.COUNTY
DAY = "page__issue__date"
_CITY = Case(When(place__level=COUNTY, then=F("place__parent__code")), default=F("place__code"))


def undrafted() -> QuerySet[Article]:
    """The published articles, asked for by the drafts, which are few.

    SQLite that has not seen its indexes takes the one of 已发布, nearly all, to find a page's.
    """
    drafts = Article.objects.filter(status=Article.Status.DRAFT)
    return Article.objects.exclude(pk__in=drafts.values("pk"))


def articles_of(scope: Scope) -> QuerySet[Article]:
    """The published articles of the scope."""
    rows = Article.objects.published()
    for facet, values in scope.items():
        rows = rows.filter(_holding(facet, values))
    return rows


def _holding(facet: str, values: Sequence[str]) -> Q:
    """An article of a city names it or a county directly under it."""
    if facet == "newspaper":
        return Q(page__issue__newspaper__slug__in=values)
    if facet == "official":
        rows = OfficialMention.objects.filter(official__in=[int(one) for one in values])
    elif facet == "industry":
        rows = IndustryMention.objects.filter(industry__slug__in=values)
    else:
        here = Q(place__code__in=values)
        here = (
            here & Q(place__level=COUNTY) if facet == "county" else here & ~Q(place__level=COUNTY)
        )
        under = Q(place__parent__code__in=values, place__level=COUNTY)
        rows = PlaceMention.objects.filter(here | under if facet == "city" else here)
    return Q(pk__in=rows.order_by().values("article"))


def _values(facet: str, scope: Scope) -> tuple[QuerySet, object, str]:
    """Rows that hold the facet's values, the value's expression, and the way to the article."""
    if facet in ("newspaper", "month"):
        value = F("page__issue__newspaper__slug" if facet == "newspaper" else DAY)
        return articles_of(scope).order_by(), value, ""
    places = PlaceMention.objects.order_by()
    rows, value = {
        "city": (places, _CITY),
        "county": (places.filter(place__level=COUNTY), F("place__code")),
        "official": (OfficialMention.objects.order_by(), Cast("official_id", CharField())),
        "industry": (IndustryMention.objects.order_by(), F("industry__slug")),
    }[facet]
    if scope:
        rows = rows.filter(article__in=articles_of(scope).order_by().values("pk"))
    return rows.filter(article__status=PUBLISHED), value, "article__"


class DatabaseSource:
    """Always answers."""

    def counts(self, scope: Scope, facets: Sequence[str]) -> Counts:
        return {facet: self._count(facet, scope) for facet in facets}

    def _count(self, facet: str, scope: Scope) -> dict[str, int]:
        rows, value, way = _values(facet, scope)
        number = Count(f"{way}pk" if way else "pk", distinct=facet == "city")
        found = rows.values(value_=value).annotate(count_=number).values_list("value_", "count_")
        if facet == "month":  # grouped by day: SQLite cuts a date by a Python call a row
            return _added((day.isoformat()[:7], count) for day, count in found)
        return {value: count for value, count in found if value}

    def by_month(self, scope: Scope, facet: str) -> ByMonth:
        rows, value, way = _values(facet, scope)
        number = Count(f"{way}pk" if way else "pk", distinct=facet == "city")
        days = rows.values(value_=value, day_=F(f"{way}{DAY}")).annotate(count_=number)
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for one, day, count in days.values_list("value_", "day_", "count_"):
            if one:
                found[one][day.isoformat()[:7]] += count
        return {one: dict(months) for one, months in found.items()}

    def spans(self, scope: Scope, facet: str) -> Spans:
        rows, value, way = _values(facet, scope)
        ends = {"first_": Min(f"{way}{DAY}"), "last_": Max(f"{way}{DAY}")}
        found = rows.values(value_=value).annotate(**ends).values_list("value_", *ends)
        return {one: (first, last) for one, first, last in found if one}

    def newest(self, scope: Scope, start: int, stop: int | None) -> list[int]:
        rows = articles_of(scope).order_by(f"-{DAY}", "pk")
        return list(rows.values_list("pk", flat=True)[start:stop])


def _added(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for value, count in rows:
        counts[value] += count
    return dict(counts)
