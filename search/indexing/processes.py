"""Child processes that share what is loaded here, end with whoever started them, and are missed.

They are forked, so each opens a database connection and an index reader of its own.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from typing import Any

from django.db import connections, router

from archive.management.stopping import is_orphan
from archive.models import Article

_PR_SET_PDEATHSIG = 1
_SYSTEM = ctypes.CDLL(None)
_FORK = multiprocessing.get_context("fork")


def may_fork() -> bool:
    """Whether a child would see the database as it is seen here.

    It would not see one that lies in memory, nor what a transaction has not committed yet.
    """
    database = connections[router.db_for_read(Article)]
    if database.in_atomic_block:
        return False
    return not (database.vendor == "sqlite" and database.is_in_memory_db())


def start(do: Callable[..., None], *values: Any) -> ForkProcess:
    """A child that does `do(*values)` and ends."""
    # A connection must not have two users; each process opens its own when it asks next.
    connections.close_all()
    process = _FORK.Process(target=_live, args=(os.getpid(), do, values))
    process.start()
    return process


def end(process: ForkProcess) -> None:
    """At once: whatever it does is done so that it may stop anywhere."""
    if process.is_alive():
        process.kill()
    process.join()


def _live(parent: int, do: Callable[..., None], values: tuple[Any, ...]) -> None:
    # Ctrl-C reaches the parent, too, and that ends us; its handlers are not ours.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # One that outlived its parent would keep the parent's locks.
    _SYSTEM.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if not is_orphan(parent):
        do(*values)
