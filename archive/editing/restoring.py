"""Corrections given up: what was set by hand becomes what the program finds, now and later."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser

from archive.editing import history
from archive.editing.labels import labels_of
from archive.editing.lines import require_title_lines, up_to_date
from archive.editing.texts import HEADLINE, KEPT
from archive.ingest.applying import apply_draft, renew_derived
from archive.ingest.evidence import texts_of
from archive.ingest.mentions import TABLES
from archive.ingest.ranges import numbers
from archive.ingest.redraft import redraft
from archive.models import Article
from archive.turns import in_turn


@in_turn()
def restore(article: Article, names: Collection[str], *, author: AbstractBaseUser | None) -> str:
    """Drop these marks of `corrected`; 恢复自动结果：主题、官员, or "" where there are none.

    Texts are read again from the article's lines, tables of mentions from its text; which lines
    are the article's is found again when the page is parsed the next time. Raises InputError
    where the body cannot be told from the headline.
    """
    up_to_date(article.page, article, author=author)
    dropped = [name for name in article.corrected if name in names]
    if not dropped:
        return ""
    history.begin(article)
    before = texts_of(article)
    left = [name for name in article.corrected if name not in dropped]
    _reread(article, set(dropped))
    article.corrected = left
    text = f"恢复自动结果：{'、'.join(labels_of(dropped))}"
    history.save(article, author=author, reason=text)
    if set(dropped) & {*TABLES, "body", *HEADLINE}:
        renew_derived(article, before)
    return text


def _reread(article: Article, names: set[str]) -> None:
    """The named texts from the lines; a headline whose lines are unknown stays until a new parse,
    and so does the heading of a column, which stands outside of them."""
    title = numbers(article.title_lines)
    body = numbers(article.lines) - title
    wanted = (names & set(KEPT)) - ({"column"} if title else set(HEADLINE))
    if not (wanted and article.page.text and body):
        return
    if "body" in wanted:
        require_title_lines(article)
    page, brief = article.page, article.kind == Article.Kind.BRIEF
    draft = redraft(page.text, title, body, page.issue.date, brief=brief)
    # What is restored counts as corrected until now, the lines as given while it is laid over.
    article.corrected = ["lines"]
    apply_draft(article, draft, keep=set(KEPT) - wanted)
