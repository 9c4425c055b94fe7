"""Articles published and taken back by an editor."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from archive.editing import history
from archive.models import Article

Status = Article.Status
REASONS = {Status.PUBLISHED: "发布", Status.DRAFT: "撤回"}


@transaction.atomic
def set_status(
    articles: Iterable[Article], status: str, *, author: AbstractBaseUser | None
) -> list[Article]:
    """Those whose status changed. Saved one by one: the index learns of each by its post_save."""
    changed = [article for article in articles if article.status != status]
    for article in changed:
        history.begin(article)
        article.status = status
        history.save(article, author=author, reason=REASONS[Status(status)])
    return changed
