"""What must be known of a page and its articles before their lines are given to others."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, ObjectDoesNotExist

from archive.editing.rights import require_change
from archive.ingest.errors import InputError
from archive.ingest.pipeline import VERSION
from archive.ingest.reparse import OLD, bring_up_to_date
from archive.models import Article, Page

NO_TITLE_LINES = "的标题是哪几行还不知道；请先选出标题行，定为标题。"


def up_to_date(page: Page, *rows: Model, author: Any) -> Page:
    """The page as it is now, locked to the end of the transaction; the rows are read again.

    A page of older rules is parsed again first. Raises InputError where an editor must look at
    what came of that, RightsError where that is not for this author.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    if page.text and page.parsed_with < VERSION:
        require_change(author, *page.articles.all())
    bring_up_to_date(page)
    try:
        for row in rows:
            row.refresh_from_db()
    except ObjectDoesNotExist as error:
        raise InputError(OLD) from error
    return page


def require_title_lines(article: Article) -> None:
    """Raise InputError where a headline stands somewhere in the article's lines, nobody knows where.

    The lines of headlines are known since version 2 of the rules.
    """
    by_hand = "title" in article.corrected and article.page.parsed_with >= VERSION
    if article.lines and article.title and not article.title_lines and not by_hand:
        raise InputError(f"“{article.headline}”{NO_TITLE_LINES}")
