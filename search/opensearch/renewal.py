"""A new index on the cluster beside the one that is searched."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from search.engine.documents import Document
from search.engine.errors import IndexAway
from search.engine.locks import Locks
from search.opensearch import bodies, bulk, mapping
from search.opensearch.indices import Indices, filling

COPYING = 900.0  # seconds for which its copies on other nodes are waited for


class ClusterRenewal:
    """An index that nobody searches yet, with `replicas` once it is searched."""

    def __init__(self, indices: Indices, locks: Locks, name: str, replicas: int):
        self.indices, self.locks, self.name = indices, locks, name
        self.replicas, self.published = replicas, False

    def write(self, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None:
        """As ClusterEngine.write, but with more patience."""
        actions = bodies.actions(documents, deletions)
        bulk.send(self.indices.cluster, filling(self.name), actions, bulk.REBUILD)

    def stage(self, documents: Sequence[Document]) -> Path:
        """Sent to the cluster at once, by many processes at a time; `add` has nothing left to do.

        The last of one number wins; what is staged twice is to be staged by one process.
        """
        self.write(documents)
        return Path(self.name)

    def add(self, paths: Sequence[Path]) -> None:
        """They are in the new index since they were staged; now it is packed, and gets its copies.

        Not first when it is published: until then edits go on.
        """
        _patiently(lambda: self.indices.pack(self.name))
        _patiently(lambda: self.indices.prepare(self.name, self.replicas, COPYING))

    def note(self, mark: str) -> None:
        self.indices.note(self.name, **{mapping.MARK: mark})

    def publish(self) -> None:
        """Searches see the new index from now on. Raises IndexUnavailable where it is gone.

        Where the answer to the last step is lost, the step may have been made, or be made yet: so
        the index is not thrown away then, but swept later if it is not searched.
        """
        _patiently(lambda: self.indices.prepare(self.name, self.replicas))
        with self.locks.lock("write"):
            self.published = True
            _patiently(lambda: self.indices.publish(self.name))


def _patiently(do: Callable[[], None]) -> None:
    """Again where the cluster is away for a while: the work of an hour is done by now."""
    until = time.monotonic() + bulk.REBUILD.away
    while True:
        try:
            return do()
        except IndexAway:
            if time.monotonic() + bulk.LONGEST > until:
                raise
        time.sleep(bulk.LONGEST)
