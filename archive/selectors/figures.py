"""Figures across articles: filtered, ordered, counted; only those of published articles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Count,
    F,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Concat, Upper

from archive.models import Article, Figure, IndustryMention, Issue, Place

MANY = 1000  # articles or figures
Keys = list[tuple[str, int]]
# Orders to choose from; a figure without a place or a time comes last.
ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": (F("printed").desc(), F("id").desc()),
    "oldest": (F("printed").asc(), F("id").asc()),
    "largest": (F("base_unit").asc(), F("base_value").desc(), F("id").asc()),
    "smallest": (F("base_unit").asc(), F("base_value").asc(), F("id").asc()),
    "place": (F("place").asc(nulls_last=True), F("printed").desc(), F("id").desc()),
    "period": (F("period_end").desc(nulls_last=True), F("printed").desc(), F("id").desc()),
}


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """What figures are asked for; an empty field asks for nothing.

    `words` stand in the indicator or in the sentence, each of them; `places` are codes, what lies
    in them counts; `low` and `high` are in `base_unit` where one is given, else as printed;
    `articles` are the only ones looked at.
    """

    words: Sequence[str] = ()
    keys: Sequence[str] = ()
    cities: Sequence[str] = ()
    counties: Sequence[str] = ()
    industries: Sequence[str] = ()
    newspapers: Sequence[str] = ()
    kind: str = ""
    base_unit: str = ""
    year: int | None = None
    first: date | None = None
    last: date | None = None
    low: float | None = None
    high: float | None = None
    articles: Sequence[int] | None = None


class Numbers(Func):
    """The numbers of a JSON list as rows, for an IN that no limit of parameters binds."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(SELECT value FROM json_each(%(expressions)s))"
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(SELECT value::bigint FROM json_array_elements_text((%(expressions)s)::json))"
        return self.as_sql(compiler, connection, template=template)


