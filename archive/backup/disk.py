"""What was written is on the disk: a folder, with the names in it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

# Of filesystems, many of a network, that know no such thing for a folder; they keep its names.
UNKNOWN = (errno.EINVAL, errno.EBADF, errno.EACCES, errno.EOPNOTSUPP)


def sync_folder(folder: Path) -> None:
    """Its names outlast a power cut, as far as the filesystem can be asked. Raises OSError."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in UNKNOWN:
            raise
