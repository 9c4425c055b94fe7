"""Articles read for the index: plain rows with the attributes that `ArticleIndex` asks of an article.

Model instances of an article, its press and its mentions would cost several times as much as what
is then made of them, and bring along texts of pages and evidence that the index has no use for.
`search.found` has rows of its own: what a list shows, with addresses and labels; these have only
what `ArticleIndex` reads, so neither grows with the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import QuerySet

from archive.models import Article, IndustryMention, OfficialMention, PlaceMention
from search.indexing.parts import in_parts


@dataclass(frozen=True, slots=True)
class NewspaperRow:
    slug: str


@dataclass(frozen=True, slots=True)
class IssueRow:
    date: date
    newspaper: NewspaperRow


@dataclass(frozen=True, slots=True)
class PageRow:
    issue: IssueRow


@dataclass(frozen=True, slots=True)
class PlaceRow:
    code: str
    name: str
    level: str
    parent: PlaceRow | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """An official, or an industry with its slug."""

    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMentionRow:
    place: PlaceRow
    role: str


@dataclass(frozen=True, slots=True)
class OfficialMentionRow:
    official: Named
    official_id: int
    role: str


@dataclass(frozen=True, slots=True)
class IndustryMentionRow:
    industry: Named
    role: str


class Rows(list[Any]):
    """As a related manager gives them."""

    def all(self) -> Rows:
        return self


@dataclass(slots=True)
class ArticleRow:
    """A published article; `_meta` and `_get_pk_val` are what Haystack knows a model by."""

    _meta: ClassVar[Any] = Article._meta

    pk: int
    kicker: str
    title: str
    subtitle: str
    body: str
    reporters: list[str]
    correspondents: list[str]
    compilers: list[str]
    photographers: list[str]
    page: PageRow
    place_mentions: Rows
    official_mentions: Rows
    industry_mentions: Rows

    def _get_pk_val(self) -> int:
        return self.pk


_TEXTS = (
    "pk", "kicker", "title", "subtitle", "body",
    "reporters", "correspondents", "compilers", "photographers",
    "page__issue__date", "page__issue__newspaper__slug",
)  # fmt: skip
_PLACES = (
    "article_id", "role", "place__code", "place__name", "place__level",
    "place__parent__code", "place__parent__name", "place__parent__level",
)  # fmt: skip


def article_rows(numbers: Collection[int]) -> Iterator[ArticleRow]:
    """Those of the articles that are published, by number; four queries for each 500 of them."""
    for part in in_parts(sorted(numbers)):
        yield from _part(part)


def _part(numbers: list[int]) -> Iterator[ArticleRow]:
    places, officials, industries = _places(numbers), _officials(numbers), _industries(numbers)
    articles = Article.objects.published().filter(pk__in=numbers).order_by("pk")
    for *own, day, slug in articles.values_list(*_TEXTS):
        yield ArticleRow(  # type: ignore[misc]
            *own,
            page=_page(day, slug),
            place_mentions=places[own[0]],
            official_mentions=officials[own[0]],
            industry_mentions=industries[own[0]],
        )


def _by_article(rows: Iterable[tuple[int, Any]]) -> defaultdict[int, Rows]:
    found: defaultdict[int, Rows] = defaultdict(Rows)
    for number, row in rows:
        found[number].append(row)
    return found


def _of(mentions: QuerySet[Any], numbers: list[int], *fields: str) -> Iterator[tuple[Any, ...]]:
    """In the order in which an article's own `all()` has them."""
    rows: Iterator[tuple[Any, ...]]
    rows = mentions.filter(article__in=numbers).values_list(*fields).iterator()
    return rows


def _places(numbers: list[int]) -> defaultdict[int, Rows]:
    rows = _of(PlaceMention.objects.all(), numbers, *_PLACES)
    return _by_article(
        (number, PlaceMentionRow(_place(*place), role)) for number, role, *place in rows
    )


def _officials(numbers: list[int]) -> defaultdict[int, Rows]:
    fields = ("article_id", "role", "official_id", "official__name")
    rows = _of(OfficialMention.objects.all(), numbers, *fields)
    return _by_article(
        (number, OfficialMentionRow(Named(name), official, role))
        for number, role, official, name in rows
    )


def _industries(numbers: list[int]) -> defaultdict[int, Rows]:
    fields = ("article_id", "role", "industry__name", "industry__slug")
    rows = _of(IndustryMention.objects.all(), numbers, *fields)
    return _by_article(
        (number, IndustryMentionRow(Named(name, slug), role)) for number, role, name, slug in rows
    )


@lru_cache(maxsize=4096)
def _page(day: date, slug: str) -> PageRow:
    return PageRow(IssueRow(day, NewspaperRow(slug)))


@lru_cache(maxsize=8192)
def _place(
    code: str, name: str, level: str, above: str | None, above_name: str, above_level: str
) -> PlaceRow:
    parent = PlaceRow(above, above_name, above_level) if above else None
    return PlaceRow(code, name, level, parent)
