"""The list of segments that is searched: Whoosh's TOC, one file a commit, replaced in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.engine import sums
from search.engine.durable import bring_to_disk
from search.engine.part import Int32s
from search.engine.schema import build_schema

NAME = "MAIN"  # Whoosh's name of an index whose name nobody gave


@dataclass(frozen=True, slots=True)
class Row:
    """A segment of `size` documents, those of `deleted` (ascending) no longer searched."""

    name: str
    size: int
    deleted: Int32s
    words: dict[str, int]  # of each field, for Whoosh's own ranking


@dataclass(frozen=True, slots=True)
class Toc:
    generation: int
    rows: tuple[Row, ...]


def generation(folder: Path) -> int:
    """The number of the last commit, -1 where there is none. Raises OSError."""
    return int(TOC._latest_generation(FileStorage(str(folder)), NAME))


def read(folder: Path) -> Toc:
    """The last commit. Raises FileNotFoundError or another of errors.BROKEN."""
    number = generation(folder)
    if number < 0:
        raise FileNotFoundError(f"{folder.name}: no list of segments")
    sums.check(sum_of(path(folder, number)))  # unpickled are only bytes that were written here
    toc = TOC.read(FileStorage(str(folder)), NAME, number)
    return Toc(toc.generation, tuple(map(_row, toc.segments)))


def _row(segment: W3Segment) -> Row:
    deleted = np.sort(np.fromiter(segment.deleted_docs(), np.int32))
    words = dict(segment._fieldlengths)
    return Row(segment.segment_id(), segment.doc_count_all(), deleted, words)


def commit(folder: Path, rows: Sequence[Row], number: int) -> None:
    """Search these segments from now on. Their files, and this list, are on the disk after it."""
    segments = [_segment(row) for row in rows]
    TOC(build_schema(), segments, number).write(_Storage(str(folder)), NAME)


def _segment(row: Row) -> W3Segment:
    deleted = set(row.deleted.tolist()) or None
    code = row.name.removeprefix(f"{NAME}_")
    segment = W3Segment(W3Codec(), NAME, row.size, code, deleted)
    segment._fieldlengths = row.words
    return segment


class _Storage(FileStorage):
    """Brings the list to the disk before it takes its place, with a file of its size and sum."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        folder = Path(self.folder)
        old, new = folder / oldname, folder / newname
        note = sum_of(new)
        sums.note(note, {new.name: old})
        bring_to_disk(old, note, folder)
        old.replace(new)
        bring_to_disk(folder)


def sum_of(toc: Path) -> Path:
    """Where the size and sum of a list is kept."""
    return toc.with_suffix(".sums")


def path(folder: Path, number: int) -> Path:
    return folder / str(TOC._filename(NAME, number))
