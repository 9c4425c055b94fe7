"""The forms in which a result leaves the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from search.exports import atom, bibtex, documents, ris, spreadsheet
from search.exports.export import Result

Writer = Callable[[Result], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Export:
    """`attached`: the browser saves it instead of showing it.

    `marked`: it prints what matched; `most`: hits that it holds at most; `newest`: the newest come
    first, whatever the order of the search.
    """

    suffix: str
    label: str
    content_type: str
    write: Writer
    attached: bool = True
    marked: bool = False
    most: int | None = None
    newest: bool = False


EXPORTS = {
    export.suffix: export
    for export in (
        Export("csv", "CSV", "text/csv; charset=utf-8", spreadsheet.write),
        Export(
            "json",
            "JSON",
            "application/json",
            documents.write,
            attached=False,
            marked=True,
        ),
        Export("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ris.write),
        Export("bib", "BibTeX", "application/x-bibtex; charset=utf-8", bibtex.write),
        Export(
            "atom",
            "Atom",
            "application/atom+xml; charset=utf-8",
            atom.write,
            attached=False,
            marked=True,
            most=atom.ENTRIES,
            newest=True,
        ),
    )
}
