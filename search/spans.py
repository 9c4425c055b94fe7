"""Months, quarters and years as periods with a first and a last day. Pure Python."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sized
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from search.labels import month_label

# A paper pauses for a holiday: an archive that begins on the third holds the month.
PAUSE = timedelta(days=3)


# One article with a wrong year would else make a table of a thousand months.
MOST_PERIODS = 360


def are_too_many(periods: Sized, by: str) -> bool:
    """Whether they are to be years instead."""
    return len(periods) > MOST_PERIODS and by != "year"


def by_year_instead(periods: Sized) -> str:
    """What is said of it."""
    return _("共有 %(count)s 个时期，一页放不下，改按年计。") % {"count": len(periods)}


@dataclass(frozen=True, slots=True)
class Span:
    """A period: `value` is 2024-03, 2024-Q1 or 2024, as the engine names it."""

    value: str
    first: date
    last: date

    @property
    def label(self) -> str:
        """2024年3月, 2024年第1季度, 2024年."""
        year, _dash, part = self.value.partition("-")
        if part.startswith("Q"):
            return _("%(year)s年第%(number)s季度") % {"year": year, "number": part[1:]}
        return month_label(self.value) if part else _("%(year)s年") % {"year": year}

    def ends(self, begin: date | None, end: date | None) -> tuple[str, str]:
        """What `from` and `to` of a search take for it, cut where the question itself is cut.

        Whole months are written as months, whole years as years: 2024-01 to 2024-03 for a quarter.
        """
        first, last = max(self.first, begin or self.first), min(self.last, end or self.last)
        whole = first == self.first and last == self.last
        if whole and "-" not in self.value:
            return self.value, self.value
        return (
            f"{first:%Y-%m}" if first == self.first else first.isoformat(),
            f"{last:%Y-%m}" if last == self.last else last.isoformat(),
        )

    def lacks(self, begin: date, end: date) -> bool:
        """Whether what goes from `begin` to `end` leaves a part of this period out."""
        return self.first < begin or end < self.last

    def exceeds(self, begin: date, end: date) -> bool:
        """The same of an archive that goes from `begin` to `end`, a pause of the papers aside."""
        return begin - self.first > PAUSE or self.last - end > PAUSE


def span(value: str) -> Span:
    """`2024-Q1` → 2024-01-01 to 2024-03-31."""
    year, _dash, part = value.partition("-")
    if part.startswith("Q"):
        months = (3 * int(part[1:]) - 2, 3 * int(part[1:]))
    else:
        months = (int(part), int(part)) if part else (1, 12)
    last = monthrange(int(year), months[1])[1]
    return Span(value, date(int(year), months[0], 1), date(int(year), months[1], last))


def period_of(day: date, by: str) -> str:
    """As the engine names periods: 2024-03, 2024-Q1, 2024."""
    forms = {"month": f"{day:%Y-%m}", "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}"}
    return forms.get(by, f"{day.year:04d}")


def per_thousand(count: int, articles: int) -> float | None:
    """3 of 250 articles are 12.0, to three decimals; None where there is no article to measure against."""
    return round(1000 * count / articles, 3) if articles else None
