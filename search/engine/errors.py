"""What can be wrong with an index; the messages are fit for the screen."""

import struct
import zlib
from pickle import UnpicklingError

from whoosh import index
from whoosh.filedb.filetables import FileFormatError


class IndexUnavailable(Exception):
    """There is no index that could be read; `manage.py reindex` makes one."""


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
