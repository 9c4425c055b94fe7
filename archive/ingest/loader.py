"""Store a page draft: issue, page, articles and all they speak of, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django.db.models import Max

from archive.gazetteer.newspapers import newspapers
from archive.ingest.applying import free_order
from archive.ingest.continuations import continued_on
from archive.ingest.errors import InputError, LackingError
from archive.ingest.fitting import fit
from archive.ingest.joining import join_continuations
from archive.ingest.mentions import Stored, store_mentions
from archive.ingest.pipeline import VERSION
from archive.ingest.reprints import group_reprints
from archive.models import Article, Import, Issue, Newspaper, Page, Place
from archive.records import ArticleDraft, PageDraft
from archive.turns import in_turn

MAX_NUMBER = 999


def store_page(
    page: PageDraft,
    text: str,
    *,
    source: Import,
    publish: bool,
    newspaper: Newspaper | None = None,
    sha256: str = "",
) -> Page:
    """The stored page; its articles are published, or left for an editor.

    `newspaper` is the one that was named with the file; without it the draft's own is looked up.
    `sha256` is the page's own key where its file holds several.
    Raises InputError where newspaper or date are unknown, or reference data are not loaded.
    """
    newspaper = newspaper or _newspaper(page)
    if page.date is None:
        raise LackingError("date", "认不出出版日期，请指定日期。")
    with in_turn():
        row = _page(page, text, newspaper, source, sha256 or source.sha256)
        drafts = [draft for draft in page.articles if draft.title or draft.body]
        store_articles(row, drafts, publish=publish, place=newspaper.place)
    return row


def store_articles(
    page: Page,
    drafts: list[ArticleDraft],
    *,
    publish: bool,
    place: Place | None,
    came_as: Sequence[str] = (),
) -> list[Article]:
    """The drafts as articles of a stored page, after those that it has; `place` is its paper's.

    `came_as` are the hashes of the rows that ready articles came as. To be called in a transaction.
    """
    status = Article.Status.PUBLISHED if publish else Article.Status.DRAFT
    first = free_order(page)
    stored = []
    for order, (draft, row) in enumerate(zip_longest(drafts, came_as, fillvalue=""), first):
        article = _article(draft, page, order, status)
        article.came_as = row
        article.skip_history_when_saving = True  # history begins with the first edit
        article.save()  # one by one: the index learns of an article by its post_save
        stored.append(Stored(draft, article))
    store_mentions(stored, place)
    group_reprints(item.article for item in stored)
    if any(draft.continued_from or continued_on(draft.body) for draft in drafts):
        join_continuations(page.issue)
    return [item.article for item in stored]


def _newspaper(page: PageDraft) -> Newspaper:
    if not page.newspaper:
        raise LackingError("newspaper", "认不出是哪份报纸，请指定报纸。")
    # By slug first: an editor may have given the newspaper another name.
    known = newspapers().named(page.newspaper)
    rows = Newspaper.objects.select_related("place__parent__parent")
    newspaper = rows.filter(slug=known.slug).first() if known else None
    newspaper = newspaper or rows.filter(name=page.newspaper).first()
    if newspaper is None:
        raise InputError(
            f"数据库里没有报纸“{page.newspaper}”，请先载入参考数据（load_reference）。"
        )
    return newspaper


def _page(page: PageDraft, text: str, newspaper: Newspaper, source: Import, sha256: str) -> Page:
    issue, _ = Issue.objects.get_or_create(
        newspaper=newspaper,
        date=page.date,
        defaults={"date_source": page.date_source or Issue.DateSource.ARGUMENT},
    )
    return new_page(
        issue,
        page.number,
        warnings=page.warnings,
        section=fit(Page, "section", page.section),
        text=text,
        furniture=[{"lines": list(row.lines), "why": row.why} for row in page.furniture],
        sha256=sha256,
        sheet=page.sheet,
        source=source,
    )


def new_page(
    issue: Issue, number: int | None, *, warnings: Sequence[str] = (), **values: Any
) -> Page:
    """A page of that printed number; where it is unknown or taken, of the next free one."""
    warnings = list(warnings)
    if number is not None and not 1 <= number <= MAX_NUMBER:
        number = None
    if number is not None and issue.pages.filter(number=number).exists():
        warnings.append(f"本期第{number}版已有另一份文件，版次改为下一个空号。")
        number = None
    return Page.objects.create(
        issue=issue,
        number=number or free_number(issue),
        number_known=number is not None,
        warnings=warnings,
        parsed_with=VERSION,
        **values,
    )


def free_number(issue: Issue) -> int:
    """The number after the highest that the issue has."""
    return (issue.pages.aggregate(top=Max("number"))["top"] or 0) + 1


def _article(draft: ArticleDraft, page: Page, order: int, status: str) -> Article:
    dateline = draft.dateline
    texts = ("column", "kicker", "title", "subtitle", "continued_from", "url")
    return Article(
        page=page,
        order=order,
        kind=draft.kind,
        body=draft.body,
        lines=[list(span) for span in draft.lines],
        title_lines=[list(span) for span in draft.title_lines],
        reporters=draft.reporters,
        correspondents=draft.correspondents,
        compilers=draft.compilers,
        photographers=draft.photographers,
        dateline_place=fit(Article, "dateline_place", dateline.place if dateline else None),
        dateline_date=dateline.date if dateline else None,
        confidence=min(1.0, max(0.0, draft.confidence)),
        warnings=draft.warnings,
        status=status,
        **{name: fit(Article, name, getattr(draft, name)) for name in texts},
    )
