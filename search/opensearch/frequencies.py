"""How many articles hold a word or a character, as the cluster itself weighs by it.

One small question to every shard, answered from its list of words; no article is looked at.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from math import log
from typing import Any

from search.opensearch.cluster import Cluster

_PROBES = 4096  # names that are tried to reach every shard


class Statistics:
    """`held` counts articles by field and token, `sizes` those that have the field at all.

    Replaced and deleted articles count until their shard is tidied, as they do in the cluster.
    """

    def __init__(self, held: Mapping[tuple[str, str], int], sizes: Mapping[str, int]) -> None:
        self._held = held
        self._sizes = sizes

    @property
    def count(self) -> int:
        """About how many articles there are."""
        return max(self._sizes.values(), default=0)

    def frequency(self, field: str, token: str) -> int:
        return self._held.get((field, token), 0)

    def idf(self, field: str, token: str) -> float:
        """What the cluster weighs the token with, which differs from field to field."""
        found, size = self.frequency(field, token), self._sizes.get(field, 0)
        return log(1 + max(0.0, size - found + 0.5) / (found + 0.5))


def ask(tokens: Mapping[str, Iterable[str]], cluster: Cluster, index: str) -> Statistics:
    """Of these tokens of each field. Raises IndexUnavailable."""
    texts = {field: " ".join(dict.fromkeys(some)) for field, some in tokens.items()}
    document = {field: text for field, text in texts.items() if text}
    if not document:
        return Statistics({}, {})
    return _summed(_answers(document, _ROUTES.to(cluster, index), cluster, index))


def _answers(
    document: Mapping[str, str], routes: Iterable[str], cluster: Cluster, index: str
) -> list[dict[str, Any]]:
    asked = {
        "_index": index,
        "doc": document,
        "fields": list(document),
        "term_statistics": True,
        "field_statistics": True,
        "positions": False,
        "offsets": False,
        "payloads": False,
    }
    docs = [asked | {"routing": route} for route in routes]
    with cluster.asked():
        found = cluster.client.mtermvectors(body={"docs": docs}, params={"realtime": "false"})
    return [one for one in found["docs"] if "term_vectors" in one]


def _summed(answers: Iterable[dict[str, Any]]) -> Statistics:
    held: dict[tuple[str, str], int] = {}
    sizes: dict[str, int] = {}
    for answer in answers:
        for field, found in answer["term_vectors"].items():
            whole = found.get("field_statistics", {})
            sizes[field] = sizes.get(field, 0) + max(0, whole.get("doc_count", 0))
            for token, row in found["terms"].items():
                key = field, token
                held[key] = held.get(key, 0) + row.get("doc_freq", 0)
    return Statistics(held, sizes)


class _Routes:
    """For each shard of an index a name that leads there; found by trying, and then kept: no index
    of ours has the name of an earlier one."""

    def __init__(self) -> None:
        self._known: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def to(self, cluster: Cluster, index: str) -> list[str]:
        if index not in self._known:
            with self._lock:
                if index not in self._known:
                    self._known[index] = _found(cluster, index)
        return self._known[index]


def _found(cluster: Cluster, index: str) -> list[str]:
    every = _shards(cluster, index)
    routes: dict[int, str] = {}
    for probe in map(str, range(_PROBES)):
        if len(routes) == len(every):
            break
        for shard in _shards(cluster, index, routing=probe):
            routes.setdefault(shard, probe)
    return list(routes.values())


def _shards(cluster: Cluster, index: str, **params: str) -> list[int]:
    """The shards that are meant."""
    with cluster.asked():
        found = cluster.client.search_shards(index=index, params=params)
    return [group[0]["shard"] for group in found["shards"] if group]


_ROUTES = _Routes()
