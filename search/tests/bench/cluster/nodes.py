"""What the nodes of the cluster cost, read from outside: processor time, memory, bytes on the disk.

OPENSEARCH_NODES is the folder of the cluster, as `.ci/opensearch start FOLDER` makes it.
"""

from __future__ import annotations

import json
import os
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from search.tests.bench.processes import memory, seconds_of

PATIENCE = 300.0  # seconds


def processes() -> list[int]:
    """The processes of the nodes; none where the folder is not named, as with the embedded engine."""
    folder = os.environ.get("OPENSEARCH_NODES", "")
    return (
        [int(path.read_text()) for path in sorted(Path(folder).glob("node*.pid"))] if folder else []
    )


def seconds() -> float:
    """CPU of all nodes up to now."""
    return sum(seconds_of(one) for one in processes())


def megabytes() -> list[float]:
    """Resident memory of each node."""
    return [memory(one)["rss"] for one in processes()]


def _host() -> str:
    return urlsplit(os.environ["SEARCH_URL"]).netloc.split(",")[0]


def index() -> str:
    """The alias that is searched."""
    return urlsplit(os.environ["SEARCH_URL"]).path.strip("/")


def call(method: str, path: str, body: bytes | None = None) -> Any:
    """What the cluster answers. Raises urllib.error.HTTPError."""
    kind = "application/x-ndjson" if path.endswith("_bulk") else "application/json"
    asked = urllib.request.Request(  # noqa: S310
        f"http://{_host()}/{path}", body, {"Content-Type": kind}, method=method
    )
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
        return json.load(answer)


def told(path: str) -> Any:
    return call("GET", path)


def bytes_received() -> int:
    """Of requests from outside and from node to node."""
    rows = told("_nodes/stats/transport")["nodes"].values()
    return sum(int(row["transport"]["rx_size_in_bytes"]) for row in rows)


def stored() -> dict[str, Any]:
    """Bytes of the primary shards and of all copies, segments, and what of the heap is used."""
    found = told(f"{index()}/_stats/store,segments,docs?level=shards")
    shards = [
        row["store"]["size_in_bytes"]
        for one in found["indices"].values()
        for copies in one["shards"].values()
        for row in copies
        if row["routing"]["primary"]
    ]
    whole = found["_all"]
    return {
        "primaries": whole["primaries"]["store"]["size_in_bytes"],
        "total": whole["total"]["store"]["size_in_bytes"],
        "shards": shards,
        "segments": whole["primaries"]["segments"]["count"],
        "documents": whole["primaries"]["docs"]["count"],
        "deleted": whole["primaries"]["docs"]["deleted"],
        "heap": heap(),
    }


def heap() -> list[dict[str, float]]:
    """Megabytes of each node's heap, and how long collections of it took up to now."""
    found = []
    for row in told("_nodes/stats/jvm,indices")["nodes"].values():
        jvm, collectors = row["jvm"], row["jvm"]["gc"]["collectors"].values()
        found.append(
            {
                "used": jvm["mem"]["heap_used_in_bytes"] / 2**20,
                "most": jvm["mem"]["heap_max_in_bytes"] / 2**20,
                "collecting": sum(one["collection_time_in_millis"] for one in collectors) / 1000,
                "fielddata": row["indices"]["fielddata"]["memory_size_in_bytes"] / 2**20,
                "cached": row["indices"]["query_cache"]["memory_size_in_bytes"] / 2**20,
            }
        )
    return found
