"""Newspapers, their issues and pages, as far as published articles stand in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from archive.models import Article, Issue, Newspaper, Page
from archive.selectors.articles import article_rows
from archive.selectors.counted import undrafted
from archive.selectors.survey import Survey
from archive.selectors.tally import Tally, tally

PUBLISHED = Article.Status.PUBLISHED


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper with `count` published articles, the first and the last issue they stand in."""

    thing: Newspaper
    count: int = 0
    first: date | None = None
    last: date | None = None


def newspaper_rows(*, survey: Survey) -> list[Paper]:
    """Every newspaper, the fullest first."""
    counts, spans = survey.counts("newspaper")["newspaper"], survey.spans("newspaper")
    papers = Newspaper.objects.select_related("place__parent__parent").order_by("name")
    rows = [
        Paper(paper, counts.get(paper.slug, 0), *spans.get(paper.slug, (None, None)))
        for paper in papers
    ]
    return sorted(rows, key=lambda row: -row.count)


def newspaper_get(*, slug: str) -> Newspaper | None:
    return Newspaper.objects.select_related("place").filter(slug=slug).first()


def newspaper_find(*, name: str) -> list[Newspaper]:
    """By its name, else by another name it goes by; aliases are few enough to be read here."""
    papers = list(Newspaper.objects.all())
    exact = [paper for paper in papers if paper.name == name]
    return exact or [paper for paper in papers if name in paper.aliases]


def newspapers_by(*, counts: dict[str, int], limit: int) -> list[Tally]:
    """The papers that printed most, of articles by slug."""
    best = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:limit]
    things = {row.slug: row for row in Newspaper.objects.filter(slug__in=[s for s, _ in best])}
    return tally(counts=best, things=things)


def newspaper_issues(*, newspaper: Newspaper) -> QuerySet[Issue]:
    """Issues that hold a published article, newest first."""
    printed = undrafted().filter(page__issue=OuterRef("pk"))
    return (
        Issue.objects.filter(Exists(printed), newspaper=newspaper)
        .select_related("newspaper")
        .order_by("-date")
    )


def recent_issues(*, newspaper: Newspaper, limit: int) -> list[tuple[Issue, list[Page]]]:
    """The newest issues, each with its pages that hold published articles, with `count`."""
    issues = list(newspaper_issues(newspaper=newspaper)[:limit])
    pages: defaultdict[int, list[Page]] = defaultdict(list)
    for page in _pages().filter(issue__in=issues):
        pages[page.issue_id].append(page)
    return [(issue, pages[issue.pk]) for issue in issues]


def issue_get(*, newspaper: Newspaper, day: date) -> Issue | None:
    """The issue of that day; None where nothing of it is published."""
    return newspaper_issues(newspaper=newspaper).filter(date=day).first()


def issue_neighbours(*, issue: Issue) -> tuple[Issue | None, Issue | None]:
    """The paper's published issues before and after this one."""
    issues = newspaper_issues(newspaper=issue.newspaper)
    before = issues.filter(date__lt=issue.date).first()
    return before, issues.filter(date__gt=issue.date).order_by("date").first()


def _pages() -> QuerySet[Page]:
    published = Count("articles", filter=Q(articles__status=PUBLISHED))
    return (
        Page.objects.annotate(count=published).filter(count__gt=0).defer("text").order_by("number")
    )


def page_rows(*, issue: Issue) -> list[Page]:
    """The issue's pages that hold published articles, with `count`, in printed order."""
    return list(_pages().filter(issue=issue))


def page_get(*, issue: Issue, number: int) -> tuple[Page | None, list[Page]]:
    """That page, or None, and all pages of the issue to walk among."""
    pages = page_rows(issue=issue)
    return next((page for page in pages if page.number == number), None), pages


def issue_articles(*, issue: Issue) -> QuerySet[Article]:
    """The issue's articles in the order of reading."""
    pages = list(Page.objects.filter(issue=issue).order_by().values_list("pk", flat=True))
    rows = article_rows(articles=Article.objects.filter(page__in=pages))
    return rows.order_by("page__number", "order")