class Joined(Aggregate):
    """The numbers of a group in one text: 3,17,204."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template)


def figure_rows(*, asked: FigureFilter) -> QuerySet[Figure]:
    """The figures asked for, in no order."""
    # The few drafts left out, not the published taken: so the order's own index is walked.
    drafts = Article.objects.filter(status=Article.Status.DRAFT).order_by().values("pk")
    rows = Figure.objects.order_by().filter(~Q(article__in=drafts))
    if asked.articles is not None:
        # Of many articles the sum keeps the database from going through them one by one.
        many = len(asked.articles) > MANY
        rows = rows.annotate(of=F("article") + Value(0) if many else F("article"))
    rows = rows.filter(_plain(asked), _of_articles(asked))
    # Words last, for they cost the most; mostly they stand in the sentence.
    for word in asked.words:
        rows = rows.filter(Q(sentence__icontains=word) | Q(indicator__icontains=word))
    return rows


def figure_summary(*, asked: FigureFilter, limit: int) -> tuple[QuerySet[Figure], int, Keys]:
    """The figures asked for, how many they are, and their most frequent indicators.

    Words are looked for in every sentence, articles among all that are searched: that is done once,
    and of few figures their numbers are kept.
    """
    rows = figure_rows(asked=asked)
    if not asked.words and asked.articles is None:
        total = rows.count()
        return rows, total, figure_keys(rows=rows, limit=limit) if total else []
    found = _by_key(rows, asked).annotate(numbers=Joined("pk"))
    counts = {key: (count, numbers) for key, count, numbers in found}
    total = sum(count for count, _numbers in counts.values())
    if total <= MANY:
        kept = [int(one) for _count, numbers in counts.values() for one in numbers.split(",")]
        rows = Figure.objects.order_by().filter(pk__in=kept)
    return rows, total, _most_frequent(((key, row[0]) for key, row in counts.items()), limit)


def indicators_of(*, asked: FigureFilter, limit: int) -> Keys:
    """The most frequent indicators of the figures asked for, where nothing else of them matters."""
    rows = figure_rows(asked=asked)
    if not asked.words:
        return figure_keys(rows=rows, limit=limit)
    return _most_frequent(_by_key(rows, asked), limit)


def _by_key(rows: QuerySet[Figure], asked: FigureFilter) -> QuerySet[Figure, Any]:
    """How many figures each indicator has, those without one under "": (key, count).

    Where sentences are read, not by the key as it stands: its index would be walked, and each
    sentence fetched apart.
    """
    key = Concat("key", Value("")) if asked.words else F("key")
    return rows.annotate(said=key).values_list("said").annotate(count=Count("pk"))


def _most_frequent(counts: Iterable[tuple[str, int]], limit: int) -> Keys:
    named = (row for row in counts if row[0])
    return sorted(named, key=lambda row: (-row[1], row[0]))[:limit]


def _among(numbers: Iterable[int]) -> Numbers:
    return Numbers(Value(json.dumps(list(numbers))))


def _plain(asked: FigureFilter) -> Q:
    """What the figure itself tells."""
    found = Q()
    if asked.keys:
        found &= Q(key__in=asked.keys)
    for codes in (asked.cities, asked.counties):
        if codes:
            found &= Q(place__in=_within(codes))
    if asked.kind:
        found &= Q(kind=asked.kind)
    if asked.base_unit:
        found &= Q(base_unit=asked.base_unit)
    if asked.year is not None:
        found &= Q(year=asked.year)
    if asked.first:
        found &= Q(printed__gte=asked.first)
    if asked.last:
        found &= Q(printed__lte=asked.last)
    value = "base_value" if asked.base_unit else "value"
    if asked.low is not None:
        found &= Q(**{f"{value}__gte": asked.low})
    if asked.high is not None:
        found &= Q(**{f"{value}__lte": asked.high})
    return found


def _of_articles(asked: FigureFilter) -> Q:
    """What the articles tell that the figures stand in."""
    found = Q()
    if asked.industries:
        told = IndustryMention.objects.filter(industry__slug__in=asked.industries)
        found &= Q(article__in=told.order_by().values("article"))
    if asked.newspapers:
        issues = Issue.objects.filter(newspaper__slug__in=asked.newspapers)
        of_them = Article.objects.filter(page__issue__in=issues.order_by().values("pk"))
        found &= Q(article__in=of_them.order_by().values("pk"))
    if asked.articles is not None:
        found &= Q(of__in=_among(asked.articles))
    return found


def _within(codes: Sequence[str]) -> QuerySet[Place]:
    """These places and all that lies in them."""
    inside = Q(code__in=codes) | Q(parent__code__in=codes) | Q(parent__parent__code__in=codes)
    return Place.objects.filter(inside).order_by().values("pk")


def figure_page(*, rows: QuerySet[Figure], order: str, start: int, stop: int) -> list[Figure]:
    """Some of the figures in an order of ORDERS, with place, article and press, without the texts."""
    keys = list(rows.order_by(*ORDERS[order]).values_list("pk", flat=True)[start:stop])
    found = figures_with_press().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def newest_figures(*, asked: FigureFilter, limit: int) -> list[Figure]:
    """The figures asked for that were printed last, with their place, article and press."""
    rows = figure_rows(asked=asked).order_by(*ORDERS["newest"])
    keys = list(rows.values_list("pk", flat=True)[:limit])
    paths = ("place", "article__page__issue__newspaper")
    found = Figure.objects.select_related(*paths).defer("article__page__text").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def figures_with_press() -> QuerySet[Figure]:
    """Figures with place, article, page, issue and newspaper, without what the pages need not."""
    paths = ("place__parent", "article__page__issue__newspaper")
    return Figure.objects.select_related(*paths).only(
        "text", "indicator", "value", "unit", "period", "kind", "key", "base_value", "base_unit",
        "year", "period_start", "period_end", "printed", "sentence", "hit_start", "hit_end",
        "place__code", "place__name", "place__short", "place__level", "place__kind",
        "place__parent__code", "place__parent__name", "place__parent__level",
        "article__title", "article__page__number", "article__page__number_known",
        "article__page__issue__date", "article__page__issue__newspaper__name",
        "article__page__issue__newspaper__slug",
    )  # fmt: skip


def figure_keys(*, rows: QuerySet[Figure], limit: int) -> Keys:
    """The indicators most frequent among the figures, and how many each has."""
    counted = rows.exclude(key="").values_list("key").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "key")[:limit])


def figure_units(*, rows: QuerySet[Figure], limit: int) -> Keys:
    """The base units most frequent among the figures."""
    counted = rows.exclude(base_unit="").values_list("base_unit").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "base_unit")[:limit])


def keys_like(*, text: str, limit: int) -> Keys:
    """The indicators that hold a text, the most frequent first."""
    rows = figure_rows(asked=FigureFilter())
    held = rows.annotate(upper=Upper("key")).filter(upper__contains=text.upper())
    return figure_keys(rows=held, limit=limit)


def figure_facts(*, rows: QuerySet[Figure], limit: int) -> list[tuple[Any, ...]]:
    """Of figures with a place and a year, the newest printed: (pk, article, place, indicator, year,
    first and last day, kind, value in the base unit, day of the issue)."""
    known = rows.filter(place__isnull=False, year__isnull=False, printed__isnull=False)
    facts = known.values_list(
        "pk", "article", "place", "key", "year", "period_start", "period_end", "kind", "base_value",
        "printed",
    )  # fmt: skip
    return list(facts.order_by("-printed", "-pk")[:limit])


def figure_sources(*, articles: Iterable[int]) -> dict[int, str]:
    """The newspaper that printed each of these articles."""
    rows = Article.objects.filter(pk__in=_among(articles)).order_by()
    return dict(rows.values_list("pk", "page__issue__newspaper__name"))
