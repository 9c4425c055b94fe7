"""Trends as the API and the JSON file give them; keys are the contract's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from search.trends.asked import TrendsRequest
from search.trends.counting import Line, Period, Trends
from search.trends.coverage import Paper

ONE = ("from", "to", "role")  # parameters that have one value; the other filters have several


@dataclass(frozen=True, slots=True)
class Source:
    """`link` shows the table on the page again; `home` is the archive's address."""

    link: str
    home: str
    day: date


def source(request: HttpRequest, asked: TrendsRequest) -> Source:
    """Where a file or an answer comes from, with full addresses, and today."""
    absolute = request.build_absolute_uri
    link = absolute(asked.link(reverse("trends")))
    return Source(link, absolute(reverse("home")), timezone.localdate())


def document(trends: Trends, origin: Source) -> dict[str, Any]:
    """A list of periods, and of series whose numbers stand in the order of the periods."""
    papers = trends.coverage.papers if trends.coverage else []
    return {
        "query": _query(trends.request),
        "url": origin.link,
        "exported": origin.day.isoformat(),
        "periods": [_period(one) for one in trends.periods],
        "series": [_series(one, trends.periods) for one in trends.lines],
        "newspapers": [_paper(one) for one in papers],
        "notices": [*trends.left_out, *trends.notices],
    }


def _query(request: TrendsRequest) -> dict[str, Any]:
    """Only what was asked, under the names that the address uses."""
    found: dict[str, Any] = {"series": list(request.series)}
    for name, value in request.common.pairs():
        if name in ONE:
            found[name] = value
        else:
            found.setdefault(name, []).append(value)
    return found | {"by": request.by, "per": request.per}


def _period(one: Period) -> dict[str, Any]:
    return {
        "period": one.span.value,
        "from": one.span.first.isoformat(),
        "to": one.span.last.isoformat(),
        "complete": not one.is_partial,
        "articles": one.articles,
    }


def _series(one: Line, periods: list[Period]) -> dict[str, Any]:
    return {
        "query": one.query,
        "total": one.total,
        "counts": one.counts,
        "per_thousand": one.values(periods, "thousand"),
    }


def _paper(one: Paper) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "name": one.name,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "issues": one.issues,
    }
