"""What goes wrong with a backup, in one line that an operator can act upon."""

from __future__ import annotations

import errno


class BackupError(Exception):
    """Nothing was made, or nothing was restored; the message says why and what helps."""

    def __init__(self, message: str) -> None:
        super().__init__(plain(message))


def plain(text: object) -> str:
    """One line, in which a file of unknown origin has no say over the terminal."""
    return "".join(one if one.isprintable() else " " for one in str(text))


def told(error: OSError) -> str:
    """The reason of the system in one line; a full disk by its plain name."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘已满"
    return error.strerror or str(error)
