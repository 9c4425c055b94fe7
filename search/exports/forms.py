"""The forms in which a result leaves the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from search.exports import atom, bibtex, documents, ris, spreadsheet, workbook
from search.exports.export import Result

Writer = Callable[[Result], Iterator[str] | Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Export:
    """`attached`: the browser saves it instead of showing it; `marked`: it prints what matched.

    `table`: it takes the columns of FIELDS; `feed`: it has pages, the newest first, whatever the
    order of the search, and is no form for a collection of articles.
    """

    suffix: str
    label: str | Promise
    content_type: str
    write: Writer
    attached: bool = True
    marked: bool = False
    table: bool = False
    feed: bool = False


EXPORTS = {
    export.suffix: export
    for export in (
        Export("csv", "CSV", "text/csv; charset=utf-8", spreadsheet.write, table=True),
        Export(
            "xlsx",
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            workbook.write,
            table=True,
        ),
        Export(
            "json",
            "JSON",
            "application/json",
            documents.write,
            attached=False,
            marked=True,
        ),
        Export("jsonl", gettext_lazy("JSON 行"), "application/jsonl", documents.write_lines),
        Export("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ris.write),
        Export("bib", "BibTeX", "application/x-bibtex; charset=utf-8", bibtex.write),
        Export(
            "atom",
            "Atom",
            "application/atom+xml; charset=utf-8",
            atom.write,
            attached=False,
            marked=True,
            feed=True,
        ),
    )
}
# The forms that any list of articles can take: a collection of a reader's, one article.
FILES = {suffix: form for suffix, form in EXPORTS.items() if not form.feed}
