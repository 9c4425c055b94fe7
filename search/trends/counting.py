"""The numbers of trends: hits of every series in every period, and what they are measured against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from search import facets, roster
from search.backend import policy_backend
from search.engine import Crossing
from search.spans import Span, are_too_many, by_year_instead, per_thousand, span
from search.tree import Everything, Node
from search.trends.asked import TrendsRequest
from search.trends.coverage import Coverage, coverage
from search.trends.understanding import Query, understood


@dataclass(frozen=True, slots=True)
class Period:
    """`articles`: all that the common filters leave; `is_partial`: the archive, or the question,
    holds a part of its days only."""

    span: Span
    articles: int
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One series: hits a period."""

    query: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)

    def values(self, periods: list[Period], per: str) -> list[float | None]:
        """What is drawn; None where the archive holds nothing of the period."""
        if per == "thousand":
            rows = zip(self.counts, periods, strict=True)
            return [per_thousand(count, period.articles) for count, period in rows]
        return [
            count if period.articles else None
            for count, period in zip(self.counts, periods, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Trends:
    """`left_out` names the series that are not drawn, a line each; `notices` are about the others."""

    request: TrendsRequest
    periods: list[Period]
    lines: list[Line]
    left_out: list[str]
    notices: list[str]
    coverage: Coverage | None

    @property
    def articles(self) -> int:
        return sum(period.articles for period in self.periods)


def count(request: TrendsRequest) -> Trends:
    """Ask the engine once for all series. Raises IndexUnavailable."""
    roster.keep_current()
    queries = understood(request.series, request.common)
    trees = [Everything(), *(one.tree for one in queries)]
    whole, *found = _crossed(trees, request)
    notices: list[str] = []
    if are_too_many(whole.periods, request.by):
        notices.append(by_year_instead(whole.periods))
        request = replace(request, by="year")
        whole, *found = _crossed(trees, request)
    held = coverage(request.common)
    drawn, left_out = [], []
    for query, crossing in zip(queries, found, strict=True):
        line = Line(query.text, crossing.totals.tolist())
        if _is_unknown(query, line):
            left_out += query.notices
        else:
            drawn.append(line)
            notices += query.notices
    periods = _periods(whole.periods, whole.totals.tolist(), request, held)
    return Trends(request, periods, drawn, left_out, notices, held)


def _crossed(trees: list[Node], request: TrendsRequest) -> list[Crossing]:
    filters = facets.filters(request.common)
    return policy_backend().engine.crosses(trees, filters, "", request.by)


def _is_unknown(query: Query, line: Line) -> bool:
    """A name that nothing bears leaves nothing to draw, unless the rest of the query does."""
    return query.is_unknown and not line.total


def _periods(
    values: list[str], articles: list[int], request: TrendsRequest, held: Coverage | None
) -> list[Period]:
    begin, end = request.common.first_day, request.common.last_day
    begin, end = begin or date.min, end or date.max
    spans = map(span, values)
    return [
        Period(
            one, number, one.lacks(begin, end) or bool(held and one.exceeds(held.first, held.last))
        )
        for one, number in zip(spans, articles, strict=True)
    ]


def ends(request: TrendsRequest, held: Coverage | None) -> tuple[date, date]:
    """The first and the last day of which anything can be told."""
    first = max(held.first if held else date.min, request.common.first_day or date.min)
    last = min(held.last if held else date.max, request.common.last_day or date.max)
    return first, last
