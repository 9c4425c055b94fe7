"""Publishing on the review of a page: one article, all of them, or those that are sure enough."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import HttpRequest

from archive.admin.asked import Asked, Done, key_of
from archive.editing.publishing import set_status
from archive.ingest.errors import InputError
from archive.models import Article

Status = Article.Status
KEY = "publish_threshold"  # in the session
THRESHOLD = 0.8


def threshold_of(request: HttpRequest) -> float:
    """How sure an article must be to be published unseen, 0 to 1, as the editor chose last."""
    return float(request.session.get(KEY, THRESHOLD))


def remember_threshold(request: HttpRequest) -> float:
    """Keep the threshold that was sent with the form. Raises InputError for no share."""
    text = request.POST.get("threshold", "").strip()
    if not re.fullmatch(r"0(\.[0-9]{1,4})?|1(\.0{1,4})?", text):
        raise InputError("可信度请填 0 到 1 之间的数，如 0.8。")
    request.session[KEY] = float(text)
    return float(text)


def shown_order(articles: Iterable[Article], by: str | None) -> list[Article]:
    """The least certain first, or as they stand on the page where `by` is "order"."""
    if by == "order":
        return sorted(articles, key=lambda row: row.order)
    return sorted(articles, key=lambda row: (row.confidence, row.order))


def publish(request: HttpRequest, asked: Asked, which: str) -> tuple[Done, list[Article]]:
    """`which` is a key, `all`, or `sure`: as sure as the threshold says."""
    rows = asked.page.articles.filter(status=Status.DRAFT)
    if which == "sure":
        rows = rows.filter(confidence__gte=remember_threshold(request))
    elif which != "all":
        rows = rows.filter(pk=key_of(which))
    changed = set_status(rows, Status.PUBLISHED, author=asked.author)
    text = f"已发布 {len(changed)} 篇文章。" if changed else "没有可以发布的文章。"
    following = _next_draft(asked, changed, request.GET.get("by"))
    return Done(text, following, bool(changed), following is None), changed


def unpublish(asked: Asked, which: str) -> tuple[Done, list[Article]]:
    rows = asked.page.articles.filter(pk=key_of(which))
    changed = set_status(rows, Status.DRAFT, author=asked.author)
    text = f"已撤回 {len(changed)} 篇文章。" if changed else "没有可以撤回的文章。"
    return Done(text, changed[0] if changed else None, bool(changed)), changed


def _next_draft(asked: Asked, published: list[Article], by: str | None) -> Article | None:
    """The draft that is shown after what was just published, else the first that is left."""
    rows = shown_order(asked.page.articles.all(), by)
    # One that was joined to its first half by being published is on no page any more.
    place = rows.index(published[0]) if len(published) == 1 and published[0] in rows else 0
    return next((row for row in rows[place:] + rows if row.status == Status.DRAFT), None)
