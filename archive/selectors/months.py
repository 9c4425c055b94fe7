"""Articles by month, folded into years of twelve cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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

    @property
    def running(self) -> list[Month]:
        """Every month from the first to the last in order, the empty ones too."""
        if not (self.first and self.last):
            return []
        known = {month.value: month for year in self.years for month in year.months}
        span = range(_ordinal(self.first), _ordinal(self.last) + 1)
        values = [(f"{at // 12}-{at % 12 + 1:02}", at % 12 + 1) for at in span]
        return [known.get(value) or Month(value, number, 0) for value, number in values]


def _ordinal(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


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
    counts: Counter[str] = Counter()
    for day, count in days.items():
        counts[day.isoformat()[:7]] += count
    return fold_months(months=counts, days=(min(days), max(days)))


def fold_months(*, months: Mapping[str, int], days: tuple[date, date]) -> Timeline:
    """Articles per month (2024-09), with the days of the first and the last of them."""
    first, last = days
    years = [_year(number, months) for number in range(last.year, first.year - 1, -1)]
    return Timeline(
        years=[year for year in years if year.count],
        peak=max(months.values(), default=0),
        total=sum(months.values()),
        first=first,
        last=last,
    )


def _year(number: int, counts: Mapping[str, int]) -> Year:
    values = [(f"{number}-{m:02}", m) for m in range(1, 13)]
    months = [Month(value, m, counts.get(value, 0)) for value, m in values]
    return Year(number, months, sum(month.count for month in months))
