"""How far a batch is: a row a file with its pages and faults, and the sums over all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Prefetch, QuerySet, Sum, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from archive.ingest.formats import place_of
from archive.ingest.worker import is_running
from archive.models import Article, Batch, Import, ImportFault, Page

SHOWN_ROWS, SHOWN_PAGES, SHOWN_FAULTS = 300, 30, 50
Status = Import.Status
BUSY = (Status.QUEUED, Status.RUNNING)
PLACED = ("filename", "member", "parent")
# What an editor must see is shown first where there are too many.
URGENCY = {Status.FAILED: 0, Status.PARTIAL: 1, Status.RUNNING: 2, Status.QUEUED: 3}


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: `depth` is how many zips it lies in, `faults` are place and reason."""

    source: Import
    depth: int
    pages: list[Page]
    more_pages: int
    faults: list[tuple[str, str]]
    fault_count: int

    @property
    def report(self) -> dict[str, Any]:
        return self.source.report

    @property
    def more_faults(self) -> int:
        return self.fault_count - len(self.faults)

    @property
    def may_retry(self) -> bool:
        return self.source.status in (Status.FAILED, Status.PARTIAL)


@dataclass(slots=True)
class NoteRow:
    """A file that made no import; `page` is that of the same file that was in before."""

    name: str
    reason: str
    source: Import | None
    page: Page | None


@dataclass(slots=True)
class Progress:
    """The whole batch; `hidden` is how many files have no row here."""

    batch: Batch
    counts: dict[str, int]
    rows: list[FileRow] = field(default_factory=list)
    notes: list[NoteRow] = field(default_factory=list)
    pages: int = 0
    articles: int = 0
    pending: Page | None = None
    worker_runs: bool = True

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def ended(self) -> int:
        return self.total - self.waiting

    @property
    def waiting(self) -> int:
        return sum(self.counts.get(status, 0) for status in BUSY)

    @property
    def busy(self) -> bool:
        return self.waiting > 0

    @property
    def failed(self) -> int:
        return self.counts.get(Status.FAILED, 0)

    @property
    def partial(self) -> int:
        return self.counts.get(Status.PARTIAL, 0)

    @property
    def hidden(self) -> int:
        return self.total - len(self.rows)


def progress_of(batch: Batch) -> Progress:
    """The batch as it stands now, in a fixed number of queries."""
    counts = dict(batch.imports.order_by().values_list("status").annotate(Count("pk")))
    progress = Progress(batch, counts, rows=_rows(batch), notes=_notes(batch))
    sums = batch.imports.exclude(filename__iendswith=".zip").aggregate(
        pages=Sum(_number("pages")), articles=Sum(_number("articles"))
    )
    progress.pages, progress.articles = sums["pages"] or 0, sums["articles"] or 0
    if progress.busy:
        progress.worker_runs = is_running()
    else:
        progress.pending = _first_pending(batch)
    return progress


def _number(name: str) -> Cast:
    return Cast(KeyTextTransform(name, "report"), IntegerField())


def _first_pending(batch: Batch) -> Page | None:
    drafts = Article.objects.filter(page__source__batch=batch, status=Article.Status.DRAFT)
    first = drafts.order_by("page__source", "page__sheet", "page").first()
    return first.page if first else None


def _rows(batch: Batch) -> list[FileRow]:
    urgency = Case(
        *(When(status=status, then=Value(rank)) for status, rank in URGENCY.items()),
        default=Value(9),
    )
    pages = _light_pages().order_by("sheet", "pk")[:SHOWN_PAGES]
    faults = ImportFault.objects.order_by(F("line").asc(nulls_first=True), "pk")[:SHOWN_FAULTS]
    some = Prefetch("pages", pages, "some_pages"), Prefetch("faults", faults, "some_faults")
    chosen = list(
        batch.imports.alias(urgency=urgency)
        .order_by("urgency", F("parent").asc(nulls_first=True), "pk")
        .select_related("newspaper")
        .prefetch_related(*some)[:SHOWN_ROWS]
    )
    zips = batch.imports.filter(filename__iendswith=".zip").only(*PLACED)
    chains = [(_chain(row, {one.pk: one for one in zips}), row) for row in chosen]
    onto, counts = _onto(chosen), _page_counts(chosen)
    return [
        _row(row, len(chain) - 1, onto, counts.get(row.pk, 0))
        for chain, row in sorted(chains, key=lambda pair: pair[0])
    ]


def _light_pages() -> QuerySet[Page]:
    return Page.objects.select_related("issue__newspaper").defer("text", "furniture", "warnings")


def _page_counts(rows: list[Import]) -> dict[int, int]:
    """How many pages each file gave; counted, for a large PDF has hundreds."""
    pages = Page.objects.filter(source__in=rows).order_by().values_list("source")
    return dict(pages.annotate(Count("pk")))


def _chain(row: Import, zips: dict[int, Import]) -> list[tuple[list[tuple[int, int, str]], int]]:
    """The zips that a file lies in, from the outermost, and itself: a place in the tree, by name."""
    chain = [_by_name(row)]
    while row.parent_id in zips:
        row = zips[row.parent_id]
        chain.append(_by_name(row))
    return chain[::-1]


def _by_name(row: Import) -> tuple[list[tuple[int, int, str]], int]:
    """第2版.txt comes before 第10版.txt; of one name, the older."""
    parts = re.findall(r"\d+|\D+", (row.member or row.filename).casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], row.pk


def _onto(rows: list[Import]) -> dict[int, Page]:
    """Pages of other files onto which ready articles were put."""
    keys = {key for row in rows for key in row.report.get("onto", [])[:SHOWN_PAGES]}
    return {page.pk: page for page in _light_pages().filter(pk__in=keys)}


def _row(row: Import, depth: int, onto: dict[int, Page], page_count: int) -> FileRow:
    also = row.report.get("onto", [])
    pages = [*row.some_pages, *(onto[key] for key in also if key in onto)][:SHOWN_PAGES]
    faults = [
        (place_of(row.filename, fault.line, fault.where), fault.reason) for fault in row.some_faults
    ]
    return FileRow(
        row,
        depth,
        pages,
        max(0, page_count + len(also) - SHOWN_PAGES),
        faults,
        max(row.report.get("faults", 0), len(faults)),
    )


def _notes(batch: Batch) -> list[NoteRow]:
    keys = [note["import"] for note in batch.notes if note["import"]]
    first = Prefetch("pages", _light_pages().order_by("sheet", "pk")[:1], "some_pages")
    known = Import.objects.prefetch_related(first).in_bulk(keys)
    rows = []
    for note in batch.notes:
        source = known.get(note["import"])
        page = next(iter(source.some_pages), None) if source else None
        rows.append(NoteRow(note["name"], note["reason"], source, page))
    return rows
