"""An index of its own on the cluster that the tests are given, gone afterwards."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from archive.config import search_url
from search.opensearch.address import Address
from search.opensearch.engine import ClusterEngine


def own_address() -> Address:
    """That of OPENSEARCH_URL, with a name that nobody else has."""
    given = Address(**asdict(search_url.cluster(os.environ["OPENSEARCH_URL"])))
    return replace(given, index=f"{given.index}-{os.getpid()}-{secrets.token_hex(4)}")


@contextmanager
def cluster_engine(root: Path, shards: int = 2, replicas: int = 1) -> Iterator[ClusterEngine]:
    """Without an index yet; `root` is for its locks."""
    engine = ClusterEngine(own_address(), root, shards, replicas)
    try:
        yield engine
    finally:
        with engine.cluster.asked():
            engine.cluster.client.indices.delete(
                index=f"{engine.indices.alias}-g*", params={"ignore_unavailable": "true"}
            )
