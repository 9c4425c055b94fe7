"""A new index beside the one that is searched."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from search.engine import durable, writer
from search.engine.documents import Document
from search.engine.guarding import at_fault, part
from search.engine.spool import load, spool
from search.engine.store import Store

MARK = "mark"  # a file beside those of a generation
SPOOL = "spool"  # a folder in a new one, which goes with it where the rebuild is killed


class Rebuild:
    """A generation that nobody searches yet; only the process that began it writes to it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.published = store, folder, False

    def write(self, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None:
        """As Engine.write."""
        fresh = part(documents)
        with at_fault():
            writer.write(self.folder, fresh, deletions)

    def stage(self, documents: Sequence[Document]) -> Path:
        """Documents made ready for `add`, by many processes at once; the last of one number wins."""
        folder = self.folder / SPOOL
        folder.mkdir(exist_ok=True)
        return spool(folder, documents)

    def add(self, paths: Sequence[Path]) -> None:
        """One segment (few, of very many articles) out of spooled parts, replacing earlier documents of their numbers.

        The last of one number wins. What was staged is gone afterwards. Raises IndexUnavailable.
        """
        try:
            with at_fault():
                writer.add(self.folder, [load(path) for path in paths])
        finally:
            shutil.rmtree(self.folder / SPOOL, ignore_errors=True)

    def note(self, mark: str) -> None:
        """As Engine.note."""
        with at_fault():
            durable.write(self.folder / MARK, mark)

    def publish(self) -> None:
        """Searches see the new index from now on. Raises IndexUnavailable where it is gone."""
        with self.store.lock("write"):
            self.store.publish(self.folder)
            self.published = True
