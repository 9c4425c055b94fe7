"""Writing: one batch, one commit; replacing and deleting go by the article's number."""

from __future__ import annotations

from collections.abc import Iterable
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

    The caller holds the store's lock. Raises IndexUnavailable where the index is damaged.
    """
    fresh = {document.number: document for document in documents}
    rows = [fields_of(document) for document in fresh.values()]
    try:
        _commit(folder, rows, {*fresh, *deletions})
    except BROKEN as error:
        raise IndexUnavailable(f"索引无法写入（{error}）") from error


def _commit(folder: Path, rows: list[dict[str, Any]], deletions: set[int]) -> None:
    writer = _open(folder)
    try:
        _delete(writer, deletions)
        for row in rows:
            writer.add_document(**row)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _open(folder: Path) -> SegmentWriter:
    # Loose files: a compound segment would be copied into memory by whoever opens it.
    return index.open_dir(str(folder)).writer(timeout=30.0, compound=False)


def _delete(writer: SegmentWriter, numbers: set[int]) -> None:
    # One searcher for the whole batch; Whoosh would open one for each number.
    with writer.searcher() as searcher:
        for number in numbers:
            writer.delete_by_query(Term(KEY, str(number)), searcher=searcher)
