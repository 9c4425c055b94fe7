"""Articles by month, folded into years of twelve cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from archive.models import Article


@dataclass(frozen=True, slots=True)
class Month:
    """`value` is what `from=` and `to=` of a search take: 2024-09."""

    value: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year with all its twelve months, those without articles at count 0."""

    number: int
    months: list[Month]
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Years newest first; `peak` is the fullest month; `first` and `last` are issue dates."""

    years: list[Year] = field(default_factory=list)
    peak: int = 0
    total: int = 0
    first: date | None = None
    last: date | None = None


def timeline(*, articles: QuerySet[Article]) -> Timeline:
    """The months of `articles`, in one query.

    Grouped by day and folded here: SQLite cuts a date to its month by a Python call a row.
    """
    days = dict(
        articles.order_by()
        .values_list("page__issue__date")
        .annotate(count=Count("pk"))
        .values_list("page__issue__date", "count")
    )
    return fold_days(days=days)


def fold_days(*, days: dict[date, int]) -> Timeline:
    """Articles per day as articles per month."""
    if not days:
        return Timeline()
    counts: Counter[tuple[int, int]] = Counter()
    for day, count in days.items():
        counts[day.year, day.month] += count
    first, last = min(days), max(days)
    years = [_year(number, counts) for number in range(last.year, first.year - 1, -1)]
    return Timeline(
        years=[year for year in years if year.count],
        peak=max(counts.values()),
        total=sum(counts.values()),
        first=first,
        last=last,
    )


def _year(number: int, counts: Counter[tuple[int, int]]) -> Year:
    months = [Month(f"{number}-{m:02}", m, counts[number, m]) for m in range(1, 13)]
    return Year(number, months, sum(month.count for month in months))
