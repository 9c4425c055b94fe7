"""The sitemap: an index, and parts of at most ten thousand addresses, written as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from archive.models import (
    Article,
    Industry,
    Newspaper,
    Official,
    OfficialMention,
    Place,
    PlaceMention,
)
from archive.views.reading import read_only
from search.exports.sending import pieces

PART = 10_000  # addresses; the protocol allows five times as many
XML = "application/xml; charset=utf-8"
_NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_PAGES = (
    "home", "search", "city-list", "official-list", "industry-list", "newspaper-list", "trends",
    "diffusion", "figures", "guide", "api-page",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """`rows` in a fixed order of (key, or key and day of the last change); `name` of their page."""

    name: str
    rows: Callable[[], QuerySet[Any]]


def _articles() -> QuerySet[Any]:
    return Article.objects.published().order_by("pk").values_list("pk", "updated")


def _officials() -> QuerySet[Any]:
    """Whom a published article names."""
    named = OfficialMention.objects.exclude(article__status=Article.Status.DRAFT)
    rows = Official.objects.filter(pk__in=named.order_by().values("official"))
    return rows.order_by("pk").values_list("pk")


def _places() -> QuerySet[Any]:
    named = PlaceMention.objects.exclude(article__status=Article.Status.DRAFT)
    rows = Place.objects.filter(pk__in=named.order_by().values("place"))
    return rows.order_by("code").values_list("code")


def _newspapers() -> QuerySet[Any]:
    """Those of which an article is published."""
    drafts = Article.objects.filter(status=Article.Status.DRAFT)
    told = Article.objects.exclude(pk__in=drafts.values("pk"))
    held = Exists(told.filter(page__issue__newspaper=OuterRef("pk")))
    return Newspaper.objects.filter(held).order_by("slug").values_list("slug")


SECTIONS = {
    "articles": Section("article-detail", _articles),
    "places": Section("city-detail", _places),
    "officials": Section("official-detail", _officials),
    "industries": Section(
        "industry-detail", lambda: Industry.objects.order_by("slug").values_list("slug")
    ),
    "newspapers": Section("newspaper-detail", _newspapers),
}


@read_only
def index(request: HttpRequest) -> HttpResponse:
    """All parts, each with the newest change in it where that is known."""
    parts = [reverse("sitemap-part", args=["pages", 1])]
    for name, section in SECTIONS.items():
        count = section.rows().count()
        numbers = range(1, max(1, -(-count // PART)) + 1)
        parts += [reverse("sitemap-part", args=[name, number]) for number in numbers if count]
    rows = [f"<sitemap><loc>{request.build_absolute_uri(path)}</loc></sitemap>\n" for path in parts]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {_NAMES}>\n'
    return HttpResponse(head + "".join(rows) + "</sitemapindex>\n", content_type=XML)


@read_only
def part(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    """One part; 404 after the last."""
    if name == "pages" and number == 1:
        found = [(reverse(page), None) for page in _PAGES]
    elif name in SECTIONS and 1 <= number <= 1000:
        found = _addresses(SECTIONS[name], number)
    else:
        raise Http404
    first = next(iter(found := iter(found)), None)
    if first is None:
        raise Http404
    site = request.build_absolute_uri("/")[:-1]
    return StreamingHttpResponse(pieces(_written(site, first, found)), content_type=XML)


Address = tuple[str, date | None]


def _addresses(section: Section, number: int) -> Iterator[Address]:
    """The pattern of the address is asked for once: ten thousand look-ups are half a second."""
    start = (number - 1) * PART
    before, after = reverse(section.name, args=["0"]).split("0")
    for key, *changed in section.rows()[start : start + PART].iterator():
        yield f"{before}{key}{after}", changed[0] if changed else None


def _written(site: str, first: Address, rest: Iterator[Address]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMES}>\n'
    for path, changed in chain((first,), rest):
        told = f"<lastmod>{_day(changed)}</lastmod>" if changed else ""
        yield f"<url><loc>{site}{path}</loc>{told}</url>\n"
    yield "</urlset>\n"


def _day(when: date | datetime) -> str:
    return when.isoformat()[:10]
