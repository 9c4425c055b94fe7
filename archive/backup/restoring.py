"""Brings an archive back from a backup, beside whatever is there, then puts it in its place.

All is made in ARCHIVE_DATA/restoring (rows of PostgreSQL: in one transaction), so that one that was
killed has changed nothing, is known by that folder, and is begun anew. Once `complete` lies there,
what is left are renamings, which the next restore carries on.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from archive.backup import form, loading
from archive.backup.checking import Checked, check
from archive.backup.disk import sync_folder
from archive.backup.errors import BackupError, told
from archive.backup.packing import Member, Reader
from archive.backup.placing import place
from archive.backup.progress import Progress, unwatched
from archive.backup.target import (
    ASIDE,
    DATABASE,
    RESTORING,
    alone,
    database_file,
    has_tables,
    holdings,
)

COMPLETE = "complete"
RESTORED = "恢复"
SPARE = 1.5  # of what the members take, for a database's indexes


@dataclass(slots=True)
class Restored:
    """`notes` tell what the operator has to know or to do."""

    rows: int
    files: int
    faults: list[str]
    notes: list[str]


def restore(
    path: Path,
    replace: bool = False,
    progress: Progress = unwatched,
    after: Callable[[], None] = lambda: None,
) -> Restored:
    """Restore the file into ARCHIVE_DATA and the database, then do what comes `after`.

    Where an archive is there it is refused, or moved aside to `replace` it. Nobody else works with
    the archive meanwhile. Raises BackupError, DatabaseError, OSError.
    """
    with alone():
        folder = settings.ARCHIVE_DATA / RESTORING
        if path.resolve().is_relative_to(folder.resolve()):
            raise BackupError(f"恢复要先清空 {folder}，备份文件不能放在那里。")
        checked = check(path, progress)
        if not _is_complete(folder, checked):
            _refuse_unless_empty(replace)
            _make(folder, path, checked, replace, progress)
        notes = place(folder, _aside(folder))
        after()
    count = sum(checked.manifest.rows.values())
    return Restored(count, checked.manifest.files, checked.manifest.faults, notes)


def _is_complete(folder: Path, checked: Checked) -> bool:
    """Whether an earlier restore of this backup was broken off when only renamings were left."""
    try:
        said = json.loads((folder / COMPLETE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if database_file() is None and not _is_committed(said["backup"]):
        return False
    if said["backup"] != checked.identity:
        raise BackupError(
            "另一个备份的恢复只差最后一步：请用那个文件再运行一次 restore，"
            f"或者移走 {folder} 后从头恢复。"
        )
    return True


def _is_committed(identity: str) -> bool:
    return has_tables() and loading.restored_from(connection) == identity


def _aside(folder: Path) -> str:
    return str(json.loads((folder / COMPLETE).read_text(encoding="utf-8"))["aside"])


def _refuse_unless_empty(replace: bool) -> None:
    if not replace and (found := holdings()):
        raise BackupError(
            f"这里已有一个档案（{found}）：请恢复到空的 ARCHIVE_DATA 和空的数据库，"
            f"或加 --replace，把现有的移到 ARCHIVE_DATA/{ASIDE}日期/。"
        )


def _make(folder: Path, path: Path, checked: Checked, replace: bool, progress: Progress) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _refuse_without_room(checked)
    folder.mkdir(mode=0o700)
    aside = f"{ASIDE}{timezone.now():%Y%m%d-%H%M%S}" if replace and holdings() else ""
    said = json.dumps({"backup": checked.identity, "aside": aside})
    with _undone_by_trouble(folder):
        with _own_database(folder), loading.loaded(connection, checked, aside) as load:
            _unpack(folder, path, checked, load, progress)
            load.finish()
            _bring_to_disk(folder)
            if database_file() is None:  # the file says what the commit is about to do
                _write(folder / COMPLETE, said)
        if database_file() is not None:
            _write(folder / COMPLETE, said)


@contextmanager
def _undone_by_trouble(folder: Path) -> Iterator[None]:
    """Nothing of it is left then, but where a server may have committed: a restore finds out."""
    try:
        yield
    except BaseException as error:
        if database_file() is None and (folder / COMPLETE).exists():
            raise
        shutil.rmtree(folder, ignore_errors=True)
        if not isinstance(error, (BackupError, DatabaseError, OSError)):
            raise
        why = told(error) if isinstance(error, OSError) else " ".join(str(error).split())
        raise BackupError(f"没有恢复，原有的不变：{why}") from error


def _refuse_without_room(checked: Checked) -> None:
    free = shutil.disk_usage(settings.ARCHIVE_DATA).free
    if free < SPARE * checked.needed:
        raise BackupError(
            f"磁盘空间不够：需要约 {SPARE * checked.needed / 1e6:.0f} MB，剩 {free / 1e6:.0f} MB。"
        )


@contextmanager
def _own_database(folder: Path) -> Iterator[None]:
    """SQLite: a new file that only we know. The migrations write to the default database."""
    known = connection.settings_dict
    if connection.vendor != "sqlite":
        yield
        return
    place, known["NAME"] = known["NAME"], str(folder / DATABASE)
    connection.close()
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        known["NAME"] = place


def _unpack(
    folder: Path, path: Path, checked: Checked, load: loading.Loading, progress: Progress
) -> None:
    with Reader(path) as reader:
        for done, member in enumerate(reader.members(), 1):
            if table := form.table_of(member.name):
                load.part(checked.tables[table], member.whole())
            else:
                _extract(folder, member)
            progress(RESTORED, done, checked.manifest.members)
        if reader.identity != checked.identity:
            raise BackupError("备份文件在恢复期间变了。")


def _extract(folder: Path, member: Member) -> None:
    """A setting or an upload; its name was checked by the reader, and is below the folder."""
    path = form.below(folder, member.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if member.name.startswith(form.SETTINGS) else 0o644
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in member.chunks():
            file.write(chunk)


def _bring_to_disk(folder: Path) -> None:
    """Before anything says that it is there."""
    os.sync()
    sync_folder(folder)


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    with suppress(OSError):
        os.sync()
