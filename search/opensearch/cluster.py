"""The way to the cluster: a client of each process, how long it waits, and what goes wrong told
in our words, without the names of hosts or users."""

from __future__ import annotations

import json
import logging
import os
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opensearchpy import ConnectionError as Unreachable
from opensearchpy import (
    ConnectionTimeout,
    ImproperlyConfigured,
    OpenSearch,
    OpenSearchException,
    SerializationError,
    SSLError,
    Transport,
    TransportError,
)
from urllib3 import Timeout

from search.engine.budget import TooCostly
from search.engine.errors import IndexAway, IndexDamaged
from search.opensearch.address import Address

CONNECT = 1.0  # seconds for a host to take a call
SEARCH, WRITE = 10.0, 60.0  # seconds for an answer
QUICK = 2.0  # seconds for what a cluster that is well answers at once, asked before all else
COSTLY = "8s"  # after which the cluster itself breaks a search off
PAUSE = 2.0  # seconds in which nobody calls again after no host could be reached
REST, LONGEST = 3, 6.0  # times as long as it took to find that out, but no longer than that
DEAD = 5.0  # seconds for which a host that failed is passed over, at most eight times as long
CALLS = 32  # connections to a host that are kept
PREFERENCE = "archive"  # the same copies of the shards, so that pages and counts belong together
AWAY = "检索集群连接不上"
LATE = "检索集群没有及时回答"
UNREADABLE = "检索集群的回答无法读取"
MISSING = "索引还没有建立"
FULL = "检索集群不让写入（磁盘可能已满）"
# What the cluster says of a question that asks for too much.
_COSTLY = ("Time exceeded", "too_many_clauses", "too_many_nested_clauses", "task_cancelled")

# It would print every failed call with its host and the whole stack; callers say what matters.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)


class Busy(IndexAway):
    """It has too much to do, or is just choosing who does it; the same call succeeds later."""


class Cluster:
    """Safe to use from many threads and after a fork."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._held: tuple[int, OpenSearch] | None = None
        self._away = 0.0  # until then nobody calls

    @property
    def client(self) -> OpenSearch:
        """This process's; to be used within `asked`."""
        process, held = os.getpid(), self._held
        if held is None or held[0] != process:
            held = self._held = process, _client(self.address)
        return held[1]

    def search(
        self, body: dict[str, Any], index: str | None, timeout: float = SEARCH, **params: Any
    ) -> dict[str, Any]:
        """The whole answer, of all shards. Raises IndexUnavailable, TooCostly.

        `index` None where the body names a point in time; `params` go into the address, and a
        `filter_path` among them leaves `timed_out`.
        """
        whole = {"allow_partial_search_results": "false", "request_timeout": _wait(timeout)}
        way = {} if index is None else {"preference": PREFERENCE}
        with self.asked():
            body = {"timeout": COSTLY, **body}
            found = self.client.search(body=body, index=index, params=whole | way | params)
        if "timed_out" not in found:
            raise IndexAway(UNREADABLE)
        if found["timed_out"]:
            raise TooCostly
        return dict(found)

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Around every call of the client. Raises IndexUnavailable, TooCostly.

        What is wrong with the question itself (400) is raised as it is: a fault of ours.
        """
        self._enter()
        began = time.monotonic()
        try:
            yield
        except (Unreachable, ImproperlyConfigured, OSError) as error:
            if not isinstance(error, ConnectionTimeout) or self._all_fail():
                now = time.monotonic()
                self._away = now + max(PAUSE, min(REST * (now - began), LONGEST))
            raise _told(error) from error
        except TransportError as error:
            self._away = 0.0
            raise _told(error) from error
        except OpenSearchException as error:  # an answer that is none
            raise IndexAway(UNREADABLE) from error
        else:
            self._away = 0.0

    def _enter(self) -> None:
        """One caller at a time finds out whether the cluster is back.

        Two that come in the same instant may; a lock would be one that a fork could take along.
        """
        now = time.monotonic()
        if now < self._away:
            raise IndexAway(AWAY)
        if self._away:
            self._away = now + PAUSE

    def _all_fail(self) -> bool:
        pool = self._held[1].transport.connection_pool if self._held else None
        return len(getattr(pool, "dead_count", ())) in (0, len(self.address.hosts))


class _Transport(Transport):
    """A host that does not answer in time is passed over from then on, as one that is gone.

    The call itself is not made again: an answer that takes so long elsewhere would take it twice.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.used = threading.local()
        super().__init__(*args, **kwargs)

    def get_connection(self) -> Any:
        self.used.last = super().get_connection()
        return self.used.last

    def perform_request(self, *args: Any, **kwargs: Any) -> Any:
        try:
            found = super().perform_request(*args, **kwargs)
        except ConnectionTimeout:
            self.mark_dead(self.used.last)
            raise
        if not isinstance(found, dict):
            raise SerializationError("what answers is no cluster")
        return found


def _client(address: Address) -> OpenSearch:
    more: dict[str, Any] = {}
    if address.tls:
        more["ssl_context"] = ssl.create_default_context(cafile=address.ca or None)
    if address.user:
        # In no variable of its own, which an error page would show. The client makes it bytes again.
        more["http_auth"] = f"{address.user}:{address.password}".encode().decode("latin-1")
    return OpenSearch(
        hosts=[{"host": host, "port": port} for host, port in address.hosts],
        transport_class=_Transport,
        use_ssl=address.tls,
        timeout=_wait(SEARCH),
        max_retries=max(1, len(address.hosts)),
        dead_timeout=DEAD,
        timeout_cutoff=3,
        pool_maxsize=CALLS,
        **more,
    )


def _wait(seconds: float) -> Timeout:
    return Timeout(connect=CONNECT, read=seconds)


def waiting(seconds: float = WRITE) -> dict[str, Any]:
    """The parameter of a call that may take so long."""
    return {"request_timeout": _wait(seconds)}


def is_barred(kind: str, status: object) -> bool:
    """An index that takes nothing more, mostly because a disk is full.

    Such a block with 503 is another thing: for a moment nobody leads the cluster.
    """
    return kind == "cluster_block_exception" and status != 503


def _told(error: Exception) -> Exception:
    """What is to be raised instead."""
    if isinstance(error, ConnectionTimeout):
        return IndexAway(LATE)
    if isinstance(error, (SSLError, ssl.SSLError)):
        return IndexAway("检索集群的证书不被接受")
    if isinstance(error, OSError):
        return IndexAway(f"检索集群的证书文件无法读取（{error.strerror or error}）")
    if not isinstance(error, TransportError) or isinstance(error, Unreachable):
        return IndexAway(AWAY)
    said = json.dumps(error.info, ensure_ascii=False) if isinstance(error.info, dict) else ""
    if any(sign in said for sign in _COSTLY):
        return TooCostly()
    status = error.status_code
    if is_barred(str(error.error), status):
        return IndexAway(FULL)
    if status in (401, 403):
        return IndexAway("检索集群不接受用户名或密码，或者不允许这样做")
    if status == 404 and error.error == "index_not_found_exception":
        return IndexDamaged(MISSING)
    if status in (429, 502, 503, 504):
        return Busy(f"检索集群现在忙不过来（{status}）")
    return error if status == 400 else IndexAway(f"检索集群出错（{status}）")
