"""What can be wrong with an index; the messages are fit for the screen."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from pickle import UnpicklingError

from whoosh import index
from whoosh.filedb.filetables import FileFormatError

REMEDY = "网站运行时会自动重建；也可以运行 manage.py reindex。"
PATIENCE = "请检查检索集群；索引不必重建，改动都在排队，集群恢复后自动补上。"


class IndexUnavailable(Exception):
    """There is no index that could be read: `why`; as text, with what helps."""

    remedy = REMEDY

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}。{self.remedy}")
        self.why = why

    def __reduce__(self) -> tuple[type[IndexUnavailable], tuple[str], dict[str, object]]:
        """Between processes it stays what it was."""
        return type(self), (self.why,), self.__dict__


class IndexAway(IndexUnavailable):
    """The cluster that holds it does not answer now; nothing of it is lost, so nothing is rebuilt."""

    remedy = PATIENCE


class IndexDamaged(IndexUnavailable):
    """It is missing, damaged or another version's, so only a new one helps; nothing that passes."""


def unavailable(what: str, error: Exception) -> IndexUnavailable:
    """What BROKEN means: a file that is gone is damage, what else the system refuses may pass."""
    passing = isinstance(error, OSError) and not isinstance(error, FileNotFoundError)
    return (IndexUnavailable if passing else IndexDamaged)(f"{what}（{reason(error)}）")


def reason(error: Exception) -> str:
    """What went wrong, and of a file its name alone: a folder of the machine is on no screen.

    No such file or directory: current
    """
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    name = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else ""
    return f"{error.strerror}: {name}" if name else error.strerror


class IndexBusy(Exception):
    """Another process kept the index locked for too long."""


# What reading a damaged file of Whoosh's ends in.
BROKEN = (
    OSError,
    ValueError,
    EOFError,
    LookupError,
    AssertionError,
    UnpicklingError,
    struct.error,
    zlib.error,
    index.IndexError,
    FileFormatError,
)
