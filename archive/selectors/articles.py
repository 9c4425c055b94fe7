"""Articles for lists and for their own page."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from archive.models import Article, IndustryMention, OfficialMention, PlaceMention

MENTIONS = (
    Prefetch("place_mentions", PlaceMention.objects.select_related("place__parent__parent")),
    Prefetch("official_mentions", OfficialMention.objects.select_related("official", "post")),
    Prefetch("industry_mentions", IndustryMention.objects.select_related("industry")),
)


def article_rows(*, articles: QuerySet[Article] | None = None) -> QuerySet[Article]:
    """Published articles newest first, with press and mentions: four queries at any length."""
    chosen = Article.objects.all() if articles is None else articles
    return chosen.published().with_press().prefetch_related(*MENTIONS).newest()


def articles_recent(*, limit: int) -> list[Article]:
    """The newest published articles by issue date."""
    return list(article_rows()[:limit])


def article_get(*, pk: int) -> Article | None:
    """A published article with all that it speaks of; None for a draft or an unknown one."""
    rows = article_rows().prefetch_related("person_mentions", "figures")
    return rows.filter(pk=pk).first()


def article_moved(*, pk: int) -> Article | None:
    """The published article that one with this former number was merged into."""
    rows = Article.objects.published().filter(former_addresses__former_id=pk)
    return rows.first()


def article_copies(*, article: Article) -> list[Article]:
    """Where else the same text is printed (通稿), in the order of the papers' days."""
    if article.reprints_id is None:
        return []
    rows = Article.objects.published().filter(reprints=article.reprints_id)
    return list(
        rows.exclude(pk=article.pk).with_press().order_by("page__issue__date", "page", "order")
    )


def article_neighbours(*, article: Article) -> tuple[list[Article], Article | None, Article | None]:
    """All published articles of the page, and those before and after in the issue's order.

    The issue is read in the order of its pages: after the last article of page 1 comes page 2.
    """
    issue = list(
        Article.objects.published()
        .filter(page__issue=article.page.issue_id)
        .select_related("page")
        .defer("page__text", "lines")
        .order_by("page__number", "order")
    )
    at = next(index for index, other in enumerate(issue) if other.pk == article.pk)
    before = issue[at - 1] if at else None
    after = issue[at + 1] if at + 1 < len(issue) else None
    return [other for other in issue if other.page_id == article.page_id], before, after
