"""A file of pages taken in: each page that can be read is stored once, each that cannot is named."""

from __future__ import annotations

import hashlib

from archive.ingest.errors import InputError
from archive.ingest.keeping import is_in
from archive.ingest.loader import store_page
from archive.ingest.outcomes import Hints, OnStep, Outcome
from archive.ingest.reading import read_pages_of
from archive.ingest.spool import Spool
from archive.ingest.tally import Tally, outcome_of, settle
from archive.models import Import, Page
from archive.records import PageDraft
from archive.turns import in_turn

AT_ONCE = 20  # pages stored in one transaction: the write lock is held for about a second


def take_pages(source: Import, hints: Hints, on_step: OnStep) -> Outcome:
    """Parse all pages of the file, then store them. Raises InputError where none can be had."""
    tally = Tally(source.filename)
    if is_in(source):
        return _known(source, tally)
    with Spool[tuple[PageDraft, str]]() as spool:
        _parse(source, hints, on_step, spool)
        for chunk, is_last in spool.chunks(AT_ONCE):
            with in_turn():
                for draft, text in chunk:
                    _store(source, hints, draft, text, len(spool), tally)
                if is_last:
                    settle(source, tally)
    return outcome_of(source, tally)


def _known(source: Import, tally: Tally) -> Outcome:
    """What has its pages is done, also where whoever stored them was stopped before saying so."""
    one = Page.objects.filter(sha256=source.sha256)
    pages = source.pages.all() | one if source.pk else one
    for page in pages.select_related("issue__newspaper").order_by("sheet", "pk"):
        tally.know(page)
    if source.status != Import.Status.DONE:
        with in_turn():
            settle(source, tally)
    return outcome_of(source, tally)


def _parse(
    source: Import, hints: Hints, on_step: OnStep, spool: Spool[tuple[PageDraft, str]]
) -> None:
    with source.file.open("rb") as file:
        data = file.read()
    # In a zip the folders tell as much as the name: 济宁日报/2024-01-07/02版.txt.
    name = source.member.replace("/", "_") or source.filename
    found = read_pages_of(data, name, hints.newspaper, hints.date, hints.encoding)
    for draft, text in found:
        spool.add((draft, text))
        on_step(len(spool), 0)
    if not len(spool):
        raise InputError("文件里没有版面。")


def page_key(sha256: str, sheet: int, sheets: int) -> str:
    """The key of a page: its file's hash where the file is one page, else its own of that and its sheet."""
    if sheets == 1:
        return sha256
    return hashlib.sha256(f"{sha256}#{sheet}".encode()).hexdigest()


def _store(
    source: Import, hints: Hints, draft: PageDraft, text: str, sheets: int, tally: Tally
) -> None:
    key = page_key(source.sha256, draft.sheet, sheets)
    if known := _page_of(key):
        tally.know(known)
        return
    try:
        page = _stored(source, hints, draft, text, key)
    except InputError as error:
        if sheets == 1:
            raise
        tally.blame(error, draft.sheet)
        return
    tally.add(page, page.articles.count())
    tally.warnings += draft.warnings


def _page_of(key: str) -> Page | None:
    return Page.objects.select_related("issue__newspaper").filter(sha256=key).first()


def _stored(source: Import, hints: Hints, draft: PageDraft, text: str, key: str) -> Page:
    if draft.fault:
        raise InputError(draft.fault)
    if "\0" in text:
        raise InputError("文件含有空字符（NUL），不是文本。")
    return store_page(
        draft,
        text,
        source=source,
        publish=hints.publish,
        newspaper=hints.newspaper,
        sha256=key,
    )
