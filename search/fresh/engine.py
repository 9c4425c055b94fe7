"""The engine's one entry: ask it, write to it, rebuild it."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from search.fresh import asking, lexicon, writer
from search.fresh.documents import Document
from search.fresh.errors import BROKEN, IndexBusy, IndexUnavailable
from search.fresh.inverting import invert
from search.fresh.lexicon import Words
from search.fresh.part import Part
from search.fresh.reader import Reader
from search.fresh.requests import EngineQuery, EngineResult
from search.fresh.similar import similar as nearest
from search.fresh.spool import load
from search.fresh.store import Store


class Engine:
    """An index under `root`. Safe to use from many threads; one process writes at a time."""

    def __init__(self, root: Path) -> None:
        self.store = Store(root)
        self.reader = Reader(self.store)

    def search(self, query: EngineQuery) -> EngineResult:
        """Hits, scores and counts of one state of the index. Raises IndexUnavailable."""
        return asking.search(query, self.reader.snapshot())

    def similar(self, text: str, exclude: Collection[int], limit: int) -> list[tuple[int, float]]:
        """Numbers and scores of the nearest articles, nearest first; none of `exclude`."""
        return nearest(text, exclude, limit, self.reader.snapshot())

    def lexicon(self) -> Words:
        """Words of title and body, ascending, and how many articles hold each."""
        return lexicon.words(self.reader.snapshot())

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
        return int(self.reader.snapshot().count)

    def write(self, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None:
        """Replace and delete in one commit; makes an index where there is none at all.

        The last of one number wins. What is written lies on the disk when this returns, so that
        the outbox may forget it. Raises IndexBusy where another process keeps the lock for a
        minute, IndexUnavailable where the index is damaged or another version's: adding to it
        would hide that.
        """
        part = _part(documents)
        with self.store.lock("write"), _index_at_fault():
            writer.write(self._folder(), part, deletions)

    def clear(self) -> None:
        with self.store.lock("write"):
            self._begin()

    def merge(self) -> bool:
        """Bring the index one step nearer to few and large segments; False where none is due.

        Writes meanwhile wait only for its last moment. Raises IndexUnavailable.
        """
        try:
            with self.store.lock("merge", timeout=0):
                return self._merge()
        except IndexBusy:
            return False

    def _merge(self) -> bool:
        folder = self.store.current()
        prepared = None
        # A file that is gone: somebody else merged, or a rebuild put this index away.
        with _index_at_fault(), suppress(FileNotFoundError):
            prepared = writer.prepare(folder)
        if prepared is None:
            return False
        with self.store.lock("write"), _index_at_fault():
            return self.store.current() == folder and writer.exchange(folder, prepared)

    def verify(self) -> None:
        """Raises IndexUnavailable where a file that is searched is missing or damaged."""
        folder = self.store.current()
        try:
            writer.verify(folder)
        except BROKEN as error:
            raise IndexUnavailable(f"索引已损坏（{error}）") from error

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
    """A generation that nobody searches yet; only the process that began it writes to it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.published = store, folder, False

    def write(self, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None:
        """As Engine.write."""
        part = _part(documents)
        with _index_at_fault():
            writer.write(self.folder, part, deletions)

    def add(self, paths: Sequence[Path]) -> None:
        """One segment out of spooled parts, replacing earlier documents of their numbers.

        The last of one number wins. Raises IndexUnavailable.
        """
        with _index_at_fault():
            writer.add(self.folder, [load(path) for path in paths])

    def publish(self) -> None:
        """Searches see the new index from now on. Raises IndexUnavailable where it is gone."""
        with self.store.lock("write"):
            self.store.publish(self.folder, sweep=True)
            self.published = True


def _part(documents: Iterable[Document]) -> Part | None:
    fresh = {document.number: document for document in documents}
    return invert(list(fresh.values())) if fresh else None


@contextmanager
def _index_at_fault() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise IndexUnavailable(f"索引无法写入（{error}）") from error


_ENGINES: dict[tuple[int, Path], Engine] = {}
_LOCK = threading.Lock()


def engine_at(root: Path) -> Engine:
    """The process's engine over `root`; a forked child gets one of its own."""
    with _LOCK:
        return _ENGINES.setdefault((os.getpid(), root), Engine(root))
