"""A stored page read again by a newer version: articles keep their addresses and corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import transaction

from archive.ingest.applying import apply_draft, free_order, renew_derived
from archive.ingest.differences import Difference, differences, portraits
from archive.ingest.errors import InputError
from archive.ingest.evidence import texts_of
from archive.ingest.joining import join_continuations
from archive.ingest.pipeline import VERSION, parse_bytes
from archive.ingest.reading import known_newspaper
from archive.ingest.readings import (
    follow_lines,
    furniture_of,
    is_within,
    pair_readings,
    taken_lines,
)
from archive.models import Article, Page
from archive.records import ArticleDraft, PageDraft
from archive.turns import in_turn

MISSING = "新的解析没有找到这一篇，请核对"
NO_SHEET = "原文件里没有这一页了。"
OLD = "这一版是旧规则解析的，请先点“按现在的规则重新解析”，看过结果再改动行。"


@dataclass(slots=True)
class Changes:
    """How many articles of a page were changed, added, dropped, left as they were, or are in doubt.

    `details` say what changed, where that was asked for.
    """

    changed: int = 0
    added: int = 0
    dropped: int = 0
    same: int = 0
    doubtful: int = 0
    details: list[Difference] = field(default_factory=list)

    def add(self, other: Changes) -> None:
        """Count those of another page in; its details are its own."""
        for name in ("changed", "added", "dropped", "same", "doubtful"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        return (
            f"改动 {self.changed} 篇，新增 {self.added} 篇，去掉 {self.dropped} 篇，"
            f"未变 {self.same} 篇，待核对 {self.doubtful} 篇"
        )


def reparse_page(page: Page) -> Changes:
    """Read the page's file again and renew what no editor has set.

    An article is the one that shares most of its lines. One that is not found any more is dropped
    while it is an untouched draft, else it stays and says so. New ones come as drafts.
    Raises InputError where the file cannot be read any more; nothing is changed then.
    """
    if not page.text:
        return _renew_ready(page)
    for draft, text in _read(page, {page.sheet}):
        return _renew(page, draft, text)
    raise InputError(NO_SHEET)


@dataclass(frozen=True, slots=True)
class Terms:
    """`details`: it is told what changes; `dry`: and nothing is changed."""

    details: bool = False
    dry: bool = False


def reparse_pages(
    pages: Iterable[Page], terms: Terms = Terms()
) -> Iterator[tuple[Page, Changes | Exception]]:
    """Each page with what changed, or with the error that left it as it was.

    A file is parsed once for the pages of it that belong to one issue and come one after another.
    """
    for _, rows in groupby(pages, key=lambda page: (page.source_id, page.issue_id)):
        yield from _reparse_group(list(rows), terms)


def _reparse_group(pages: list[Page], terms: Terms) -> Iterator[tuple[Page, Changes | Exception]]:
    waiting = {page.sheet: page for page in pages if page.text}
    for page in pages:
        if not page.text:
            yield page, _attempt(terms, _renew_ready, page)
    failure: Exception = InputError(NO_SHEET)
    try:
        for draft, text in _read(pages[0], set(waiting)) if waiting else ():
            page = waiting.pop(draft.sheet)
            yield page, _attempt(terms, _renew, page, draft, text)
            if not waiting:
                break
    except Exception as error:  # noqa: BLE001 (a file's fault must not stop the other files)
        failure = error
    for page in waiting.values():
        yield page, failure


def _attempt(
    terms: Terms, renew: Callable[..., Changes], page: Page, *given: Any
) -> Changes | Exception:
    try:
        with in_turn():
            before = portraits(page) if terms.details else {}
            changes = renew(page, *given)
            if terms.details:
                changes.details = differences(before, portraits(page))
            transaction.set_rollback(terms.dry)
            return changes
    except Exception as error:  # noqa: BLE001 (a page's fault must not stop the other pages)
        return error


def bring_up_to_date(page: Page) -> bool:
    """Read a page of older rules again before its lines are worked on; whether that was done.

    Articles know the lines of their headlines only by newer rules. Where the file cannot be read
    any more all stays. Raises InputError where the page's lines are others than they were.
    """
    before = page.text
    if not before or page.parsed_with >= VERSION:
        return False
    try:
        reparse_page(page)
    except (InputError, OSError):
        return False
    page.refresh_from_db()
    if page.text != before:
        raise InputError(OLD)
    return True


def _read(page: Page, sheets: set[int]) -> Iterator[tuple[PageDraft, str]]:
    """The wanted sheets of the page's file, read as pages of its issue."""
    source, issue = page.source, page.issue
    with source.file.open("rb") as file:
        data = file.read()
    return parse_bytes(
        data,
        source.filename,
        newspaper=known_newspaper(issue.newspaper),
        day=issue.date,
        encoding=source.encoding or None,
        sheets=sheets,
    )


