"""A backup is read to its end and held to what it says of itself before anything of it is used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from archive.backup import form, rows, schema
from archive.backup.errors import BackupError
from archive.backup.packing import Reader
from archive.backup.progress import Progress

CHECKING = "核对备份"


@dataclass(slots=True)
class Checked:
    """A sound backup: its `identity` is the checksum of its manifest; `needed` bytes of disk."""

    head: form.Head
    manifest: form.Manifest
    tables: dict[str, schema.Table]
    identity: str
    needed: int
    counted: Counter[str] = field(default_factory=Counter)


def check(path: Path, progress: Progress) -> Checked:
    """Read all of it; writes nothing. Raises BackupError, OSError."""
    total = max(1, path.stat().st_size)
    with Reader(path) as reader:
        found = _begun(reader.head)
        for member in reader.members():
            if table := form.table_of(member.name):
                _check_rows(found, table, member.name, member.whole())
            found.needed += member.size
            progress(CHECKING, 100 * min(reader.file.tell(), total) // total, 100)
        found.manifest, found.identity = reader.manifest, reader.identity
    _compare(found)
    return found


def _begun(head: form.Head) -> Checked:
    """What the head alone says. Raises BackupError where this program cannot use it."""
    if form.is_newer(head.archive, form.version()):
        raise BackupError(
            f"备份出自更新的版本 {head.archive[:20]}，这里是 {form.version()}；请先升级程序。"
        )
    tables = schema.tables(head.migrations)
    if head.tables != {name: table.columns for name, table in tables.items()}:
        raise BackupError("备份所记的表与它所记的迁移不符，不是本程序写的备份。")
    return Checked(head, form.Manifest(), tables, "", 0)


def _check_rows(found: Checked, table: str, name: str, data: bytes) -> None:
    if table not in found.tables:
        raise BackupError(f"备份文件中有不认识的表 {table}。")
    before = found.counted[table]
    found.counted[table] += rows.Reading(found.tables[table], connection).check(data, before + 1)


def _compare(found: Checked) -> None:
    said = {table: count for table, count in found.manifest.rows.items() if count}
    if said != dict(found.counted) or not found.manifest.rows.keys() <= found.tables.keys():
        raise BackupError(f"{form.MANIFEST} 所说的行数与备份的内容不符。")
