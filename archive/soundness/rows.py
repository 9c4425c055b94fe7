"""What the database itself has to say of its state."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from archive.soundness.fault import Fault

MOST = 100  # lines of one kind
BROKEN = "用最近的备份恢复（restore）；先留好现在的数据库文件。"
INVALID = (
    ("约束", "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated"),
    ("索引", "SELECT indrelid::regclass::text, indexrelid::regclass::text"
     " FROM pg_index WHERE NOT indisvalid"),
)  # fmt: skip


def row_faults() -> Iterator[Fault]:
    yield from _migrations()
    if connection.vendor == "sqlite":
        yield from _sqlite()
    elif connection.vendor == "postgresql":
        yield from _postgresql()


def _migrations() -> Iterator[Fault]:
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Fault(f"数据库还没有迁移：{migration}", advice="运行 manage.py prepare")


def _sqlite() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA integrity_check({MOST})")
        for (said,) in cursor.fetchall():
            if said != "ok":
                yield Fault(f"数据库文件损坏：{said}", advice=BROKEN)
        cursor.execute("PRAGMA foreign_key_check")
        for table, key, parent, _ in cursor.fetchmany(MOST):
            yield Fault(f"表 {table} 第 {key} 行指向 {parent} 中没有的行", advice=BROKEN)


def _postgresql() -> Iterator[Fault]:
    """The server keeps what it was told to keep; some of it may never have been checked."""
    with connection.cursor() as cursor:
        for what, query in INVALID:
            cursor.execute(query)
            for table, name in cursor.fetchmany(MOST):
                yield Fault(f"表 {table} 的{what} {name} 没有生效", advice="用 psql 查明原因")