def _locked(page: Page) -> Page:
    """The page as it is now, for an editor may have worked on it while its file was parsed."""
    rows = Page.objects.select_for_update(of=("self",)).select_related("issue__newspaper__place")
    found = rows.filter(pk=page.pk, issue=page.issue_id).first()
    if found is None:
        raise InputError("这一版刚刚被改到另一期或删除了，请再试一次。")
    return found


@in_turn()
def _renew_ready(page: Page) -> Changes:
    """Ready articles have no page to be read again; what they speak of is extracted anew."""
    page, changes = _locked(page), Changes()
    for article in page.articles.all():
        _renew_own(article, changes)
    page.parsed_with = VERSION
    page.save(update_fields=["parsed_with"])  # the index learns of its articles by the signal
    return changes


def _renew_own(article: Article, changes: Changes) -> None:
    """What an article speaks of; its text is not of the page's lines, or of lines given by hand."""
    renew_derived(article)
    changes.same += 1


@in_turn()
def _renew(page: Page, draft: PageDraft, text: str) -> Changes:
    if draft.fault:
        raise InputError(draft.fault)
    page, changes = _locked(page), Changes()
    articles = [article for article in page.articles.all() if article.lines]
    for article in page.articles.all():
        if not article.lines:  # a ready article on a page that has a text besides
            _renew_own(article, changes)
    follow_lines(page, articles, text)
    taken = taken_lines(page, articles)
    drafts = [
        found
        for found in draft.articles
        if (found.title or found.body) and not is_within(found, taken)
    ]
    open_ones = [article for article in articles if "lines" not in article.corrected]
    pairs = dict(pair_readings(open_ones, drafts))
    for place, article in enumerate(open_ones):
        found = drafts[pairs[place]] if place in pairs else None
        _renew_article(article, found, changes)
    for article in articles:
        if "lines" in article.corrected:
            _renew_given(article, changes)
    for place, found in enumerate(drafts):
        if place not in pairs.values():
            _add(page, found)
            changes.added += 1
    page.text, page.parsed_with = text, VERSION
    page.furniture = furniture_of(page, draft)
    page.warnings = draft.warnings
    page.save(update_fields=["text", "parsed_with", "furniture", "warnings"])
    join_continuations(page.issue)
    return changes


def _renew_given(article: Article, changes: Changes) -> None:
    """An article whose lines an editor has given keeps its text; its lines may have moved."""
    if not article.lines:
        _doubt(article)
        changes.doubtful += 1
        return
    _save(article, told=False)
    _renew_own(article, changes)


def _doubt(article: Article) -> None:
    if MISSING not in article.warnings:
        article.warnings = [*article.warnings, MISSING]
    _save(article)


def _renew_article(article: Article, found: ArticleDraft | None, changes: Changes) -> None:
    if found is None:
        is_draft = article.status == Article.Status.DRAFT and not article.corrected
        if is_draft and not article.continuations.exists():
            article.delete()
            changes.dropped += 1
            return
        _doubt(article)
        changes.doubtful += 1
        return
    before = texts_of(article)
    changed = apply_draft(article, found)
    changes.changed += changed
    changes.same += not changed
    _save(article, told=changed)
    renew_derived(article, before)


def _save(article: Article, told: bool = True) -> None:
    """By the program: in the history only where something changed (`told`) and an editor's edits
    are there to be told apart."""
    article._change_reason = "重新解析"
    if not (told and article.history.exists()):
        article.skip_history_when_saving = True
    article.save()


def _add(page: Page, found: ArticleDraft) -> None:
    article = Article(page=page, order=free_order(page))
    apply_draft(article, found)
    _save(article)
    renew_derived(article)
