"""The engine's one entry: ask it, write to it, rebuild it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.text.fold import fold
from search.engine import asking, crossing, durable, lexicon, writer
from search.engine.budget import Budget
from search.engine.crossing import Crossing, Span
from search.engine.documents import Document
from search.engine.errors import (
    BROKEN,
    IndexBusy,
    IndexDamaged,
    reason,
    unavailable,
)
from search.engine.guarding import asked, at_fault, part
from search.engine.lexicon import Words
from search.engine.reader import Reader
from search.engine.rebuild import MARK, Rebuild
from search.engine.requests import EngineQuery, EngineResult, Filter
from search.engine.similar import similar as nearest
from search.engine.store import Store
from search.tree import Node


class Engine:
    """An index under `root`. Safe to use from many threads; one process writes at a time."""

    def __init__(self, root: Path) -> None:
        self.store = Store(root)
        self.reader = Reader(self.store)

    def search(self, query: EngineQuery, budget: Budget | None = None) -> EngineResult:
        """Hits, scores and counts of one state of the index. Raises IndexUnavailable, KeyError
        and ValueError where it is asked for what there is not, TooCostly.

        `budget` is what several questions of one page may cost together.
        """
        snapshot = self.reader.snapshot()
        with asked():
            return asking.search(query, snapshot, budget)

    def cross(
        self, tree: Node, filters: Sequence[Filter] = (), field: str = "", by: str = "month"
    ) -> Crossing:
        """For each value of the facet field the hits in each month, quarter or year, and the
        first hit; see Crossing for shapes. Everything() as tree gives what to divide by."""
        return self.crosses([tree], filters, field, by)[0]

    def crosses(
        self,
        trees: Sequence[Node],
        filters: Sequence[Filter] = (),
        field: str = "",
        by: str = "month",
    ) -> list[Crossing]:
        """One crossing a tree, over one state of the index and the same periods, so that rows
        of different trees can be divided by each other. Raises as crossing.cross."""
        snapshot = self.reader.snapshot()
        with asked():
            return crossing.cross(trees, filters, field, by, snapshot)

    def spans(
        self, tree: Node, filters: Sequence[Filter] = (), field: str = "newspaper"
    ) -> dict[str, Span]:
        """First day, last day and number of days with a hit of each value of the facet field."""
        snapshot = self.reader.snapshot()
        with asked():
            return crossing.spans(tree, filters, field, snapshot)

    def similar(self, text: str, exclude: Collection[int], limit: int) -> list[tuple[int, float]]:
        """Numbers and scores of the nearest articles, nearest first; none of `exclude`."""
        return nearest(text, exclude, limit, self.reader.snapshot())

    def lexicon(self) -> Words:
        """Words of title and body, ascending, and how many articles hold each."""
        return lexicon.words(self.reader.snapshot())

    def begins(self, text: str) -> bool:
        """Whether any word begins with the text: 新能* has 新能源, 储能产业* has none."""
        folded = fold(text)
        return bool(folded) and self.reader.snapshot().begins(folded)

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
        """Replace and delete in one commit.

        The last of one number wins. What is written lies on the disk when this returns, so that
        the outbox may forget it. Raises IndexBusy where another process keeps the lock for a
        minute, IndexUnavailable where nothing can be written, IndexDamaged where the index is
        missing, damaged or another version's: adding to it would hide that.
        """
        fresh = part(documents)
        with self.store.lock("write"), at_fault():
            writer.write(self.store.current(), fresh, deletions)

    def clear(self) -> None:
        """An empty index; the folder that a rebuild fills meanwhile is left alone."""
        with self.store.lock("write"), at_fault():
            self._begin()

    def begin(self) -> None:
        """As `clear`, but only where there is no index at all."""
        with self.store.lock("write"), at_fault():
            if not self.store.pointer.exists():
                self._begin()

    @contextmanager
    def lock(self, name: str, timeout: float = 60.0) -> Iterator[None]:
        """Hold a lock of the indexers among all processes. Raises IndexBusy."""
        with self.store.lock(name, timeout):
            yield

    def is_locked(self, name: str) -> bool:
        """Whether another holder has the lock now."""
        return self.store.is_locked(name)

    def searched(self) -> str:
        """The name of the index that is searched; "" where there is none."""
        return self.store.searched()

    def forsake(self, name: str) -> bool:
        """Nobody is to ask the damaged index of this name any more; the caller holds `write`.

        False where another one is searched by now, or none.
        """
        if self.searched() != name or not self.store.pointer.exists():
            return False
        self.store.pointer.unlink()
        return True

    def glance(self) -> None:
        """Raises IndexUnavailable where a file of the index is missing or cut off by now.

        A reader that has the files open already would not notice.
        """
        Engine(self.store.root).count()

    def _begin(self) -> None:
        if not self.is_rebuilding():
            self.store.sweep()
        self.store.publish(self.store.create())

    def note(self, mark: str) -> None:
        """Keep a word beside the index until it is replaced; a new index has none."""
        with at_fault():
            durable.write(self.store.current() / MARK, mark)

    def mark(self) -> str:
        """The word that was noted last; "" where none was. Raises IndexUnavailable."""
        path = self.store.current() / MARK
        try:
            return path.read_text("ascii", "replace")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise unavailable("索引无法读取", error) from error

    def sweep(self) -> None:
        """Remove what is not searched, unless somebody rebuilds or writes now."""
        lock = self.store.lock
        with suppress(IndexBusy), lock("rebuild", timeout=0), lock("write", timeout=0):
            self.store.sweep()

    def tidy(self, kept: float) -> None:
        """As `sweep`, where the last rebuild lies more than `kept` seconds back."""
        with suppress(FileNotFoundError):
            if time.time() - self.store.pointer.stat().st_mtime > kept:
                self.sweep()

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
        with at_fault("合并"), suppress(FileNotFoundError):
            prepared = writer.prepare(folder)
        if prepared is None:
            return False
        with self.store.lock("write"), at_fault("合并"):
            return self.store.current() == folder and writer.exchange(folder, prepared)

    def verify(self) -> None:
        """Raises IndexDamaged where a file that is searched is missing or damaged, OSError where
        that cannot be told now. Takes no lock."""
        folder = self.store.current()
        try:
            writer.verify(folder)
        except BROKEN as error:
            if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
                raise
            raise IndexDamaged(f"索引已损坏（{reason(error)}）") from error

    @contextmanager
    def rebuild(self) -> Iterator[Rebuild]:
        """Write a new index beside the old one; without `publish` it is thrown away.

        Raises IndexBusy within a second where another rebuild is under way.
        """
        # Not at once: `is_rebuilding` holds the lock for an instant too.
        with self.store.lock("rebuild", timeout=1.0):
            with self.store.lock("write"):
                self.store.sweep()  # or those that were killed would fill the disk
                fresh = Rebuild(self.store, self.store.create())
            try:
                yield fresh
            finally:
                if not fresh.published:
                    self.store.discard(fresh.folder)

    def is_rebuilding(self) -> bool:
        return self.store.is_locked("rebuild")


_ENGINES: dict[Path, tuple[int, Engine]] = {}
_LOCK = threading.Lock()


def engine_at(root: Path) -> Engine:
    """The process's engine over `root`; a forked child gets one of its own."""
    process, found = os.getpid(), _ENGINES.get(root)
    if found is None or found[0] != process:
        with _LOCK:
            found = _ENGINES.get(root)
            if found is None or found[0] != process:
                found = _ENGINES[root] = process, Engine(root)
    return found[1]
