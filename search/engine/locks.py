"""Locks among the processes of this machine, as files of one folder."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engine.errors import IndexBusy

_BUSY = {"rebuild": "另一个重建正在进行。"}


class Locks:
    """The folder `root`; it is made when a lock is first asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def lock(self, name: str, timeout: float = 60.0) -> Iterator[None]:
        """Hold the lock `name` among all processes and threads. Raises IndexBusy.

        The kernel lets go when the holder dies, so a kill leaves nothing behind.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / f"{name}.lock").open("w") as file:
            deadline = time.monotonic() + timeout
            while not _locked(file.fileno()):
                if time.monotonic() >= deadline:
                    raise IndexBusy(_BUSY.get(name, "索引正被另一个进程占用，请稍后再试。"))
                time.sleep(0.05)
            yield

    def is_locked(self, name: str) -> bool:
        """Whether another holder has the lock now."""
        try:
            with self.lock(name, timeout=0):
                return False
        except IndexBusy:
            return True


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
