"""Newspapers and their issues for the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from archive.models import Article, Issue, Newspaper
from search.answers import Absolute, article_head
from search.backend import policy_backend
from search.engine.crossing import Span
from search.entities.counted import everywhere, portrait
from search.facets import filters
from search.request import SearchRequest
from search.tree import Everything

_ROW = ("slug", "name", "level", "place__code")
# The published ones, said so that no database begins with the index of states: it holds them all.
_NO_DRAFT = Article.objects.exclude(status=Article.Status.DRAFT)


def newspapers(absolute: Absolute) -> dict[str, Any]:
    """Every paper that is known, the fullest first. Raises IndexUnavailable."""
    counts = everywhere("newspaper")
    spans = policy_backend().engine.spans(Everything(), (), "newspaper")
    rows = [
        _row(row, spans, absolute) | {"count": counts.get(row[0], 0)}
        for row in Newspaper.objects.values_list(*_ROW)
    ]
    rows.sort(key=lambda row: (-row["count"], row["name"]))
    return {"total": len(rows), "results": rows}


def newspaper(slug: str, absolute: Absolute) -> dict[str, Any] | None:
    found = Newspaper.objects.filter(slug=slug).values_list(*_ROW, "aliases").first()
    if found is None:
        return None
    *row, aliases = found
    asked = SearchRequest(newspaper=(slug,))
    told = portrait(asked, "city", "official", "industry", "month")
    spans = policy_backend().engine.spans(Everything(), (), "newspaper")
    return _row(tuple(row), spans, absolute) | told | {"aliases": aliases}


def _row(row: tuple[Any, ...], spans: dict[str, Span], absolute: Absolute) -> dict[str, Any]:
    slug, name, level, place = row
    span = spans.get(slug)
    return {
        "slug": slug,
        "name": name,
        "level": level,
        "place": place,
        "first": date.fromordinal(span.first).isoformat() if span else None,
        "last": date.fromordinal(span.last).isoformat() if span else None,
        "issues": span.days if span else 0,
        "url": absolute(reverse("newspaper-detail", args=[slug])),
    }


def issues(request: SearchRequest, absolute: Absolute) -> dict[str, Any]:
    """A page of the issues that hold a published article, newest first. Raises IndexUnavailable."""
    rows = _published().order_by("-date", "newspaper")
    if request.newspaper:
        rows = rows.filter(newspaper__slug__in=request.newspaper)
    if request.first_day:
        rows = rows.filter(date__gte=request.first_day)
    if request.last_day:
        rows = rows.filter(date__lte=request.last_day)
    spans = policy_backend().engine.spans(Everything(), filters(request), "newspaper")
    total = sum(span.days for span in spans.values())
    shown = list(rows[request.start : request.start + request.size])
    counts = _counts(shown)
    return {
        "total": total,
        "page": request.page,
        "pages": max(1, -(-total // request.size)),
        "size": request.size,
        "results": [_issue(one, counts.get(one.pk, 0), absolute) for one in shown],
    }


def issue(slug: str, day: date, absolute: Absolute) -> dict[str, Any] | None:
    """One issue with its articles in the order of reading."""
    found = _published().filter(newspaper__slug=slug, date=day).first()
    if found is None:
        return None
    rows = Article.objects.published().filter(page__issue=found).with_press()
    articles = rows.with_mentions(evidence=False).order_by("page__number", "order")
    told = [article_head(one, absolute) for one in articles]
    return _issue(found, len(told), absolute) | {"articles": told}


def _published() -> QuerySet[Issue]:
    held = _NO_DRAFT.filter(page__issue=OuterRef("pk"))
    return Issue.objects.filter(Exists(held)).select_related("newspaper")


def _counts(shown: list[Issue]) -> dict[int, int]:
    """Published articles of each of these issues."""
    rows = _NO_DRAFT.filter(page__issue__in=shown).order_by()
    return dict(rows.values_list("page__issue").annotate(count=Count("pk")))


def _issue(row: Issue, count: int, absolute: Absolute) -> dict[str, Any]:
    return {
        "newspaper": row.newspaper.name,
        "newspaper_slug": row.newspaper.slug,
        "date": row.date.isoformat(),
        "date_source": row.date_source,
        "count": count,
        "url": absolute(row.get_absolute_url()),
    }
