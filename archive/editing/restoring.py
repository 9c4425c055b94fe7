"""Corrections given up: what was set by hand becomes what the program finds, now and later."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from archive.editing import history
from archive.editing.labels import labels_of
from archive.editing.texts import HEADLINE, KEPT
from archive.ingest.applying import apply_draft, renew_derived
from archive.ingest.mentions import TABLES
from archive.ingest.ranges import numbers
from archive.ingest.redraft import redraft
from archive.models import Article


@transaction.atomic
def restore(article: Article, names: Collection[str], *, author: AbstractBaseUser | None) -> str:
    """Drop these marks of `corrected`; 恢复自动结果：主题、官员, or "" where there are none.

    Texts are read again from the article's lines, tables of mentions from its text; which lines
    are the article's is found again when the page is parsed the next time.
    """
    dropped = [name for name in article.corrected if name in names]
    if not dropped:
        return ""
    history.begin(article)
    left = [name for name in article.corrected if name not in dropped]
    _reread(article, set(dropped))
    article.corrected = left
    text = f"恢复自动结果：{'、'.join(labels_of(dropped))}"
    history.save(article, author=author, reason=text)
    if set(dropped) & {*TABLES, "body", *HEADLINE}:
        renew_derived(article)
    return text


def _reread(article: Article, names: set[str]) -> None:
    """The named texts from the lines; a headline whose lines are unknown stays until a new parse."""
    title = numbers(article.title_lines)
    body = numbers(article.lines) - title
    wanted = (names & set(KEPT)) - (set() if title else {"kicker", "title", "subtitle"})
    if not (wanted and article.page.text and body):
        return
    draft = redraft(article.page.text, title, body, article.page.issue.date)
    # Whatever is not wanted counts as corrected while the draft is laid over.
    article.corrected = [*(set(KEPT) - wanted), "lines"]
    apply_draft(article, draft)
