"""Of which newspaper and day a page is: confirmed or corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

from archive.editing.rights import holds_published, may_change_published
from archive.ingest.applying import renew_derived
from archive.ingest.joining import join_continuations
from archive.ingest.loader import free_number
from archive.models import Issue, Newspaper, Page
from archive.turns import in_turn

DOUBT = "请确认"  # ends the warnings that a confirmation answers


@in_turn()
def confirm_origin(page: Page, newspaper: Newspaper, day: date, author: Any = None) -> None:
    """The page belongs to the newspaper's issue of that day.

    On a move 我市 means another city and 昨日 another day: what the articles speak of is found
    anew, corrections aside, and halves that the issue holds of them are joined. Where the day of
    what is published is known from stays as it is, unless `author` may change what is published.
    """
    old = page.issue
    issue, _ = Issue.objects.get_or_create(
        newspaper=newspaper, date=day, defaults={"date_source": Issue.DateSource.EDITOR}
    )
    if may_change_published(author) or not holds_published(issue):
        issue.date_source = Issue.DateSource.EDITOR
        issue.save()
    if issue != old and issue.pages.filter(number=page.number).exists():
        page.number, page.number_known = free_number(issue), False
    page.issue = issue
    page.warnings = [text for text in page.warnings if not str(text).endswith(DOUBT)]
    page.save()
    if issue != old:
        for article in page.articles.all():
            renew_derived(article)
        join_continuations(issue)
    drop_empty(old)


def drop_empty(issue: Issue) -> None:
    """An issue none of whose pages is left says nothing."""
    if not issue.pages.exists():
        issue.delete()
