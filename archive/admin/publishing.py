"""Publishing on the review of a page: one article, all of them, or those that are sure enough."""

from __future__ import annotations

import re

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


def publish(request: HttpRequest, asked: Asked, which: str) -> tuple[Done, list[Article]]:
    """`which` is a key, `all`, or `sure`: as sure as the threshold says."""
    rows = asked.page.articles.filter(status=Status.DRAFT)
    if which == "sure":
        rows = rows.filter(confidence__gte=remember_threshold(request))
    elif which != "all":
        rows = rows.filter(pk=key_of(which))
    changed = set_status(rows, Status.PUBLISHED, author=asked.author)
    text = f"已发布 {len(changed)} 篇文章。" if changed else "没有可以发布的文章。"
    return Done(text, _next_draft(asked), bool(changed)), changed


def unpublish(asked: Asked, which: str) -> tuple[Done, list[Article]]:
    rows = asked.page.articles.filter(pk=key_of(which))
    changed = set_status(rows, Status.DRAFT, author=asked.author)
    text = f"已撤回 {len(changed)} 篇文章。" if changed else "没有可以撤回的文章。"
    return Done(text, changed[0] if changed else None, bool(changed)), changed


def _next_draft(asked: Asked) -> Article | None:
    """The least certain of those that are left."""
    return asked.page.articles.filter(status=Status.DRAFT).order_by("confidence", "order").first()
