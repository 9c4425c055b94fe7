"""Articles for lists and for their own page."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Substr

from archive.models import Article, IndustryMention, OfficialMention, Page, Place, PlaceMention

MENTIONS = (
    Prefetch("place_mentions", PlaceMention.objects.select_related("place__parent__parent")),
    Prefetch("official_mentions", OfficialMention.objects.select_related("official", "post")),
    Prefetch("industry_mentions", IndustryMention.objects.select_related("industry")),
)
OPENING = 60  # characters that an untitled article is known by


@dataclass(slots=True)
class Around:
    """What stands around an article: `same_page` are its page's articles, it among them.

    `before` and `after` are in the order of the issue; pages are those with published articles.
    """

    same_page: list[Article]
    before: Article | None
    after: Article | None
    page_before: Page | None
    page_after: Page | None


@dataclass(slots=True)
class Spoken:
    """A place that an article speaks of; `mention` is None where only its counties are named."""

    place: Place
    mention: PlaceMention | None = None
    counties: list[PlaceMention] = field(default_factory=list)


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


def article_places(*, article: Article) -> list[Spoken]:
    """The places in the order of the article's mentions, counties below what they belong to.

    Example: 泰安市 with 肥城市; 泗水县 alone brings 济宁市 along, which is not itself named.
    """
    found: dict[int, Spoken] = {}
    for mention in article.place_mentions.all():
        place = mention.place
        county = place.level == Place.Level.COUNTY and place.parent is not None
        above = place.parent if county else place
        row = found.setdefault(above.pk, Spoken(above))
        if county:
            row.counties.append(mention)
        else:
            row.mention = mention
    return list(found.values())


def article_neighbours(*, article: Article) -> Around:
    """The other articles of the page, and what comes before and after in the issue.

    The issue is read in the order of its pages: after the last article of page 1 comes page 2.
    """
    issue = _issue_rows(article)
    here = _place(article)
    pages = list({other.page_id: other.page for other in issue}.values())
    # By its place and not by itself: it may have been withdrawn since it was read.
    return Around(
        same_page=[other for other in issue if other.page_id == article.page_id],
        before=next((other for other in reversed(issue) if _place(other) < here), None),
        after=next((other for other in issue if _place(other) > here), None),
        page_before=next((page for page in reversed(pages) if page.number < here[0]), None),
        page_after=next((page for page in pages if page.number > here[0]), None),
    )


def _place(article: Article) -> tuple[int, int]:
    return article.page.number, article.order


def _issue_rows(article: Article) -> list[Article]:
    """The issue's published articles with no more of their texts than their headlines need.

    Its pages are read first: asked for both at once, SQLite may walk all that is published.
    """
    issue = article.page.issue
    pages = Page.objects.filter(issue=issue).only("number", "number_known", "section").in_bulk()
    rows = list(
        Article.objects.published()
        .filter(page__in=list(pages))
        .only("title", "order", "page")
        .annotate(opening=Substr("body", 1, OPENING))
    )
    for row in rows:
        row.body, row.page = row.opening, pages[row.page_id]
        row.page.issue = issue
    return sorted(rows, key=_place)
