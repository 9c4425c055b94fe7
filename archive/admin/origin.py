"""Of which newspaper and day a page is: confirmed, corrected, read again by an editor's word."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from archive.ingest.intake import ADDED, FAILED, Hints, Outcome, reason, take_in
from archive.ingest.loader import free_number
from archive.models import Import, Issue, Newspaper, Page

DOUBT = "请确认"  # ends the warnings that a confirmation answers


@transaction.atomic
def confirm_origin(page: Page, newspaper: Newspaper, day: date) -> None:
    """The page belongs to the newspaper's issue of that day."""
    old = page.issue
    issue, _ = Issue.objects.update_or_create(
        newspaper=newspaper, date=day, defaults={"date_source": Issue.DateSource.EDITOR}
    )
    if issue != old and issue.pages.filter(number=page.number).exists():
        page.number, page.number_known = free_number(issue), False
    page.issue = issue
    page.warnings = [text for text in page.warnings if not str(text).endswith(DOUBT)]
    page.save()
    drop_empty(old)


def drop_empty(issue: Issue) -> None:
    """An issue none of whose pages is left says nothing."""
    if not issue.pages.exists():
        issue.delete()


def read_again(row: Import, hints: Hints) -> Outcome:
    """A kept file once more, with other hints."""
    try:
        with row.file.open("rb") as file:
            data = file.read()
    except OSError as error:
        return Outcome(row.filename, FAILED, error=f"原文件读不出：{reason(error)}")
    return take_in(data, row.filename, hints)


def replace_page(
    page: Page, newspaper: Newspaper, day: date, author: AbstractBaseUser | None
) -> Outcome:
    """The page made anew from its file as that newspaper's; where that fails the old one stays."""
    issue, source = page.issue, page.source
    hints = Hints(newspaper, day, source.encoding, author=author)
    with transaction.atomic():
        Page.objects.filter(pk=page.pk).delete()  # the object goes on, should this be undone
        outcome = read_again(source, hints)
        if outcome.status == ADDED:
            drop_empty(issue)
        else:
            transaction.set_rollback(True)
    return outcome
