"""The articles of a page of results or of an export, read by four queries of plain values.

They look like models to templates, exports and answers; making model instances of twenty articles
and all that they mention took longer than finding them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.urls import reverse

from archive.models import (
    Article,
    IndustryMention,
    OfficialMention,
    PlaceMention,
)
from archive.models.articles import headline

Row = TypeVar("Row")


@lru_cache(maxsize=32768)
def _address(name: str, key: object) -> str:
    return reverse(name, args=[key])


class Rows(list[Row], Generic[Row]):
    """A list that is asked as a related manager is."""

    def all(self) -> list[Row]:
        return self


@dataclass(frozen=True, slots=True)
class FoundPlace:
    code: str
    name: str
    level: str
    parent: FoundPlace | None = None

    def get_absolute_url(self) -> str:
        return _address("city-detail", self.code)


@dataclass(frozen=True, slots=True)
class FoundOfficial:
    pk: int
    name: str

    def get_absolute_url(self) -> str:
        return _address("official-detail", self.pk)


@dataclass(frozen=True, slots=True)
class FoundIndustry:
    slug: str
    name: str

    def get_absolute_url(self) -> str:
        return _address("industry-detail", self.slug)


@dataclass(frozen=True, slots=True)
class FoundPost:
    title: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    place: FoundPlace
    role: str


@dataclass(frozen=True, slots=True)
class OfficialRow:
    official: FoundOfficial
    role: str
    post: FoundPost | None
    post_text: str

    @property
    def official_id(self) -> int:
        return self.official.pk


@dataclass(frozen=True, slots=True)
class IndustryRow:
    industry: FoundIndustry
    role: str


@dataclass(frozen=True, slots=True)
class FoundNewspaper:
    slug: str
    name: str

    def get_absolute_url(self) -> str:
        return _address("newspaper-detail", self.slug)


@dataclass(frozen=True, slots=True)
class FoundIssue:
    date: date
    newspaper: FoundNewspaper


@dataclass(frozen=True, slots=True)
class FoundPage:
    number: int
    number_known: bool
    issue: FoundIssue


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article as lists show it."""

    pk: int
    kind: str
    column: str
    kicker: str
    title: str
    subtitle: str
    body: str
    reporters: list[str]
    reprints_id: int | None
    updated: datetime
    page: FoundPage
    place_mentions: Rows[PlaceRow] = field(default_factory=Rows)
    official_mentions: Rows[OfficialRow] = field(default_factory=Rows)
    industry_mentions: Rows[IndustryRow] = field(default_factory=Rows)
    correspondents: list[str] = field(default_factory=list)
    compilers: list[str] = field(default_factory=list)
    photographers: list[str] = field(default_factory=list)

    @property
    def headline(self) -> str:
        return headline(self.title, self.body)

    def get_absolute_url(self) -> str:
        return _address("article-detail", self.pk)

    def get_kind_display(self) -> str:
        return str(Article.Kind(self.kind).label)


_OWN = (
    "pk", "kind", "column", "kicker", "title", "subtitle", "body", "reporters", "reprints_id",
    "updated",
)  # fmt: skip
_SIGNED = ("correspondents", "compilers", "photographers")
_PRESS = tuple(f"page__{name}" for name in ("number", "number_known", "issue__date")) + tuple(
    f"page__issue__newspaper__{name}" for name in ("slug", "name")
)


def read(numbers: Iterable[int]) -> dict[int, FoundArticle]:
    """The published ones among the articles, by number."""
    wanted = list(numbers)
    rows = Article.objects.published().filter(pk__in=wanted).values_list(*_OWN, *_SIGNED, *_PRESS)
    found = {row[0]: _article(row) for row in rows}
    for number, place in _places(wanted):
        if number in found:
            found[number].place_mentions.append(place)
    for number, official in _officials(wanted):
        if number in found:
            found[number].official_mentions.append(official)
    for number, industry in _industries(wanted):
        if number in found:
            found[number].industry_mentions.append(industry)
    return found


def _article(row: tuple[Any, ...]) -> FoundArticle:
    size = len(_OWN) + len(_SIGNED)
    own, signed, (number, known, day, slug, name) = (
        row[: len(_OWN)],
        row[len(_OWN) : size],
        row[size:],
    )
    issue = FoundIssue(day, FoundNewspaper(slug, name))
    page = FoundPage(number, known, issue)
    return FoundArticle(*own, page=page, **dict(zip(_SIGNED, signed, strict=True)))


def _places(numbers: list[int]) -> Iterable[tuple[int, PlaceRow]]:
    names = ("code", "name", "level")
    rows = PlaceMention.objects.filter(article__in=numbers).values_list(
        "article_id",
        "role",
        *(f"place__{name}" for name in names),
        *(f"place__parent__{name}" for name in names),
    )
    for number, role, code, name, level, *above in rows:
        parent = FoundPlace(*above) if above[0] else None
        yield number, PlaceRow(FoundPlace(code, name, level, parent), role)


def _officials(numbers: list[int]) -> Iterable[tuple[int, OfficialRow]]:
    rows = OfficialMention.objects.filter(article__in=numbers).values_list(
        "article_id", "role", "official_id", "official__name", "post__title", "post_text"
    )
    for number, role, pk, name, title, text in rows:
        post = FoundPost(title) if title else None
        yield number, OfficialRow(FoundOfficial(pk, name), role, post, text)


def _industries(numbers: list[int]) -> Iterable[tuple[int, IndustryRow]]:
    rows = IndustryMention.objects.filter(article__in=numbers).values_list(
        "article_id", "role", "industry__slug", "industry__name"
    )
    for number, role, slug, name in rows:
        yield number, IndustryRow(FoundIndustry(slug, name), role)
