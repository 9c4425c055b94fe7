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


def keep_newest(made: Path, count: int, now: datetime) -> tuple[list[Path], list[Path]]:
    """Remove older ones beside `made` until `count` are left; which went, which are named ahead.

    A name later than `now` was given by a clock that was wrong, so it says nothing of the age: it
    counts as the oldest. `made` itself stays, and one made meanwhile by somebody else.
    """
    found = backups(made.parent)
    horizon = max(name_of(now), made.name if made in found else "")
    ahead = [path for path in found if path.name > horizon]
    known = [path for path in found if path.name <= horizon]
    gone = [path for path in [*ahead, *known][:-count] if path != made]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone, ahead
