"""Officials for the API: who is named how often, and in which posts from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.urls import reverse

from archive import selectors
from archive.models import Article, Official, OfficialMention
from search.answers import Absolute
from search.entities.counted import everywhere, portrait
from search.request import SearchRequest

_SEEN = "article__page__issue__date"
_ROW = ("pk", "name", "place__code")
Row = tuple[Any, ...]
Posts = dict[int, list[dict[str, Any]]]


def officials(request: SearchRequest, absolute: Absolute) -> dict[str, Any]:
    """A page of those named in published articles, most named first."""
    counts = everywhere("official")
    rows = Official.objects.filter(pk__in=_named(request, counts)).values_list(*_ROW)
    ordered = sorted(rows, key=lambda row: (-counts[str(row[0])], row[1], row[0]))
    shown = _published(ordered[request.start : request.start + request.size])
    posts = posts_of([row[0] for row in shown])
    return {
        "total": len(ordered),
        "page": request.page,
        "pages": max(1, -(-len(ordered) // request.size)),
        "size": request.size,
        "results": [_row(row, posts, absolute) | {"count": counts[str(row[0])]} for row in shown],
    }


def _named(request: SearchRequest, counts: dict[str, int]) -> list[int]:
    """Whom an article names and the request means; their numbers are filtered here, not in SQL."""
    rows = Official.objects.all()
    if request.city:
        serves = Q(place__code__in=request.city) | Q(place__parent__code__in=request.city)
        rows = rows.filter(serves)
    if request.q:
        told = Q(name__icontains=request.q) | Q(pinyin__contains=request.q.lower())
        rows = rows.filter(told)
    return [pk for pk in rows.values_list("pk", flat=True) if str(pk) in counts]


def _published(rows: list[Row]) -> list[Row]:
    """Without those whose last article was withdrawn a moment ago, which the index still holds."""
    said = OfficialMention.objects.filter(
        official=OuterRef("pk"), article__status=Article.Status.PUBLISHED
    )
    named = Official.objects.filter(Exists(said), pk__in=[row[0] for row in rows])
    known = set(named.values_list("pk", flat=True))
    return [row for row in rows if row[0] in known]


def official(number: int, absolute: Absolute) -> dict[str, Any] | None:
    """One with all posts; None where no published article names them. Merged ones lead on."""
    known = selectors.official_get(pk=number) or selectors.official_moved(pk=number)
    if known is None:
        return None
    row = known.pk, known.name, known.place.code if known.place else None
    asked = SearchRequest(official=(str(known.pk),))
    told = portrait(asked, "city", "industry", "newspaper", "month")
    if not told["count"]:
        return None
    posts = posts_of([known.pk])
    return _row(row, posts, absolute) | told | {"posts": posts.get(known.pk, [])}


def _row(row: Row, posts: Posts, absolute: Absolute) -> dict[str, Any]:
    pk, name, place = row
    held = posts.get(pk, [])
    return {
        "id": pk,
        "name": name,
        "place": place,
        "post": held[0]["title"] if held else None,
        "url": absolute(reverse("official-detail", args=[pk])),
    }


def posts_of(numbers: Sequence[int]) -> Posts:
    """The posts of each as printed, the one seen last on top."""
    rows = (
        OfficialMention.objects.filter(official__in=numbers)
        # Said so that no database begins with the index of states, which holds all articles.
        .exclude(article__status=Article.Status.DRAFT)
        .exclude(post=None, post_text="")
        .order_by()
        .values_list("official", "post__title", "post_text")
        .annotate(first=Min(_SEEN), last=Max(_SEEN), count=Count("pk"))
    )
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for pk, title, text, first, last, count in rows:
        name = title or text
        known = found.setdefault(pk, {}).get(name)
        row = {"title": name, "first": first, "last": last, "count": count}
        found[pk][name] = _joined(known, row) if known else row
    return {pk: _dated(list(posts.values())) for pk, posts in found.items()}


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """One post under two wordings."""
    return {
        "title": one["title"],
        "first": min(one["first"], other["first"]),
        "last": max(one["last"], other["last"]),
        "count": one["count"] + other["count"],
    }


def _dated(posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(posts, key=lambda row: (row["last"], row["first"]), reverse=True)
    return [
        row | {"first": row["first"].isoformat(), "last": row["last"].isoformat()}
        for row in ordered
    ]
