"""The engine's one entry: ask it, write to it, rebuild it."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import numpy as np

from search.engine import writer
from search.engine.documents import Document
from search.engine.durable import bring_to_disk
from search.engine.matching import matching
from search.engine.ranking import scores
from search.engine.reader import Reader
from search.engine.requests import EngineQuery, EngineResult
from search.engine.segment import Ids, Weights
from search.engine.snapshot import Mask, Snapshot
from search.engine.store import Store


class Engine:
    """An index under `root`. Safe to use from many threads; one process writes at a time."""

    def __init__(self, root: Path) -> None:
        self.store = Store(root)
        self.reader = Reader(self.store)

    def search(self, query: EngineQuery) -> EngineResult:
        """Hits, scores and counts of one state of the index. Raises IndexUnavailable."""
        snapshot = self.reader.snapshot()
        found = matching(query.tree, snapshot) & snapshot.live
        chosen = {row.group: matching(row.node, snapshot) for row in query.filters}
        hits = _without(None, found, chosen)
        ids, points = _ordered(query, hits, snapshot)
        cut = slice(query.start, query.stop)
        return EngineResult(
            total=len(ids),
            ids=snapshot.numbers[ids[cut]].tolist(),
            scores=points[ids[cut]].round(4).tolist(),
            facets={
                row.group: _counts(row.field, _without(row.group, found, chosen), snapshot)
                for row in query.facets
            },
        )

    def stamps(self) -> dict[int, int]:
        """The content stamp of every article in the index, by its number."""
        return self.reader.snapshot().stamps()

    def numbers(self) -> set[int]:
        """The numbers of all articles in the index."""
        snapshot = self.reader.snapshot()
        return set(snapshot.numbers[snapshot.live].tolist())

    def generation(self) -> tuple[str, int]:
        """Changes with every write. Raises IndexUnavailable."""
        return self.reader.snapshot().name

    def count(self) -> int:
        return self.reader.snapshot().count

    def write(self, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None:
        """Replace and delete in one commit; makes an index where there is none at all.

        What is written lies on the disk when this returns, so that the outbox may forget it.
        Raises IndexBusy where another process keeps the lock for a minute, IndexUnavailable
        where the index is damaged or another version's: adding to it would hide that.
        """
        with self.store.lock("write"):
            folder = self._folder()
            before = set(folder.iterdir())
            writer.write(folder, documents, deletions)
            bring_to_disk(*set(folder.iterdir()) - before, folder)

    def verify(self) -> None:
        """Raises IndexUnavailable where the index cannot be read."""
        self.reader.snapshot()

    def merge(self) -> bool:
        """Whoosh merges as it writes."""
        return False

    def clear(self) -> None:
        with self.store.lock("write"):
            self._begin()

    def _folder(self) -> Path:
        if not self.store.pointer.exists():
            self._begin()
        return self.store.current()

    def _begin(self) -> None:
        """An empty index; the folder that a rebuild fills meanwhile is left alone."""
        self.store.publish(self.store.create(), sweep=not self.is_rebuilding())

    @contextmanager
    def rebuild(self) -> Iterator[Rebuild]:
        """Write a new index beside the old one; without `publish` it is thrown away.

        Raises IndexBusy within a second where another rebuild is under way.
        """
        # Not at once: `is_rebuilding` holds the lock for an instant too.
        with self.store.lock("rebuild", timeout=1.0):
            with self.store.lock("write"):
                fresh = Rebuild(self.store, self.store.create())
            try:
                yield fresh
            finally:
                if not fresh.published:
                    self.store.discard(fresh.folder)

    def is_rebuilding(self) -> bool:
        return self.store.is_locked("rebuild")


class Rebuild:
    """A generation that nobody searches yet."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.published = store, folder, False

    def write(self, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None:
        writer.write(self.folder, documents, deletions)

    def add(self, parts: Iterable[Path]) -> None:
        """What was spooled."""
        for part in parts:
            self.write(pickle.loads(part.read_bytes()))  # noqa: S301

    def publish(self) -> None:
        """Searches see the new index from now on. Raises IndexUnavailable where it is gone."""
        with self.store.lock("write"):
            self.store.publish(self.folder, sweep=True)
            self.published = True


def _without(group: str | None, found: Mask, chosen: dict[str, Mask]) -> Mask:
    """The hits with every choice applied but the one made in `group`."""
    hits = found
    for name, mask in chosen.items():
        if name != group:
            hits = hits & mask
    return hits


def _ordered(query: EngineQuery, hits: Mask, snapshot: Snapshot) -> tuple[Ids, Weights]:
    """All hits in order, ties by day and number, so that pages never overlap; and the scores."""
    ids = np.flatnonzero(hits).astype(np.int32)
    points = scores(query.tree, hits, snapshot)
    days = snapshot.days[ids]
    keys = [snapshot.numbers[ids], days if query.order == "oldest" else -days]
    if query.order == "relevance":
        keys.append(-points[ids].round(4))
    return ids[np.lexsort(keys)], points


def _counts(field: str, hits: Mask, snapshot: Snapshot) -> dict[str, int]:
    """How many hits hold each value; values that none holds are left out."""
    table = snapshot.facets[field]
    counts = np.bincount(table.codes[hits[table.docs]], minlength=len(table.values))
    return {table.values[code]: int(counts[code]) for code in np.flatnonzero(counts)}


def spool(folder: Path, documents: Sequence[Document]) -> Path:
    """A part file, to be added to a rebuild."""
    path = folder / f"{uuid4().hex}.part"
    path.write_bytes(pickle.dumps(list(documents)))
    return path


_ENGINES: dict[tuple[int, Path], Engine] = {}
_LOCK = threading.Lock()


def engine_at(root: Path) -> Engine:
    """The process's engine over `root`; a forked child gets one of its own."""
    with _LOCK:
        return _ENGINES.setdefault((os.getpid(), root), Engine(root))
