"""One archive, and two engines of which now this one stands and now that one."""

from __future__ import annotations

import json
import os
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from archive.config import search_url
from archive.tests.archives import Archive
from search import roster, spelling
from search.engine import budget
from search.tests.conformance import corpus

EMBEDDED = "embedded"  # a folder beside that of the cluster's locks
Options = dict[str, Any]
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextmanager
def filled(folder: Path, count: int = corpus.ARTICLES) -> Iterator[Path]:
    """An archive in a folder of its own, with its rows in a file that other processes see."""
    with Archive(folder).inside() as data:
        call_command("migrate", verbosity=0)
        corpus.fill(count)
        (data / "samples-loaded").touch()
        roster.forget()
        yield data
    roster.forget()


def embedded(data: Path) -> Options:
    return {
        "ENGINE": "search.backend.PolicyEngine",
        "PATH": str(data / EMBEDDED),
        "SILENTLY_FAIL": False,
    }


@contextmanager
def clustered(data: Path, shards: int = 3, replicas: int = 1) -> Iterator[Options]:
    """An index of this process alone on the cluster of OPENSEARCH_URL, gone afterwards."""
    url = own_url()
    cluster = search_url.cluster(url)
    yield embedded(data) | {
        "ENGINE": "search.opensearch.backend.OpenSearchEngine",
        "PATH": str(data / "index"),
        "CLUSTER": cluster,
        "SHARDS": shards,
        "REPLICAS": replicas,
    }
    remove(cluster)


def url_of(options: Options) -> str:
    """SEARCH_URL of a process that asks the same index."""
    cluster = options["CLUSTER"]
    hosts = ",".join(f"{host}:{port}" for host, port in cluster.hosts)
    return f"opensearch://{hosts}/{cluster.index}"


def own_url() -> str:
    """OPENSEARCH_URL with a name that nobody else has."""
    hosts = os.environ["OPENSEARCH_URL"].rpartition("/")[0]
    return f"{hosts}/conformance-{os.getpid()}-{secrets.token_hex(4)}"


@contextmanager
def standing(options: Options) -> Iterator[None]:
    """Whatever is searched or written within, is by this engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connections.connections_info, DEFAULT_ALIAS, options)
        # What is told is the same however long it took on this machine.
        patch.setattr(spelling, "PATIENCE", 60.0)
        patch.setattr(budget, "MOST", 60.0)
        connections.thread_local.__dict__.clear()
        yield
    connections.thread_local.__dict__.clear()


def remove(cluster: search_url.Cluster) -> None:
    """All indices of an archive, by plain HTTP: whatever the engine did, nothing of it stays."""
    for host, port in cluster.hosts:
        address = f"http://{host}:{port}/_resolve/index/{cluster.index}*"
        try:
            with DIRECT.open(address, timeout=60) as answer:
                names = [one["name"] for one in json.load(answer)["indices"]]
            for name in names:
                gone = urllib.request.Request(f"http://{host}:{port}/{name}", method="DELETE")
                DIRECT.open(gone, timeout=60).close()
            return
        except urllib.error.URLError:
            continue
