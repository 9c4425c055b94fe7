"""Where an archive is restored to: whether anything is there, and who works with it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from archive.backup import form
from archive.backup.errors import BackupError
from archive.ingest.worker import lock_path
from archive.management import presence

RESTORING = "restoring"  # a folder in ARCHIVE_DATA: a restore is under way, or was broken off
DATABASE = "archive.sqlite3"  # SQLite's file in that folder, whatever it is called in its place
ASIDE = "before-"  # and the time: a folder in ARCHIVE_DATA with what was there before a restore
# Of who writes, in ARCHIVE_DATA; the first is that of `search.serving.doors`.
LOCKS = ("serve.lock", lock_path().name, presence.LOCK)
RUNS = "网站、它的一个程序或一个命令正在运行，恢复前请先停止它：{} 被占用。"


def unfinished() -> bool:
    """Whether a restore is under way or was broken off: the archive is not whole then."""
    return (settings.ARCHIVE_DATA / RESTORING).is_dir()


def database_file() -> Path | None:
    """SQLite's file; None where the database is a server's."""
    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def index_folder() -> Path:
    return Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else works with the archive, and nobody begins to. Raises BackupError."""
    data = settings.ARCHIVE_DATA
    with ExitStack() as stack:
        for name in LOCKS:
            _lock(stack, data / name)
        with ExitStack() as passing:
            for path in [*data.glob("*.lock"), *index_folder().glob("*.lock")]:
                if path.name not in LOCKS:
                    _lock(passing, path)
        yield


def _lock(stack: ExitStack, path: Path) -> None:
    file = stack.enter_context(path.open("a"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BackupError(RUNS.format(path.name)) from error


def holdings() -> str:
    """What is there already, in words; "" where nothing of an archive is."""
    found = []
    if has_tables():
        found.append("数据库里已有表")
    uploads = Path(settings.MEDIA_ROOT)
    if uploads.is_dir() and any(not path.is_dir() for path in uploads.rglob("*")):
        found.append(f"{uploads} 里已有文件")
    return "，".join(found)


def has_tables() -> bool:
    """Without making the file of a database that is not there."""
    file = database_file()
    if file is not None and not (file.exists() and file.stat().st_size):
        return False
    try:
        return bool(connection.introspection.table_names())
    finally:
        connection.close()


def old_entries() -> list[Path]:
    """What of ARCHIVE_DATA goes aside before another archive takes its place.

    The settings of this machine stay, and what is made anew at every start.
    """
    data = settings.ARCHIVE_DATA
    file = database_file()
    files = [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))] if file else []
    kept = [data / name for name in form.KEPT if name != form.ENVIRONMENT]
    entries = [*files, Path(settings.MEDIA_ROOT), index_folder(), *kept]
    return [path for path in entries if path.exists()]
