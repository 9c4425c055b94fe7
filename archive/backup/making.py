"""Makes a backup: first under a name that nobody takes for one, and read back before it gets its own."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from archive.backup import form, leftovers, rows, schema
from archive.backup.disk import sync_folder
from archive.backup.errors import BackupError, told
from archive.backup.packing import CHUNK, Packer, Reader
from archive.backup.progress import Progress, unwatched
from archive.backup.snapshot import ALIAS, sequences, snapshot
from archive.backup.staging import IMPORTS, Stage, Upload, staging
from archive.backup.target import has_tables, unfinished

TRIES = 20  # snapshots, where files vanish faster than they can be held
ROWS, FILES, READING_BACK = "写入数据", "写入原文件", "核对备份"
MOST_FAULTS = 1000  # that the manifest tells of


@dataclass(slots=True)
class Made:
    """A backup that is there; `faults` tell of files that it holds not or not as they came."""

    path: Path
    size: int
    rows: int
    files: int
    faults: list[str] = field(default_factory=list)


def back_up(target: Path, progress: Progress = unwatched) -> Made:
    """Write a backup of this moment to `target`, a file that is not there yet.

    Raises BackupError, DatabaseError, OSError; nothing of it is left then.
    """
    if target.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise BackupError("备份不能放在原文件的文件夹（uploads）里。")
    if unfinished():
        raise BackupError("恢复没有完成，档案不全：请先再运行一次 restore。")
    if not has_tables():
        raise BackupError("数据库还是空的，没有可备份的内容。")
    leftovers.sweep(target.parent)
    made = timezone.now()
    try:
        with _partial(target) as (path, file), staging() as stage:
            manifest = _write(file, stage, made, progress)
            file.flush()
            os.fsync(file.fileno())
            _read_back(path, manifest, progress)
            _name(path, target)
    except OSError as error:
        raise BackupError(f"备份没有做成，没有留下文件：{told(error)}。") from error
    count = sum(manifest.rows.values())
    return Made(target, target.stat().st_size, count, manifest.files, manifest.faults)


@contextmanager
def _partial(target: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Gone afterwards, whatever became of it."""
    path = target.with_name(f".{leftovers.OWN}{target.name}{leftovers.PARTIAL}")
    try:
        file = leftovers.held(path)
    except FileExistsError as error:
        raise BackupError(f"另一个备份正在写 {target}。") from error
    try:
        yield path, file
    finally:
        with suppress(OSError):  # a full disk complains once more
            file.close()
        path.unlink(missing_ok=True)


def _write(file: IO[bytes], stage: Stage, made: datetime, progress: Progress) -> form.Manifest:
    packer = Packer(file, int(made.timestamp()))
    manifest = form.Manifest()
    for _ in range(TRIES):
        with snapshot() as seen:
            migrations = schema.applied(seen)
            tables = schema.tables(migrations)
            if IMPORTS in tables and not stage.take(tables[IMPORTS], ALIAS):
                continue
            columns = {name: table.columns for name, table in tables.items()}
            head = form.Head(
                form.FORMAT, form.version(), made.isoformat(), seen.vendor, migrations, columns
            )
            packer.put(form.HEAD, form.written(head))
            _put_settings(packer)
            manifest.sequences = sequences(seen, tables)
            for done, table in enumerate(tables.values(), 1):
                manifest.rows[table.name] = _put_rows(packer, table)
                progress(ROWS, done, len(tables))
            break
    else:
        raise BackupError("备份期间原文件不停地被删除，没有做成；请稍后再试。")
    _put_files(packer, stage, manifest, progress)
    packer.close(manifest)
    return manifest


def _put_settings(packer: Packer) -> None:
    for name in sorted(form.KEPT):
        with suppress(FileNotFoundError):
            packer.put(form.SETTINGS + name, (settings.ARCHIVE_DATA / name).read_bytes())


def _put_rows(packer: Packer, table: schema.Table) -> int:
    total = 0
    for number, (part, count) in enumerate(rows.dumped(table, ALIAS), 1):
        packer.put(form.part_name(table.name, number), part)
        total += count
    return total


def _put_files(packer: Packer, stage: Stage, manifest: form.Manifest, progress: Progress) -> None:
    total, before = manifest.rows.get(IMPORTS, 0), ""
    for done, upload in enumerate(stage.uploads(), 1):
        fault = _put_file(packer, stage, manifest, upload) if upload.name != before else ""
        if fault and len(manifest.faults) < MOST_FAULTS:
            manifest.faults.append(f"{upload.label}：{fault}")
        before = upload.name
        progress(FILES, done, total)


def _put_file(packer: Packer, stage: Stage, manifest: form.Manifest, upload: Upload) -> str:
    """What is wrong with it; "" where it is as it came. What can be read of it goes in."""
    try:
        file = stage.open(upload.name)
    except FileNotFoundError:
        return "原文件不见了"
    except (OSError, ValueError) as error:
        return f"原文件无法读取（{told(error) if isinstance(error, OSError) else error}）"
    with file:
        size = os.fstat(file.fileno()).st_size
        reading = _Reading(file, size)
        digest = packer.add(form.UPLOADS + upload.name, size, reading.chunks())
    manifest.files += 1
    manifest.bytes += size
    return reading.fault or ("" if digest == upload.sha256 else "原文件与校验和不符")


class _Reading:
    """A file's bytes, exactly as many as said: what cannot be read is filled up, and told."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.file, self.size, self.fault = file, size, ""

    def chunks(self) -> Iterator[bytes]:
        left = self.size
        while left:
            chunk = self._read(min(left, CHUNK))
            left -= len(chunk)
            yield chunk

    def _read(self, most: int) -> bytes:
        try:
            chunk = b"" if self.fault else self.file.read(most)
        except OSError as error:
            chunk, self.fault = b"", f"原文件无法读取（{told(error)}）"
        return chunk or bytes(most)


def _read_back(path: Path, manifest: form.Manifest, progress: Progress) -> None:
    """From the disk, as far as the system can be asked to forget what it remembers."""
    with Reader(path) as reader:
        os.posix_fadvise(reader.file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        for done, _ in enumerate(reader.members(), 2):
            progress(READING_BACK, min(done, manifest.members), manifest.members)
        if hashlib.sha256(form.written(manifest)).hexdigest() != reader.identity:
            raise BackupError("读回的备份与写下的不同，没有留下文件；请检查磁盘。")


def _name(path: Path, target: Path) -> None:
    """Its own name, which no other file has; on the disk when this returns."""
    try:
        os.link(path, target)
    except FileExistsError as error:
        raise BackupError(f"{target} 已经存在，没有覆盖它。") from error
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        if target.exists():
            raise BackupError(f"{target} 已经存在，没有覆盖它。") from error
        path.rename(target)
    try:
        sync_folder(target.parent)
    except OSError:
        target.unlink(missing_ok=True)  # nobody could rely on it
        raise
