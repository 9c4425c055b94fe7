"""That a command writes into the archive, told by a lock that the kernel lets go of when it dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError

LOCK = "commands.lock"  # in ARCHIVE_DATA: commands have it together, `restore` has it alone


@contextmanager
def beside_others() -> Iterator[None]:
    """Also a decorator. Raises CommandError while a restore is under way."""
    try:
        file = (settings.ARCHIVE_DATA / LOCK).open("w")
    except OSError:  # then nothing can be written, which is told in words of its own
        yield
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError("正在从备份恢复档案，请等它完成再运行。") from error
        yield
