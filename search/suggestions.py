"""Officials, places and industries that a reader may mean, by name or by pinyin."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.urls import reverse

from archive.gazetteer.pinyin import place_pinyin
from archive.models import Article, Industry, Official, Place, PlaceMention
from search.labels import official_labels
from search.request import SearchRequest

MOST = 10
PUBLISHED = Article.Status.PUBLISHED


def suggest(text: str) -> list[dict[str, Any]]:
    """`llx`, `lilanxiang` and `李兰` all give 李兰祥; at most ten, officials first."""
    start = "".join(text.split()).lower()[:40]
    if not start:
        return []
    found = [*_officials(start), *_places(start), *_industries(start)]
    return found[:MOST]


def _row(kind: str, value: str, label: str) -> dict[str, Any]:
    request = SearchRequest(**{kind: (value,)})
    url = f"{reverse('search')}?{request.query_string()}"
    return {"kind": kind, "value": value, "label": label, "url": url}


def _officials(start: str) -> Iterator[dict[str, Any]]:
    """The column holds `lilanxiang llx`: either part may begin with what is typed."""
    matches = Q(name__startswith=start)
    if start.isascii():
        matches |= Q(pinyin__startswith=start) | Q(pinyin__contains=f" {start}")
    rows = Official.objects.filter(matches, mentions__article__status=PUBLISHED).distinct()
    numbers = [str(pk) for pk in rows.values_list("pk", flat=True)[:MOST]]
    labels = official_labels(numbers)
    yield from (_row("official", number, labels[number]) for number in numbers)


@lru_cache(maxsize=8192)
def _pinyin(name: str) -> tuple[str, ...]:
    return tuple(place_pinyin(name).split())


def _places(start: str) -> Iterator[dict[str, Any]]:
    told = PlaceMention.objects.filter(article__status=PUBLISHED).order_by()
    here, above = told.values("place"), told.values("place__parent")
    rows = Place.objects.filter(Q(pk__in=here) | Q(pk__in=above))
    for place in rows.order_by("code"):
        names = (place.name, place.short)
        by_sound = start.isascii() and any(one.startswith(start) for one in _pinyin(place.name))
        if by_sound or any(name.startswith(start) for name in names):
            kind = "county" if place.level == Place.Level.COUNTY else "city"
            yield _row(kind, place.code, place.name)


def _industries(start: str) -> Iterator[dict[str, Any]]:
    for industry in Industry.objects.all():
        if industry.name.startswith(start) or industry.slug.startswith(start):
            yield _row("industry", industry.slug, industry.name)
