"""A stored page read again by a newer version: articles keep their addresses and corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import transaction
from django.db.models import Max

from archive.ingest.applying import apply_draft, renew_derived
from archive.ingest.errors import InputError
from archive.ingest.joining import join_continuations
from archive.ingest.pipeline import VERSION, parse_bytes
from archive.ingest.ranges import numbers, ranges
from archive.ingest.reading import known_newspaper
from archive.models import Article, Page
from archive.records import ArticleDraft, PageDraft

SAME = 0.5  # the share of their lines that two readings of one article have in common
MISSING = "新的解析没有找到这一篇，请核对"


@dataclass(slots=True)
class Changes:
    """How many articles of a page were changed, added, dropped, left as they were, or are in doubt."""

    changed: int = 0
    added: int = 0
    dropped: int = 0
    same: int = 0
    doubtful: int = 0

    def add(self, other: Changes) -> None:
        for name in self.__slots__:
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
    draft, text = _read(page)
    with transaction.atomic():
        return _renew(page, draft, text)


def _read(page: Page) -> tuple[PageDraft, str]:
    source, issue = page.source, page.issue
    with source.file.open("rb") as file:
        data = file.read()
    pages = parse_bytes(
        data,
        source.filename,
        newspaper=known_newspaper(issue.newspaper),
        day=issue.date,
        encoding=source.encoding or None,
    )
    for draft, text in pages:
        if draft.sheet == page.sheet:
            if draft.fault:
                raise InputError(draft.fault)
            return draft, text
    raise InputError("原文件里没有这一页了。")


@transaction.atomic
def _renew_ready(page: Page) -> Changes:
    """Ready articles have no page to be read again; what they speak of is extracted anew."""
    articles = list(page.articles.all())
    for article in articles:
        renew_derived(article)
    Page.objects.filter(pk=page.pk).update(parsed_with=VERSION)
    return Changes(same=len(articles))


def _renew(page: Page, draft: PageDraft, text: str) -> Changes:
    articles = list(page.articles.all())
    _follow(page, articles, text)
    taken = _taken(page, articles)
    drafts = [
        found
        for found in draft.articles
        if (found.title or found.body) and not _within(found, taken)
    ]
    changes = Changes()
    open_ones = [article for article in articles if "lines" not in article.corrected]
    pairs = dict(_pairs(open_ones, drafts))
    for place, article in enumerate(open_ones):
        found = drafts[pairs[place]] if place in pairs else None
        _renew_article(article, found, changes)
    for article in articles:
        if "lines" in article.corrected:
            renew_derived(article)
            changes.same += 1
    for place, found in enumerate(drafts):
        if place not in pairs.values():
            _add(page, found)
            changes.added += 1
    page.text, page.parsed_with = text, VERSION
    page.furniture = _furniture(page, draft)
    page.warnings = draft.warnings
    page.save(update_fields=["text", "parsed_with", "furniture", "warnings"])
    join_continuations(page.issue)
    return changes


def _renew_article(article: Article, found: ArticleDraft | None, changes: Changes) -> None:
    if found is None:
        if article.status == Article.Status.DRAFT and not article.corrected:
            article.delete()
            changes.dropped += 1
            return
        if MISSING not in article.warnings:
            article.warnings = [*article.warnings, MISSING]
            _save(article)
        changes.doubtful += 1
        return
    if apply_draft(article, found):
        changes.changed += 1
    else:
        changes.same += 1
    _save(article)
    renew_derived(article)


def _save(article: Article) -> None:
    """By the program: in the history only where an editor's edits are there to be told apart."""
    article._change_reason = "重新解析"
    if not article.history.exists():
        article.skip_history_when_saving = True
    article.save()


def _add(page: Page, found: ArticleDraft) -> None:
    order = (page.articles.aggregate(top=Max("order"))["top"] or 0) + 1
    article = Article(page=page, order=order)
    apply_draft(article, found)
    _save(article)
    renew_derived(article)


def _pairs(articles: list[Article], drafts: list[ArticleDraft]) -> Iterator[tuple[int, int]]:
    """Article and draft by position, those with most lines in common first."""
    scored = []
    for one, article in enumerate(articles):
        for two, draft in enumerate(drafts):
            a, b = numbers(article.lines), numbers(draft.lines)
            if share := len(a & b) / (min(len(a), len(b)) or 1):
                scored.append((share, len(a & b), -one, -two))
    left, right = set(), set()
    for share, _, one, two in sorted(scored, reverse=True):
        if share >= SAME and one not in left and two not in right:
            left.add(one)
            right.add(two)
            yield -one, -two


def _taken(page: Page, articles: list[Article]) -> set[int]:
    """Lines that an editor has given to somebody, or that belong to an article of another page."""
    taken = {
        number
        for article in articles
        if "lines" in article.corrected
        for number in numbers(article.lines)
    }
    taken |= {number for part in page.continuations.all() for number in numbers(part.lines)}
    return taken | {
        number
        for row in page.furniture
        if row["why"] == "editor"
        for number in numbers([row["lines"]])
    }


def _within(found: ArticleDraft, taken: set[int]) -> bool:
    lines = numbers(found.lines)
    return len(lines & taken) >= SAME * len(lines)


def _furniture(page: Page, draft: PageDraft) -> list[dict[str, object]]:
    """As read now; what an editor has called furniture stays."""
    own = [row for row in page.furniture if row["why"] == "editor"]
    rows: list[dict[str, object]] = [
        {"lines": list(row.lines), "why": row.why} for row in draft.furniture
    ]
    return sorted([*own, *rows], key=lambda row: row["lines"])


def _follow(page: Page, articles: list[Article], text: str) -> None:
    """Where the text is read otherwise now, lines that were given by hand are found again in it."""
    if text == page.text:
        return
    before, after = page.text.split("\n"), text.split("\n")
    place: dict[int, int] = {}
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            place[block.a + offset + 1] = block.b + offset + 1
    for article in articles:
        for name in ("lines", "title_lines"):
            moved = {place[number] for number in numbers(getattr(article, name)) if number in place}
            setattr(article, name, [list(span) for span in ranges(moved)])
    for part in page.continuations.all():
        part.lines = [
            list(span) for span in ranges({place[n] for n in numbers(part.lines) if n in place})
        ]
        part.save()
    page.furniture = [
        {"lines": list(span), "why": row["why"]}
        for row in page.furniture
        for span in ranges({place[n] for n in numbers([row["lines"]]) if n in place})
    ]
