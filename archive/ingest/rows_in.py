"""A table of ready articles taken in: each row that holds is an article once, each broken one is named."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from archive.extract import extract
from archive.ingest.errors import InputError, LackingError
from archive.ingest.folders import one_line
from archive.ingest.loader import new_page, store_articles
from archive.ingest.outcomes import Hints, OnStep, Outcome
from archive.ingest.papers import Papers
from archive.ingest.ready import complete, ready_article
from archive.ingest.rows import Row, read_table
from archive.ingest.spool import Spool
from archive.ingest.tally import Tally, outcome_of, settle
from archive.models import Article, Import, Issue, Newspaper, Page
from archive.records import ArticleDraft, Context
from archive.turns import in_turn

LOOK = 500  # rows read between two looks whether to go on
AT_ONCE = 100  # rows stored in one transaction: the write lock is held for about a second
Key = tuple[int, date, str, str]  # newspaper, date, title, body: what makes an article the same


@dataclass(frozen=True, slots=True)
class Placed:
    """A ready article and the issue it belongs to; `newspaper` is a primary key."""

    newspaper: int
    day: date
    number: int | None
    draft: ArticleDraft

    @property
    def key(self) -> Key:
        return self.newspaper, self.day, self.draft.title or "", self.draft.body

    @property
    def came_as(self) -> str:
        """The hash of the key, by which the article is known again whatever an editor corrects."""
        return hashlib.sha256("\0".join(map(str, self.key)).encode()).hexdigest()


def take_rows(source: Import, hints: Hints, on_step: OnStep) -> Outcome:
    """Read all rows, then store them a hundred at a time. Raises InputError where none can be had.

    A row that is in already, from whatever file, makes nothing, so that a reading which was
    killed between two transactions is simply done again.
    """
    tally, papers = Tally(source.filename), Papers()
    with Spool[Placed]() as spool:
        _read(source, hints, papers, tally, spool, on_step)
        done = 0
        for chunk, is_last in spool.chunks(AT_ONCE):
            fresh = _fresh(chunk)
            for item in fresh:
                _extract(item, papers.by_pk[item.newspaper])
            with in_turn():
                stored = _store(source, hints, fresh, papers, tally)
                tally.known_articles += len(chunk) - stored
                if is_last:
                    settle(source, tally)
            done += len(chunk)
            on_step(done, len(spool))
    return outcome_of(source, tally)


def _read(
    source: Import,
    hints: Hints,
    papers: Papers,
    tally: Tally,
    spool: Spool[Placed],
    on_step: OnStep,
) -> None:
    unknown: set[str] = set()
    with source.file.open("rb") as file:
        rows = read_table(file, source.filename, hints.encoding, unknown)
        for number, row in enumerate(rows, 1):
            if number % LOOK == 0:
                on_step(number, 0)
            try:
                spool.add(_placed(row, hints, papers))
            except InputError as error:
                tally.blame(error, row.line)
    if not len(spool) and not tally.faults:
        raise InputError("文件里没有一篇文章。")
    if unknown:
        names = "、".join(sorted(one_line(name[:30]) for name in unknown)[:20])
        tally.warnings.append(f"不认识的列，没有读：{names}")


def _placed(row: Row, hints: Hints, papers: Papers) -> Placed:
    ready = ready_article(row)
    newspaper = papers.named(ready.newspaper) if ready.newspaper else hints.newspaper
    if newspaper is None and ready.newspaper:
        raise InputError(f"数据库里没有报纸“{ready.newspaper[:40]}”。")
    if newspaper is None:
        raise LackingError("newspaper", "报纸（newspaper）是空的。")
    day = ready.day or hints.date
    if day is None:
        raise LackingError("date", "日期（date）是空的。")
    complete(ready.draft, day)
    return Placed(newspaper.pk, day, ready.page, ready.draft)


def _extract(item: Placed, newspaper: Newspaper) -> None:
    home = newspaper.place.code if newspaper.place else None
    item.draft.mentions = extract(item.draft, Context(newspaper.name, home, item.day))


def _fresh(chunk: list[Placed]) -> list[Placed]:
    """Those that are not in the archive, each once: not as they came, nor as a page printed them."""
    rows = Article.objects.filter(
        page__issue__date__in={item.day for item in chunk},
        title__in={item.draft.title for item in chunk},
    )
    values = rows.values_list("page__issue__newspaper", "page__issue__date", "title", "body")
    known: set[Key] = set(values)
    came = Article.objects.filter(came_as__in=[item.came_as for item in chunk])
    came_before = set(came.order_by().values_list("came_as", flat=True))
    fresh = []
    for item in chunk:
        if item.key not in known and item.came_as not in came_before:
            known.add(item.key)
            fresh.append(item)
    return fresh


def _store(source: Import, hints: Hints, items: list[Placed], papers: Papers, tally: Tally) -> int:
    """Page by page; how many became articles.

    Whoever else stores the same rows waits for the issue, then finds them there.
    """
    by_page: dict[tuple[int, date, int | None], list[Placed]] = defaultdict(list)
    issues = {(item.newspaper, item.day): None for item in items}
    found = {pair: _issue(*pair) for pair in sorted(issues)}
    for item in _fresh(items):
        by_page[item.newspaper, item.day, item.number].append(item)
    before = tally.articles
    for (newspaper, day, number), rows in by_page.items():
        page, is_new = _page(source, found[newspaper, day], number)
        tally.page = tally.page or page
        tally.pages += is_new
        stored = store_articles(
            page,
            [item.draft for item in rows],
            publish=hints.publish,
            place=papers.by_pk[newspaper].place,
            came_as=[item.came_as for item in rows],
        )
        tally.articles += len(stored)
        if not is_new and page.source_id != source.pk:
            onto = tally.facts.setdefault("onto", [])
            onto.extend([page.pk] if page.pk not in onto else [])
    return tally.articles - before


def _issue(newspaper: int, day: date) -> Issue:
    issues = Issue.objects.select_for_update().select_related(None)
    defaults = {"date_source": Issue.DateSource.ARGUMENT}
    return issues.get_or_create(newspaper_id=newspaper, date=day, defaults=defaults)[0]


def _page(source: Import, issue: Issue, number: int | None) -> tuple[Page, bool]:
    """The issue's page of that number, else one without a text for this file; whether it is new."""
    key = f"{source.sha256}#{issue.newspaper_id}#{issue.date}#{number or ''}"
    sha256 = hashlib.sha256(key.encode()).hexdigest()
    known = issue.pages.filter(number=number, number_known=True) if number else issue.pages.none()
    page = known.first() or issue.pages.filter(sha256=sha256).first()
    if page:
        return page, False
    return new_page(issue, number, sha256=sha256, source=source), True
