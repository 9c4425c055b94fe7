"""What a file gave, counted while it is stored, and said of its row in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from archive.ingest.errors import LackingError
from archive.ingest.fitting import fit
from archive.ingest.formats import place_of
from archive.ingest.outcomes import ADDED, EXISTS, FAILED, PARTIAL, Fault, Outcome, reason
from archive.models import Import, ImportFault, Page

Status = Import.Status
MOST_FAULTS = 1000  # kept of one file; the rest is counted
SHOWN_WARNINGS = 50


@dataclass(slots=True)
class Tally:
    """New pages and articles (or rows) of the file `name`, those that were there before, and faults."""

    name: str
    pages: int = 0
    articles: int = 0
    known_pages: int = 0
    known_articles: int = 0
    page: Page | None = None
    known_page: Page | None = None
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    warnings: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def blame(self, error: Exception, line: int | None = None, where: str = "") -> None:
        """Note what could not be taken."""
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            lacks = error.hint if isinstance(error, LackingError) else ""
            self.faults.append(Fault(reason(error), line, where, lacks))

    def add(self, page: Page, articles: int) -> None:
        """A page that is new."""
        self.page = self.page or page
        self.pages += 1
        self.articles += articles

    def know(self, page: Page) -> None:
        """A page that was in already."""
        self.known_page = self.known_page or page
        self.known_pages += 1
        self.known_articles += page.articles.count()

    @property
    def lacks(self) -> str:
        """The hint that the first fault lacks that lacks one."""
        return next((fault.lacks for fault in self.faults if fault.lacks), "")

    def status(self) -> str:
        """Of the outcome."""
        has_new = bool(self.pages or self.articles or self.facts.get("fresh"))
        has_old = bool(self.known_pages or self.known_articles or self.facts.get("members"))
        if self.fault_count:
            return PARTIAL if has_new or has_old else FAILED
        return ADDED if has_new else EXISTS

    def error(self) -> str:
        """One line for the row, empty where all went well."""
        if not self.fault_count:
            return ""
        return f"{self.fault_count} 处没有导入，第一处：{_said(self.faults[0], self.name)}"


def settle(source: Import, tally: Tally) -> None:
    """The row says what became of its file. To be called in the transaction that stores the last of it."""
    kinds = {FAILED: Status.FAILED, PARTIAL: Status.PARTIAL}
    source.status = kinds.get(tally.status(), Status.DONE)
    source.error, source.finished = tally.error(), timezone.now()
    source.steps_done = source.steps = max(source.steps, 1)
    source.report = {
        "pages": tally.pages + tally.known_pages,
        "articles": tally.articles + tally.known_articles,
        "warnings": tally.warnings[:SHOWN_WARNINGS],
        "lacks": tally.lacks,
        "faults": tally.fault_count,
        **tally.facts,
    }
    source.save(update_fields=["status", "error", "finished", "steps", "steps_done", "report"])
    source.faults.all().delete()
    ImportFault.objects.bulk_create(
        [
            ImportFault(
                source=source,
                where=fit(ImportFault, "where", fault.where),
                line=fault.line,
                reason=fit(ImportFault, "reason", fault.reason),
            )
            for fault in tally.faults
        ],
        batch_size=500,
    )


def outcome_of(source: Import, tally: Tally) -> Outcome:
    """The same for whoever waits for it."""
    status = tally.status()
    is_new = status in (ADDED, PARTIAL)
    return Outcome(
        source.filename,
        status,
        page=tally.page or tally.known_page,
        articles=tally.articles if is_new else tally.known_articles,
        error=tally.error(),
        lacks=tally.lacks,
        source=source,
        pages=tally.pages if is_new else tally.known_pages,
        faults=tuple(tally.faults),
        warnings=tuple(tally.warnings),
    )


def _said(fault: Fault, name: str) -> str:
    place = place_of(name, fault.line, fault.where)
    return f"{place}：{fault.reason}" if place else fault.reason
