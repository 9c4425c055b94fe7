"""Articles published and taken back by an editor."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser

from archive.editing import history
from archive.ingest.joining import is_half, join_continuations
from archive.models import Article, Issue
from archive.turns import in_turn

Status = Article.Status
REASONS = {Status.PUBLISHED: "发布", Status.DRAFT: "撤回"}


@in_turn()
def set_status(
    articles: Iterable[Article], status: str, *, author: AbstractBaseUser | None
) -> list[Article]:
    """Those whose status changed. Saved one by one: the index learns of each by its post_save.

    Halves of an article that waited for each other are joined now.
    """
    changed = [article for article in articles if article.status != status]
    for article in changed:
        history.begin(article)
        article.status = status
        history.save(article, author=author, reason=REASONS[Status(status)])
    pages = {article.page_id for article in changed if is_half(article)}
    for issue in Issue.objects.filter(pages__in=pages).distinct():
        join_continuations(issue)
    return changed
