"""The one open reader of a process: kept while the index stands still, renewed when it moved."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import NamedTuple

from search.engine import toc
from search.engine.cache import ByteCache
from search.engine.errors import BROKEN, IndexDamaged, reason, unavailable
from search.engine.segment import SegmentFiles
from search.engine.snapshot import Snapshot
from search.engine.store import MANIFEST, Store

_TRIES = 20
_PAUSE = 0.02  # seconds until a list that named a file now gone is read again
_SETTLED = 50_000_000  # nanoseconds; two commits within a tick of the clock leave one time


_Sight = tuple[int, ...]  # when each was changed, in nanoseconds


class _Kept(NamedTuple):
    snapshot: Snapshot
    paths: tuple[str, ...]  # the pointer, the manifest and the folder of the generation
    sight: _Sight
    settled: bool  # nothing can be written any more that would leave `sight` as it is


class Reader:
    """Gives the newest snapshot; opened segments pass from one snapshot to the next."""

    CACHE = 48 << 20  # bytes of decoded postings that are kept

    def __init__(self, store: Store) -> None:
        self.store = store
        self.cache = ByteCache(self.CACHE)
        self._lock = threading.Lock()
        self._kept: _Kept | None = None

    def snapshot(self) -> Snapshot:
        """Raises IndexUnavailable where there is no index, or one that cannot be read."""
        kept = self._kept
        if kept and kept.settled and _sight(kept.paths) == kept.sight:
            return kept.snapshot
        with self._lock:
            return self._newest()

    def _newest(self) -> Snapshot:
        folder = self.store.current()
        # As plain strings: paths cost more than looking at them.
        paths = tuple(map(str, (self.store.pointer, folder / MANIFEST, folder)))
        # Looked at before it is read: what is written meanwhile changes the look.
        sight, kept = _sight(paths), self._kept
        # A clock that was set back is no reason to look for ever.
        settled = sight is not None and abs(time.time_ns() - max(sight)) > _SETTLED
        snapshot = kept.snapshot if kept else None
        if snapshot is None or snapshot.name != (folder.name, self._generation(folder)):
            snapshot = self._open(folder, snapshot)
            self.cache.forget({snapshot.key, *(segment.key for segment in snapshot.segments)})
        self._kept = _Kept(snapshot, paths, sight, settled) if sight else None
        return snapshot

    def _generation(self, folder: Path) -> int:
        try:
            return toc.generation(folder)
        except OSError as error:
            raise unavailable("索引无法读取", error) from error

    def _open(self, folder: Path, before: Snapshot | None) -> Snapshot:
        """A writer may take merged files away under our hands: then the list is read again."""
        for attempt in range(_TRIES):
            try:
                return self._read(folder, before)
            except FileNotFoundError as error:
                if attempt == _TRIES - 1:
                    raise IndexDamaged(f"索引缺少文件（{reason(error)}）") from error
                time.sleep(_PAUSE)
            except (*BROKEN, TypeError) as error:
                raise unavailable("索引无法读取", error) from error
        raise AssertionError("unreachable")

    def _read(self, folder: Path, before: Snapshot | None) -> Snapshot:
        newest = toc.read(folder)
        known = {one.name: one for one in before.segments} if before else {}
        rows = [
            (known.get(row.name) or SegmentFiles(folder, row.name), row.deleted.tolist())
            for row in newest.rows
        ]
        return Snapshot((folder.name, newest.generation), rows, self.cache)


def _sight(paths: tuple[str, ...]) -> _Sight | None:
    """None where one is missing."""
    try:
        return tuple([os.stat(path).st_mtime_ns for path in paths])  # noqa: PTH116
    except OSError:
        return None
