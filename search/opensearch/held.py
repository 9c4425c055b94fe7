"""What an index holds, counted and listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from search.engine.budget import TooCostly
from search.engine.errors import IndexAway, IndexUnavailable
from search.opensearch.cluster import LATE, QUICK, Cluster, waiting
from search.opensearch.fields import NUMBER, STAMP

PAGE = 10_000
_SHARD = "indices.*.shards.*."
_COUNTERS = f"{_SHARD}seq_no.max_seq_no,{_SHARD}refresh.external_total"
_SHOWN = 20  # bits; both together stay below 2**53
_KEPT = "5m"  # for which a point in time is kept from page to page


def count(cluster: Cluster, index: str) -> int:
    with _in_time():
        found = cluster.search({"size": 0, "track_total_hits": True}, index, QUICK)
    return int(found["hits"]["total"]["value"])


@contextmanager
def _in_time() -> Iterator[None]:
    """What no reader typed is not too costly: the cluster is too slow just now."""
    try:
        yield
    except TooCostly as error:
        raise IndexAway(LATE) from error


def state(cluster: Cluster, index: str) -> int:
    """A number that changes with everything that searches come to see, never before they do.

    Of the writes that each copy of a shard has taken, and of how often it showed them.
    """
    params = {"level": "shards", "filter_path": _COUNTERS, **waiting(QUICK)}
    with cluster.asked():
        found = cluster.client.indices.stats(index=index, metric="refresh", params=params)
    copies = [one for row in found.get("indices", {}).values() for one in _copies(row)]
    # A copy that is just being made tells nothing yet.
    taken = sum(one.get("seq_no", {}).get("max_seq_no", -1) + 1 for one in copies)
    shown = sum(one.get("refresh", {}).get("external_total", 0) for one in copies)
    return int(taken << _SHOWN) + int(shown) % (1 << _SHOWN)


def _copies(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for shard in row["shards"].values() for one in shard]


def numbers(cluster: Cluster, index: str) -> set[int]:
    return {number for (number,) in _rows(cluster, index, [NUMBER])}


def stamps(cluster: Cluster, index: str) -> dict[int, int]:
    return {row[0]: row[1] for row in _rows(cluster, index, [NUMBER, STAMP])}


def _rows(cluster: Cluster, index: str, fields: list[str]) -> Iterator[list[int]]:
    """These columns of all articles, of one state of the index."""
    params = {"keep_alive": _KEPT, "allow_partial_pit_creation": "false"}
    with cluster.asked():
        point = cluster.client.create_pit(index=index, params=params)["pit_id"]
    try:
        yield from _pages(cluster, point, fields)
    finally:
        with suppress(IndexUnavailable), cluster.asked():  # it ends by itself then
            cluster.client.delete_pit(body={"pit_id": [point]}, params=waiting(5.0))


def _pages(cluster: Cluster, point: str, fields: list[str]) -> Iterator[list[int]]:
    body: dict[str, Any] = {
        "pit": {"id": point, "keep_alive": _KEPT},
        "size": PAGE,
        "sort": fields,
        "_source": False,
        "stored_fields": "_none_",
        "track_total_hits": False,
        "timeout": "60s",
    }
    while True:
        with _in_time():
            found = cluster.search(body, None, 60.0, filter_path="hits.hits.sort,timed_out")
        rows = [hit["sort"] for hit in found.get("hits", {}).get("hits", ())]
        yield from rows
        if len(rows) < PAGE:
            return
        body["search_after"] = rows[-1]
