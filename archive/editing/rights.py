"""What is published, in whatever way it is touched, is changed only by those who may."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from archive.ingest.errors import InputError
from archive.models import Article, Issue, Official, OfficialMention, Page, Post
from archive.roles import CHANGE_PUBLISHED, PUBLISH

Status = Article.Status
WHY = "已发布；您的角色不能改动已发布的内容，请由发布者来改。"
WHY_STATUS = "您的角色不能发布或撤回文章，请由发布者来做。"


class RightsError(InputError, PermissionDenied):
    """An editor may not do this: told on the page that was being worked on, with status 403."""


def may_change_published(user: Any) -> bool:
    """`user` is None for the program itself, which is asked by nobody."""
    return user is None or user.has_perm(CHANGE_PUBLISHED)


def may_publish(user: Any) -> bool:
    return user is None or user.has_perm(PUBLISH)


def require_change(user: Any, *articles: Article) -> None:
    """Raise RightsError where one of the articles is published and the user may not change that."""
    for article in articles:
        if article.status == Status.PUBLISHED and not may_change_published(user):
            raise RightsError(f"“{article.headline}”{WHY}")


def require_save(user: Any, article: Article) -> None:
    """Raise RightsError where saving this changes what is published, or publishes or withdraws it.

    Asks the database what the article is now: the last gate, whatever way led here.
    """
    stored = Article.objects.filter(pk=article.pk).values_list("status", flat=True).first()
    if stored is not None and stored != article.status and not may_publish(user):
        raise RightsError(WHY_STATUS)
    if Status.PUBLISHED in (stored, article.status) and stored in (None, article.status):
        require_change(user, Article(status=Status.PUBLISHED, title=article.headline))


def holds_published(row: Page | Issue | Official | Post) -> bool:
    """Whether a published article stands on it, goes on on it, or names it."""
    return _articles(row).published().exists()


def _articles(row: Page | Issue | Official | Post) -> Any:
    if isinstance(row, Page):
        return Article.objects.filter(Q(page=row) | Q(continuations__page=row))
    if isinstance(row, Issue):
        return Article.objects.filter(page__issue=row)
    name = "official" if isinstance(row, Official) else "post"
    mentions = OfficialMention.objects.filter(**{name: row})
    return Article.objects.filter(pk__in=mentions.values("article"))
