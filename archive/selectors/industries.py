"""Industries: how much is said of each, where, and with which figures."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from archive.models import Article, Figure, Industry, IndustryMention, Official, OfficialMention
from archive.selectors.tally import Tally, tally

PUBLISHED = Article.Status.PUBLISHED


def industry_counts() -> list[Tally]:
    """Every industry with its published articles, in the order of the list."""
    published = Q(mentions__article__status=PUBLISHED)
    rows = Industry.objects.annotate(count=Count("mentions", filter=published))
    return [Tally(row, row.count) for row in rows]


def industry_get(*, slug: str) -> Industry | None:
    return Industry.objects.filter(slug=slug).first()


def industry_find(*, name: str) -> list[Industry]:
    return list(Industry.objects.filter(name=name))


def industry_articles(*, industry: Industry) -> QuerySet[Article]:
    """Published articles that speak of the industry."""
    return Article.objects.published().filter(
        pk__in=IndustryMention.objects.filter(industry=industry).values("article")
    )


def industries_of(*, articles: QuerySet[Article], limit: int) -> list[Tally]:
    """What these articles are about: industries by number of articles."""
    rows = (
        IndustryMention.objects.filter(article__in=articles.order_by().values("pk"))
        .order_by()
        .values_list("industry")
        .annotate(count=Count("article"))
    )
    counts = dict(rows)
    things = Industry.objects.in_bulk(list(counts))
    return tally(counts=sorted(counts.items()), things=things)[:limit]


def officials_with(*, articles: QuerySet[Article], limit: int) -> list[Tally]:
    """The officials whom these articles name."""
    rows = (
        OfficialMention.objects.filter(article__in=articles.order_by().values("pk"))
        .order_by()
        .values_list("official")
        .annotate(count=Count("article"))
    )
    top = sorted(dict(rows).items(), key=lambda row: (-row[1], row[0]))[:limit]
    things = Official.objects.select_related("place").in_bulk([pk for pk, _ in top])
    return tally(counts=top, things=things)


def industry_figures(*, articles: QuerySet[Article], limit: int) -> list[Figure]:
    """The newest figures of these articles, with their article and its press."""
    return list(
        Figure.objects.filter(article__in=articles.order_by().values("pk"))
        .select_related("article__page__issue__newspaper")
        .defer("article__page__text")
        .order_by("-article__page__issue__date", "article_id", "pk")[:limit]
    )
