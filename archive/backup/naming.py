"""Backups of our own naming in a folder: policy-archive-20261122T003000Z.tar.gz, oldest first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from archive.backup.leftovers import OWN

_OURS = re.compile(rf"{OWN}[0-9]{{8}}T[0-9]{{6}}Z\.tar\.gz")


def name_of(moment: datetime) -> str:
    return f"{OWN}{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar.gz"


def backups(folder: Path) -> list[Path]:
    """A file of any other name is nobody's but the operator's."""
    return sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name))


def keep_newest(folder: Path, count: int) -> int:
    """Remove older ones until `count` are left; how many went."""
    older = backups(folder)[:-count]
    for path in older:
        path.unlink(missing_ok=True)
    return len(older)
