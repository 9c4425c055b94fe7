"""Changing one generation on disk: a batch, a segment of parts, a merge; each one commit.

Whoever calls `write`, `add` or `exchange` is the only one who changes the folder meanwhile.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from search.engine import merging, sums, toc
from search.engine.columns import Columns
from search.engine.joining import Bools, Source
from search.engine.pairs import StreamTooLong
from search.engine.pairstream import LONGEST_STREAM
from search.engine.part import Int32s, Int64s, Part
from search.engine.segment import SegmentFiles
from search.engine.segments import files_of, write_segment
from search.engine.toc import Row, Toc

_OURS = (f"{toc.NAME}_", f"_{toc.NAME}_")  # how files of segments, and lists of them, begin
MERGING = "merging"  # where a merge prepares its files


def write(folder: Path, part: Part | None, deletions: Iterable[int] = ()) -> None:
    """Replace the part's documents and delete numbers, all or nothing.

    Raises one of errors.BROKEN where the index is damaged.
    """
    parts = [Source(part)] if part is not None and part.size else []
    _change(folder, parts, np.fromiter(deletions, np.int64))


def add(folder: Path, parts: Sequence[Part]) -> None:
    """One segment of all parts, or a few where that would be too large; the last of one number
    wins. Raises as `write` does.
    """
    _change(folder, _last(parts), np.empty(0, np.int64))


def _change(folder: Path, sources: Sequence[Source], deletions: Int64s) -> None:
    last = toc.read(folder)
    sweep(folder, last)
    fresh = [one.kept(one.held.numbers) for one in sources]
    rows = _without(folder, last.rows, np.concatenate([deletions, *fresh]))
    rows += [write_segment(folder, group) for group in _groups(sources)]
    if sources or _deleted(rows) != _deleted(last.rows):
        _commit(folder, rows, last.generation + 1)


def _groups(sources: Iterable[Source]) -> list[list[Source]]:
    """In their order, as many together as one segment holds."""
    groups: list[list[Source]] = []
    documents = characters = 0
    for one in sources:
        length = int(one.held.slots[-1])
        documents, characters = documents + one.size, characters + length
        if not groups or documents > merging.LARGEST or characters > LONGEST_STREAM:
            groups.append([])
            documents, characters = one.size, length
        groups[-1].append(one)
    return groups


def _last(parts: Sequence[Part]) -> list[Source]:
    """The parts, each without the documents that a later one replaces."""
    numbers = np.concatenate([np.empty(0, np.int64), *(part.numbers for part in parts)])
    _, lasts = np.unique(numbers[::-1], return_index=True)
    keep = np.zeros(len(numbers), np.bool_)
    keep[len(numbers) - 1 - lasts] = True
    ends = np.cumsum([part.size for part in parts])
    return [
        Source(part, None if kept.all() else kept)
        for part, kept in zip(parts, np.split(keep, ends)[:-1], strict=True)
        if kept.any()
    ]


def _without(folder: Path, rows: Iterable[Row], numbers: Int64s) -> list[Row]:
    """The rows with these articles deleted; a row that has none left is left out."""
    left = [_deleting(folder, row, numbers) if len(numbers) else row for row in rows]
    return [row for row in left if len(row.deleted) < row.size]


def _deleting(folder: Path, row: Row, numbers: Int64s) -> Row:
    held = Columns(folder / f"{row.name}.arr").arrays["numbers"]
    gone = np.flatnonzero(np.isin(held, numbers)).astype(np.int32)
    return replace(row, deleted=np.union1d(row.deleted, gone).astype(np.int32))


def _deleted(rows: Iterable[Row]) -> list[tuple[str, int]]:
    return [(row.name, len(row.deleted)) for row in rows]


def _commit(folder: Path, rows: Sequence[Row], number: int) -> None:
    toc.commit(folder, rows, number)
    with suppress(OSError):  # the commit stands
        sweep(folder, Toc(number, tuple(rows)))


def sweep(folder: Path, last: Toc) -> None:
    """Remove what a killed writer or the commit before this one left; not what a merge prepares."""
    listed = toc.path(folder, last.generation)
    kept = {listed.name, toc.sum_of(listed).name}
    names = {row.name for row in last.rows}
    ours = (path for path in folder.iterdir() if path.name.startswith(_OURS))
    for path in ours:
        if path.name not in kept and path.name.split(".")[0] not in names:
            with suppress(OSError):  # the next commit sweeps again
                path.unlink()


@dataclass(frozen=True, slots=True)
class Merge:
    """Segments and the one that is to take their places."""

    old: tuple[Row, ...]
    new: Row


def prepare(folder: Path) -> Merge | None:
    """Write the next merge aside; None where none is due. The caller holds the lock `merge`.

    Raises FileNotFoundError where the segments went away meanwhile.
    """
    aside = folder / MERGING
    shutil.rmtree(aside, ignore_errors=True)
    rows = toc.read(folder).rows
    places = merging.due([row.size for row in rows], [len(row.deleted) for row in rows])
    if not places:
        return None
    old = tuple(rows[place] for place in places)
    for row in old:  # what is damaged must not get sums that are right
        sums.check(_sums(folder, row))
    sources = [Source(SegmentFiles(folder, row.name), _keep(row)) for row in old]
    aside.mkdir()
    try:
        return Merge(old, write_segment(aside, sources))
    except BaseException as error:
        shutil.rmtree(aside, ignore_errors=True)
        if isinstance(error, StreamTooLong):  # they stay apart
            return None
        raise


def _keep(row: Row) -> Bools | None:
    if not len(row.deleted):
        return None
    keep = np.ones(row.size, np.bool_)
    keep[row.deleted] = False
    return keep


def exchange(folder: Path, merge: Merge) -> bool:
    """Search the new segment instead of the old ones; False where one of those is gone."""
    last = toc.read(folder)
    now = {row.name: row for row in last.rows}
    if any(row.name not in now for row in merge.old):
        return False
    gone = np.concatenate(_carried(merge.old, [now[row.name] for row in merge.old]))
    for path in files_of(folder / MERGING, merge.new.name):
        path.replace(folder / path.name)
    old = {row.name for row in merge.old}
    kept = [row for row in last.rows if row.name not in old]
    fresh = replace(merge.new, deleted=gone.astype(np.int32))
    _commit(folder, [*kept, fresh] if len(gone) < fresh.size else kept, last.generation + 1)
    return True


def _carried(old: Sequence[Row], now: Sequence[Row]) -> list[Int32s]:
    """The documents of the new segment that were deleted while it was written."""
    found, base = [np.empty(0, np.int32)], 0
    for before, after in zip(old, now, strict=True):
        late = np.setdiff1d(after.deleted, before.deleted, assume_unique=True)
        found.append(late - np.searchsorted(before.deleted, late).astype(np.int32) + np.int32(base))
        base += before.size - len(before.deleted)
    return found


def verify(folder: Path) -> None:
    """Compare every file that is searched with its sum, beside whoever writes.

    Raises one of errors.BROKEN.
    """
    done: set[str] = set()
    while True:
        before = toc.generation(folder)
        try:
            return _check(folder, done)
        except FileNotFoundError:  # a merge may have taken it away; what is new is looked at then
            if toc.generation(folder) == before:
                raise


def _check(folder: Path, done: set[str]) -> None:
    for row in toc.read(folder).rows:
        if row.name not in done:
            sums.check(_sums(folder, row))
            done.add(row.name)


def _sums(folder: Path, row: Row) -> Path:
    return folder / f"{row.name}{sums.ENDING}"
