"""Indices of one archive on the cluster: `archive` is an alias of the one that is searched.

archive-g000012-1a2b3c4d          an index; no name comes twice
archive-g000012-1a2b3c4d-filling  its alias while it is filled and nobody searches it
"""

from __future__ import annotations

import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from search.engine.errors import IndexAway, IndexDamaged, IndexUnavailable
from search.opensearch import mapping
from search.opensearch.cluster import MISSING, QUICK, SEARCH, Cluster, waiting

FILLING = "-filling"
COPIES = 60.0  # seconds for which the copies of a new index are waited for at most
IDLE = 20.0  # seconds after which they are not, where none is under way: there is no room for one
PACKING = 4 * 3600.0  # seconds for which a new index is packed at most, beside all else
SEGMENT = 5 << 30  # bytes of a segment above which the cluster merges no further by itself
PARTLY = "检索集群现在缺少索引的一部分"
_STEP = 0.5


@dataclass(frozen=True, slots=True)
class Searched:
    """The index that is searched: its name, the word noted beside it, and since when (seconds)."""

    name: str
    mark: str
    since: float


class Indices:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster, self.alias = cluster, cluster.address.index
        self._ours = re.compile(re.escape(self.alias) + r"-g(\d{6})-[0-9a-f]{8}")

    def searched(self) -> str:
        """The name of the index that is searched; "" where there is none."""
        return next(iter(self._standing()), "")

    def current(self, seconds: float = QUICK) -> Searched:
        """Raises IndexDamaged where there is none that this program made, IndexUnavailable."""
        found = self._standing(seconds)
        if not found:
            raise IndexDamaged(MISSING)
        name, meta = next(iter(found.items()))
        if meta.get(mapping.MADE_BY) != mapping.made_by():
            raise IndexDamaged("索引是另一版本的程序建立的")
        return Searched(name, meta.get(mapping.MARK, ""), meta.get(mapping.SEARCHED_SINCE, 0.0))

    def note(self, name: str, **told: object) -> None:
        """Keep in the mapping of the index. Raises IndexUnavailable where it is gone."""
        meta = self._under(name).get(name)
        if meta is None:
            raise IndexUnavailable("索引不见了")
        with self.cluster.asked():
            self.cluster.client.indices.put_mapping(
                index=name, body={"_meta": meta | told}, params=waiting()
            )

    def create(self, shards: int) -> str:
        """A new one, to be filled by the alias `filling(name)`; its name."""
        last = max((int(name[-15:-9]) for name in self._all()), default=0)
        name = f"{self.alias}-g{last + 1:06}-{secrets.token_hex(4)}"
        body = {
            "settings": mapping.settings(shards),
            "mappings": mapping.mapping(),
            "aliases": {filling(name): {}},
        }
        with self.cluster.asked():
            self.cluster.client.indices.create(index=name, body=body, params=waiting())
        return name

    def prepare(self, name: str, replicas: int, seconds: float = COPIES) -> None:
        """Everything that was written can be found, and its copies stand, or cannot soon.

        Raises IndexAway where a part of it is not there: a node that went before there were copies.
        """
        with self.cluster.asked():
            body = mapping.serving(replicas)
            self.cluster.client.indices.put_settings(index=name, body=body, params=waiting())
        self.show(name)
        begun = moved = time.monotonic()
        while not _stands(found := self._seen(name), replicas):
            now = time.monotonic()
            if _is_red(found) or found["initializing_shards"]:
                moved = now
            if now > begun + seconds or now > moved + IDLE:
                break
            time.sleep(_STEP)
        if _is_red(found):
            raise IndexAway(PARTLY)

    def pack(self, name: str, seconds: float = PACKING) -> None:
        """Few and large segments, for as long as that may take: they are searched quicker, and are a
        third as large, since merging leaves out what is kept of each text for copies to be made."""
        with self.cluster.asked():
            indices = self.cluster.client.indices
            indices.flush(index=name, params=waiting())
            size = indices.stats(index=name, metric="store", params=waiting())
            primaries = size["_all"]["primaries"]["store"]["size_in_bytes"]
            most = max(1, round(primaries / size["_shards"]["successful"] / SEGMENT))
            params = {"max_num_segments": most, "wait_for_completion": "false", **waiting()}
            task = indices.forcemerge(index=name, params=params)["task"]
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._runs(task):
            time.sleep(_STEP)

    def _runs(self, task: str) -> bool:
        """A task whose node has gone is over; one that cannot be asked for just now, perhaps not."""
        try:
            with self.cluster.asked():
                params = {"ignore": 404, **waiting()}
                known = self.cluster.client.tasks.get(task_id=task, params=params)
        except IndexAway:
            return True
        return known.get("completed") is False

    def show(self, name: str) -> None:
        """Everything that was written can be found."""
        with self.cluster.asked():
            found = self.cluster.client.indices.refresh(index=name, params=waiting())
        if found["_shards"]["failed"]:
            raise IndexAway(PARTLY)

    def publish(self, name: str) -> None:
        """Search it from now on, in one step. Raises IndexUnavailable where it is gone."""
        self.note(name, **{mapping.SEARCHED_SINCE: time.time()})
        actions: list[dict[str, Any]] = [
            {"remove": {"index": old, "alias": self.alias, "must_exist": False}}
            for old in self._standing()
            if old != name
        ]
        actions += [
            {"add": {"index": name, "alias": self.alias}},
            {"remove": {"index": name, "alias": filling(name), "must_exist": False}},
        ]
        with self.cluster.asked():
            self.cluster.client.indices.update_aliases(body={"actions": actions}, params=waiting())

    def sweep(self) -> None:
        """Remove all that are not searched; not while another is filled."""
        for name in self._all():
            self.discard(name)

    def discard(self, name: str) -> None:
        """Remove an index, never the one that is searched."""
        if name != self.searched():
            with self.cluster.asked():
                self.cluster.client.indices.delete(
                    index=name, params={"ignore_unavailable": "true", **waiting()}
                )

    def health(self, name: str) -> dict[str, Any]:
        with self.cluster.asked():
            return dict(self.cluster.client.cluster.health(index=name, params=waiting(10.0)))

    def _seen(self, name: str) -> dict[str, Any]:
        """Its health; nothing where the cluster does not tell it just now."""
        with suppress(IndexAway):
            return self.health(name)
        return {}

    def _all(self) -> list[str]:
        return [name for name in self._under(f"{self.alias}-g*") if self._ours.fullmatch(name)]

    def _standing(self, seconds: float = SEARCH) -> dict[str, dict[str, Any]]:
        found = self._under(self.alias, seconds)
        if self.alias in found:
            raise IndexUnavailable(f"检索集群上已有名为 {self.alias} 的索引，不是别名")
        return found

    def _under(self, name: str, seconds: float = SEARCH) -> dict[str, dict[str, Any]]:
        """What is told in the mappings of all indices of this name, pattern or alias."""
        params = {
            "ignore_unavailable": "true",
            "allow_no_indices": "true",
            **waiting(seconds),
        }
        with self.cluster.asked():
            found = self.cluster.client.indices.get_mapping(index=name, params=params)
        return {one: row.get("mappings", {}).get("_meta", {}) for one, row in found.items()}


def _is_red(health: dict[str, Any]) -> bool:
    """A part of the index is not there, as far as is known."""
    return bool(health.get("status", "red") == "red")


def _stands(health: dict[str, Any], replicas: int) -> bool:
    """Every part with as many copies as there are nodes to hold them."""
    if _is_red(health):
        return False
    copies = min(replicas, max(0, health["number_of_data_nodes"] - 1))
    return bool(health["active_shards"] >= health["active_primary_shards"] * (1 + copies))


def filling(name: str) -> str:
    return name + FILLING
