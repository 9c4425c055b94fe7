"""Whether an indexer is there, told by a lock that the kernel lets go of when its holder dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def _file() -> Path:
    return Path(settings.ARCHIVE_DATA) / "indexer.lock"


@contextmanager
def present() -> Iterator[None]:
    """Be there, beside any others; where the folder cannot be written, nobody learns of it."""
    try:
        file = _file().open("w")
    except OSError:
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def is_running() -> bool:
    """Whether an indexer runs now, here or in another process."""
    try:
        with _file().open("r") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
