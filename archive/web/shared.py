"""What the tables that forked processes share are made with: a file without a name, a lock, a mark."""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import IO


def nameless(name: str) -> IO[bytes]:
    """A file to lock that no full disk and no other program gets at, where the system has such.

    `name` is for whoever lists the files of a process: `archive-rates`.
    """
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create(name), "w+b")
    return tempfile.TemporaryFile()


class Lock:
    """Between the threads of all processes. The system frees it where a process is killed."""

    def __init__(self, name: str) -> None:
        self._threads = threading.Lock()
        self._file = nameless(name)

    @contextmanager
    def held(self) -> Iterator[None]:
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def mark(salt: bytes, *names: str) -> int:
    """A number for the names, never 0, which nobody without the salt can aim at."""
    text = "\0".join(names).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8, key=salt).digest(), "little") or 1
