"""Newspapers, their issues and pages, as far as published articles stand in them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet

from archive.models import Article, Issue, Newspaper, Page
from archive.selectors.articles import article_rows

PUBLISHED = Article.Status.PUBLISHED


def newspaper_rows() -> list[Newspaper]:
    """Every newspaper with `count`, `first` and `last`, the fullest first."""
    path = "issues__pages__articles"
    published = Q(**{f"{path}__status": PUBLISHED})
    return list(
        Newspaper.objects.select_related("place")
        .annotate(
            count=Count(path, filter=published),
            first=Min("issues__date", filter=published),
            last=Max("issues__date", filter=published),
        )
        .order_by("-count", "name")
    )


def newspaper_get(*, slug: str) -> Newspaper | None:
    return Newspaper.objects.select_related("place").filter(slug=slug).first()


def newspaper_find(*, name: str) -> list[Newspaper]:
    """By its name, else by another name it goes by; aliases are few enough to be read here."""
    papers = list(Newspaper.objects.all())
    exact = [paper for paper in papers if paper.name == name]
    return exact or [paper for paper in papers if name in paper.aliases]


def newspaper_issues(*, newspaper: Newspaper) -> QuerySet[Issue]:
    """Issues that hold a published article, newest first, with `count` articles."""
    published = Q(pages__articles__status=PUBLISHED)
    return (
        Issue.objects.filter(newspaper=newspaper)
        .annotate(count=Count("pages__articles", filter=published))
        .filter(count__gt=0)
        .select_related("newspaper")
        .order_by("-date")
    )


def issue_get(*, newspaper: Newspaper, day: date) -> Issue | None:
    """The issue of that day; None where nothing of it is published."""
    return newspaper_issues(newspaper=newspaper).filter(date=day).first()


def issue_neighbours(*, issue: Issue) -> tuple[Issue | None, Issue | None]:
    """The paper's published issues before and after this one."""
    issues = newspaper_issues(newspaper=issue.newspaper)
    before = issues.filter(date__lt=issue.date).first()
    return before, issues.filter(date__gt=issue.date).order_by("date").first()


def page_rows(*, issue: Issue) -> list[Page]:
    """The issue's pages that hold published articles, with `count`, in printed order."""
    return list(
        Page.objects.filter(issue=issue)
        .annotate(count=Count("articles", filter=Q(articles__status=PUBLISHED)))
        .filter(count__gt=0)
        .defer("text")
        .order_by("number")
    )


def page_get(*, issue: Issue, number: int) -> tuple[Page | None, list[Page]]:
    """That page, or None, and all pages of the issue to walk among."""
    pages = page_rows(issue=issue)
    return next((page for page in pages if page.number == number), None), pages


def issue_articles(*, issue: Issue) -> QuerySet[Article]:
    """The issue's articles in the order of reading."""
    return article_rows(articles=Article.objects.filter(page__issue=issue)).order_by(
        "page__number", "order"
    )


def newspaper_articles(*, newspaper: Newspaper) -> QuerySet[Article]:
    return Article.objects.published().filter(page__issue__newspaper=newspaper)
