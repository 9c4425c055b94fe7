"""The Haystack connection to a cluster; the only door to this room, and named in settings alone."""

from __future__ import annotations

import os
import threading
from dataclasses import asdict
from typing import Any

from haystack.backends import BaseEngine

from search.backend import PolicyBackend, PolicyQuery
from search.engine import SearchEngine
from search.opensearch.address import Address
from search.opensearch.engine import ClusterEngine


class OpenSearchBackend(PolicyBackend):
    """As PolicyBackend, but its engine asks a cluster; `root` holds the locks of this machine."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        address = Address(**asdict(options["CLUSTER"]))
        self.asked = (address, self.root, int(options["SHARDS"]), int(options["REPLICAS"]))

    @property
    def engine(self) -> SearchEngine:
        return _engine_of(*self.asked)


class OpenSearchEngine(BaseEngine):
    backend = OpenSearchBackend
    query = PolicyQuery


_ENGINES: dict[tuple[Any, ...], ClusterEngine] = {}
_LOCK = threading.Lock()


def _engine_of(*asked: Any) -> ClusterEngine:
    """The process's engine; a forked child gets one of its own, for connections are not shared."""
    key = (os.getpid(), *asked)
    found = _ENGINES.get(key)
    if found is None:
        with _LOCK:
            found = _ENGINES.setdefault(key, ClusterEngine(*asked))
    return found
