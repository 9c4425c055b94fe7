"""The writing half of the engine on a cluster: changes, renewal, and what keeps it whole."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.engine.documents import Document
from search.engine.errors import IndexAway, IndexBusy, IndexUnavailable
from search.engine.locks import Locks
from search.opensearch import bodies, bulk, mapping
from search.opensearch.address import Address
from search.opensearch.cluster import WRITE, Cluster
from search.opensearch.indices import PARTLY, Indices
from search.opensearch.renewal import ClusterRenewal


class Keeping:
    """Processes of one machine write, by locks in the folder `root`; any machine may search."""

    def __init__(self, address: Address, root: Path, shards: int, replicas: int) -> None:
        self.cluster = Cluster(address)
        self.indices = Indices(self.cluster)
        self.locks = Locks(root)
        self.shards, self.replicas = shards, replicas

    def write(self, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None:
        """Replace and delete; the last of one number wins.

        What is written can be found, and lies on the disks of all copies, when this returns. Where
        it fails, a part may have been written: the same call brings the rest. Raises as
        search.engine.Engine.write does, and bulk.Refused for a document that the cluster refuses.
        """
        with self.locks.lock("write"):
            name = self.indices.current(WRITE).name
            actions = bodies.actions(documents, deletions)
            bulk.send(self.cluster, self.indices.alias, actions, bulk.EDITS)
            self.indices.show(name)
        self.changed()

    def changed(self) -> None:
        """The index is not what it was a moment ago."""

    def clear(self) -> None:
        """An empty index; one that a rebuild fills meanwhile is left alone."""
        with self.locks.lock("write"):
            self._begin()

    def begin(self) -> None:
        """As `clear`, but only where there is no index at all."""
        with self.locks.lock("write"):
            if not self.indices.searched():
                self._begin()

    def _begin(self) -> None:
        if not self.is_rebuilding():
            self.indices.sweep()
        name = self.indices.create(self.shards)
        self.indices.prepare(name, self.replicas)
        self.indices.publish(name)
        self.changed()

    @contextmanager
    def lock(self, name: str, timeout: float = 60.0) -> Iterator[None]:
        """Hold a lock of the indexers among all processes of this machine. Raises IndexBusy."""
        with self.locks.lock(name, timeout):
            yield

    def is_locked(self, name: str) -> bool:
        return self.locks.is_locked(name)

    def searched(self) -> str:
        """The name of the index that is searched; "" where there is none."""
        return self.indices.searched()

    def forsake(self, name: str) -> bool:
        """Never: the cluster tells of damage by itself, and has copies."""
        return False

    def glance(self) -> None:
        """Raises IndexUnavailable where there is no index by now."""
        self.indices.current()

    def note(self, mark: str) -> None:
        """Keep a word with the index until it is replaced; a new one has none."""
        self.indices.note(self.indices.current().name, **{mapping.MARK: mark})

    def mark(self) -> str:
        """The word that was noted last; "" where none was. Raises IndexUnavailable."""
        return self.indices.current().mark

    def sweep(self) -> None:
        """Remove what is not searched, unless somebody rebuilds or writes now."""
        lock = self.locks.lock
        with suppress(IndexBusy), lock("rebuild", timeout=0), lock("write", timeout=0):
            self.indices.sweep()

    def tidy(self, kept: float) -> None:
        """As `sweep`, where the last rebuild lies more than `kept` seconds back."""
        if time.time() - self.indices.current().since > kept:
            self.sweep()

    def merge(self) -> bool:
        """False: the cluster merges by itself."""
        return False

    def verify(self) -> None:
        """Raises IndexDamaged where there is no index of ours, IndexUnavailable where parts of it
        cannot be asked now. The cluster looks after its files."""
        name = self.indices.current().name
        if self.indices.health(name)["status"] == "red":
            raise IndexAway(PARTLY)

    @contextmanager
    def rebuild(self) -> Iterator[ClusterRenewal]:
        """Write a new index beside the old one; without `publish` it is thrown away.

        Raises IndexBusy within a second where another rebuild is under way.
        """
        # Not at once: `is_rebuilding` holds the lock for an instant too.
        with self.locks.lock("rebuild", timeout=1.0):
            with self.locks.lock("write"):
                self.indices.sweep()  # or those that were killed would fill the disks
                name = self.indices.create(self.shards)
            fresh = ClusterRenewal(self.indices, self.locks, name, self.replicas)
            try:
                yield fresh
            finally:
                if not fresh.published:
                    with suppress(IndexUnavailable):  # the next one sweeps
                        self.indices.discard(name)
                self.changed()

    def is_rebuilding(self) -> bool:
        return self.locks.is_locked("rebuild")
