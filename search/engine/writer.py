"""Writing: one batch, one commit; replacing and deleting go by the article's number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.query import Term
from whoosh.writing import SegmentWriter

from search.engine.documents import Document, fields_of
from search.engine.errors import BROKEN, IndexUnavailable
from search.engine.schema import KEY


def write(folder: Path, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None:
    """Replace the documents (the last of one number wins) and delete numbers, all or nothing.

    The caller holds the store's lock. Raises IndexUnavailable where the index is damaged; what
    is wrong with a document itself is raised as it comes.
    """
    fresh = {document.number: document for document in documents}
    rows = [fields_of(document) for document in fresh.values()]
    with _index_at_fault(BROKEN):
        writer = _open(folder)
    try:
        with _index_at_fault(BROKEN):
            _delete(writer, {*fresh, *deletions})
        with _index_at_fault((OSError,)):
            _add(writer, rows)
        with _index_at_fault(BROKEN):
            writer.commit()
    except BaseException:
        _give_up(writer)
        raise


@contextmanager
def _index_at_fault(kinds: tuple[type[Exception], ...]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        raise IndexUnavailable(f"索引无法写入（{error}）") from error


def _give_up(writer: SegmentWriter) -> None:
    """Let go of Whoosh's lock, however far it came; its next commit removes what is left over."""
    try:
        writer.cancel()
    except BROKEN:
        writer._finish()


def _add(writer: SegmentWriter, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        writer.add_document(**row)


def _open(folder: Path) -> SegmentWriter:
    # Loose files: a compound segment would be copied into memory by whoever opens it.
    return index.open_dir(str(folder)).writer(timeout=30.0, compound=False)


def _delete(writer: SegmentWriter, numbers: set[int]) -> None:
    # One searcher for the whole batch; Whoosh would open one for each number.
    with writer.searcher() as searcher:
        for number in numbers:
            writer.delete_by_query(Term(KEY, str(number)), searcher=searcher)
