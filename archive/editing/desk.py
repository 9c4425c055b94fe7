"""What awaits the editors: pages to be reviewed, imports that run or failed, what came in last."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from archive.models import Article, Batch, Import, Page

NEWEST = 5
State = Import.Status


@dataclass(frozen=True, slots=True)
class Desk:
    """Counts for the admin's start page; `batches` have `files` and `failed` of their imports."""

    pages: int
    articles: int
    running: int
    failed: int
    first: Page | None
    batches: list[Batch]


def desk() -> Desk:
    """The state of the work now."""
    states = Import.objects.aggregate(
        running=Count("pk", filter=Q(status__in=[State.QUEUED, State.RUNNING])),
        failed=Count("pk", filter=Q(status__in=[State.FAILED, State.PARTIAL])),
    )
    failed = Count("imports", filter=Q(imports__status__in=[State.FAILED, State.PARTIAL]))
    batches = Batch.objects.select_related("author").annotate(files=Count("imports"), failed=failed)
    pages = pending_pages().select_related("issue__newspaper").defer("text")
    return Desk(
        pages=pages.count(),
        articles=Article.objects.filter(status=Article.Status.DRAFT).count(),
        first=pages.first(),
        batches=list(batches[:NEWEST]),
        **states,
    )


def pending_pages() -> QuerySet[Page]:
    """Pages with articles that nobody has published yet, the oldest first."""
    drafts = Article.objects.filter(page=OuterRef("pk"), status=Article.Status.DRAFT)
    return Page.objects.filter(Exists(drafts)).order_by("issue__date", "issue", "number")


def next_pending(page: Page) -> Page | None:
    """The page to be reviewed after this one; from the last on it begins again with the first."""
    issue = page.issue
    rows = pending_pages().exclude(pk=page.pk).select_related("issue__newspaper").defer("text")
    after = (
        Q(issue__date__gt=issue.date)
        | Q(issue__date=issue.date, issue__newspaper__gt=issue.newspaper_id)
        | Q(issue=issue, number__gt=page.number)
    )
    rows = rows.order_by("issue__date", "issue__newspaper_id", "number")
    return rows.filter(after).first() or rows.first()
