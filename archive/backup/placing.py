"""The last step of a restore: renamings only, each of which may be done before or not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from dotenv import dotenv_values

from archive.backup import form, loading
from archive.backup.errors import BackupError
from archive.backup.leftovers import STAGE
from archive.backup.target import DATABASE, database_file, old_entries

MOVED = "moved-aside"
FROM_BACKUP = ".from-backup"


def place(folder: Path, aside: str) -> list[str]:
    """Put what was restored into ARCHIVE_DATA; what the operator has to know of it."""
    notes = []
    if aside:
        _move_aside(folder, settings.ARCHIVE_DATA / aside)
        places = "、".join(map(str, sorted(settings.ARCHIVE_DATA.glob(f"{aside}*"))))
        notes.append(f"原有的档案移到了 {places}，确认无误后可自行删除。")
    _place_database(folder)
    _place_uploads(folder / form.UPLOADS.rstrip("/"))
    notes += _place_settings(folder / form.SETTINGS.rstrip("/"))
    os.sync()
    done = folder.with_name(f"{STAGE}{folder.name}")
    shutil.rmtree(done, ignore_errors=True)
    folder.rename(done)  # at once: half of it would be taken for a restore that is not finished
    if connection.vendor != "sqlite":
        loading.forget(connection)
    shutil.rmtree(done)
    return notes


def _move_aside(folder: Path, aside: Path) -> None:
    """All of the old before anything of the new comes, and never again after that."""
    if (folder / MOVED).exists():
        return
    entries = old_entries()
    aside = _room(aside, entries)
    aside.mkdir(mode=0o700, exist_ok=True)
    for path in entries:
        if path.is_mount():  # what lies on a disk of its own leaves it
            (aside / path.name).mkdir(exist_ok=True)
            for one in path.iterdir():
                shutil.move(one, aside / path.name / one.name)
        else:
            path.rename(aside / path.name)
    (folder / MOVED).touch()
    os.sync()  # before anything of the new could be taken for the old


def _room(aside: Path, entries: list[Path]) -> Path:
    """Where none of them lies yet: a command may have made an empty database since a kill."""
    names, number = {path.name for path in entries}, 1
    room = aside
    while any(os.path.lexists(room / name) for name in names):
        number += 1
        room = aside.with_name(f"{aside.name}-{number}")
    return room


def _place_database(folder: Path) -> None:
    """Raises BackupError where there is none: what was begun was for a server's database."""
    file, fresh = database_file(), folder / DATABASE
    if file is None:
        return
    if not fresh.exists():
        if not file.exists():
            raise BackupError(
                "恢复到一半的数据不在这个数据库里（DATABASE_URL 改过？）："
                f"请改回去再运行一次 restore，或者移走 {folder} 后从头恢复。"
            )
        return
    for end in ("-wal", "-shm"):  # of an empty database
        file.with_name(file.name + end).unlink(missing_ok=True)
    fresh.replace(file)


def _place_uploads(fresh: Path) -> None:
    """One by one, and over nothing: uploads/ itself may be a disk of its own, or lead to one."""
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(exist_ok=True)
    for path in list(fresh.rglob("*")):
        if path.is_file():
            there = media / path.relative_to(fresh)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, there)


def _place_settings(fresh: Path) -> list[str]:
    notes = []
    for name in form.KEPT:
        path, there = fresh / name, settings.ARCHIVE_DATA / name
        if not path.exists():
            continue
        if name == form.ENVIRONMENT and not _is_for_here(path, there):
            there = there.with_name(name + FROM_BACKUP)
            notes.append(
                f"备份中的 {name} 没有启用（这里有自己的，或它指定了另一个数据库），"
                f"放在 {there}，请自行取用。"
            )
        path.replace(there)
    return notes


def _is_for_here(path: Path, there: Path) -> bool:
    """Whether the settings of the backup may be those of this machine.

    Not where it has its own; nor where they name another database than was restored into.
    """
    if there.exists():
        return there.read_bytes() == path.read_bytes()
    try:
        return "DATABASE_URL" not in dotenv_values(path, interpolate=False)
    except UnicodeError:  # which no start could read
        return False
