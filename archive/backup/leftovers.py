"""What killed backups and restores leave behind: known by its name and by nobody holding its lock."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.conf import settings

STAGE = ".backing-up-"  # folders in ARCHIVE_DATA: of links, or of a restore that is done
PARTIAL = ".partial"  # what the name of an unfinished backup ends in
OWN = "policy-archive-"
FOLDER = "backups"  # in ARCHIVE_DATA: where backups go if nothing else is said
_LOCK = "lock"


def held(path: Path) -> IO[bytes]:
    """A new file, readable by its owner only, that is locked as long as it is open here."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    file = os.fdopen(descriptor, "w+b")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def stage_lock(stage: Path) -> Path:
    return stage / _LOCK


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def left_behind(*folders: Path) -> list[Path]:
    """Of backups that were killed: their links, and the beginnings of files in `folders`."""
    return [*_stages(), *_partials(folders or (settings.ARCHIVE_DATA / FOLDER,))]


def _stages() -> Iterator[Path]:
    for stage in sorted(settings.ARCHIVE_DATA.glob(f"{STAGE}*")):
        if not _is_held(stage_lock(stage)):
            yield stage


def _partials(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.glob(f".{OWN}*{PARTIAL}")):
            if not _is_held(path):
                yield path


def sweep(*folders: Path) -> None:
    """Remove them; nothing else knows of them, and the uploads keep their own names."""
    for path in left_behind(*folders):
        remove(path)


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(FileNotFoundError):
            path.unlink()
