"""Writing in bulk: as fast as the cluster takes it, again what it had no room for."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from search.engine.errors import IndexAway, IndexDamaged, IndexUnavailable
from search.opensearch.cluster import (
    FULL,
    MISSING,
    UNREADABLE,
    Busy,
    Cluster,
    is_barred,
    waiting,
)

CHUNK = 5_000_000  # bytes of a request
FIRST, LONGEST = 0.2, 5.0  # seconds before it is tried again: twice as long after each time
_ROOM = "20s"  # for which the cluster itself waits for a shard that is just moving
_ANSWER = "errors,items.*.status,items.*.error.type,items.*.error.reason"
_LATER = (429, 503)  # of one item: no room, or its shard is just moving


class Refused(Exception):
    """The cluster does not take a document, whatever is tried; nothing passes by itself."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for which it is tried again where nothing at all goes in: because the cluster is
    busy; because it is not there."""

    busy: float
    away: float


EDITS = Patience(20.0, 0.0)  # they wait in the outbox
REBUILD = Patience(600.0, 120.0)  # the work of an hour is not thrown away lightly


def send(cluster: Cluster, alias: str, actions: Iterable[bytes], patience: Patience) -> None:
    """All actions, in their order but for those of one number: each number may come once.

    `alias` names an index as an alias does, so that none is made by accident. Raises
    IndexUnavailable where they did not all go in, IndexDamaged where the index is gone, Refused.
    """
    for chunk in chunks(actions):
        _Sending(cluster, alias, patience).all(chunk)


def chunks(actions: Iterable[bytes], size: int = CHUNK) -> Iterator[list[bytes]]:
    """As many together as fit into `size` bytes, but one at least."""
    held: list[bytes] = []
    total = 0
    for action in actions:
        if held and total + len(action) > size:
            yield held
            held, total = [], 0
        held.append(action)
        total += len(action)
    if held:
        yield held


class _Sending:
    """One chunk on its way."""

    def __init__(self, cluster: Cluster, alias: str, patience: Patience) -> None:
        self.cluster, self.alias, self.patience = cluster, alias, patience
        self.moved = time.monotonic()  # when something went in, or it was begun
        self.pause = FIRST

    def all(self, actions: list[bytes]) -> None:
        while actions:
            try:
                left = self._tried(actions)
            except IndexDamaged:
                raise
            except IndexUnavailable as error:
                self._wait(error)
                continue
            if len(left) < len(actions):
                self.moved, self.pause = time.monotonic(), FIRST
            if left:
                self._wait(Busy("检索集群来不及写入"))
            actions = left

    def _tried(self, actions: list[bytes]) -> list[bytes]:
        """What is to be tried again."""
        params = {"require_alias": "true", "filter_path": _ANSWER, "timeout": _ROOM, **waiting()}
        with self.cluster.asked():
            found = self.cluster.client.bulk(
                body=b"".join(actions), index=self.alias, params=params
            )
        if "errors" not in found:
            raise IndexAway(UNREADABLE)
        if not found["errors"]:
            return []
        return [
            action
            for action, item in zip(actions, found["items"], strict=True)
            if not _is_done(*item.values())
        ]

    def _wait(self, error: IndexUnavailable) -> None:
        most = self.patience.busy if isinstance(error, Busy) else self.patience.away
        if time.monotonic() + self.pause > self.moved + most:
            raise error
        time.sleep(self.pause)
        self.pause = min(2 * self.pause, LONGEST)


def _is_done(item: dict[str, Any]) -> bool:
    """False where it is worth trying again."""
    error = item.get("error")
    if error is None:
        return True  # also a deletion of what is not there
    kind, status = str(error["type"]), item["status"]
    if kind == "index_not_found_exception":
        raise IndexDamaged(MISSING)
    if kind == "index_closed_exception" or is_barred(kind, status):
        raise IndexAway(FULL)
    if status in _LATER:
        return False
    raise Refused(f"{kind}：{error.get('reason', '')}"[:300])
