"""The one open reader of a process: kept while the index stands still, renewed when it moved."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.engine.errors import BROKEN, IndexUnavailable
from search.engine.segment import Segment
from search.engine.snapshot import Snapshot
from search.engine.store import Store

_TRIES = 20
_NAME = "MAIN"


class Reader:
    """Gives the newest snapshot; opened segments pass from one snapshot to the next."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Raises IndexUnavailable where there is no index, or one that cannot be read."""
        folder = self.store.current()
        with self._lock:
            newest = (folder.name, self._generation(folder))
            if self._snapshot is None or self._snapshot.name != newest:
                self._snapshot = self._open(folder)
            return self._snapshot

    def _generation(self, folder: Path) -> int:
        try:
            return int(TOC._latest_generation(FileStorage(str(folder)), _NAME))
        except OSError as error:
            raise IndexUnavailable(f"索引无法读取（{error}）") from error

    def _open(self, folder: Path) -> Snapshot:
        """A writer may take merged files away under our hands: then the list is read again."""
        for attempt in range(_TRIES):
            try:
                return self._read(folder)
            except FileNotFoundError as error:
                if attempt == _TRIES - 1:
                    raise IndexUnavailable(f"索引缺少文件（{error}）") from error
                time.sleep(0.02)
            except BROKEN as error:
                raise IndexUnavailable(f"索引已损坏（{error}）") from error
        raise AssertionError("unreachable")

    def _read(self, folder: Path) -> Snapshot:
        storage = FileStorage(str(folder))
        toc = TOC.read(storage, _NAME)
        known = {one.name: one for one in self._snapshot.segments} if self._snapshot else {}
        rows = []
        for row in toc.segments:
            segment = known.get(row.segment_id()) or Segment(storage, row)
            rows.append((segment, set(row.deleted_docs())))
        return Snapshot((folder.name, toc.generation), rows)
