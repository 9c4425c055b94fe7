"""Rows of a backup into an empty database: the schema of its migrations, then the rows, then all checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from archive.backup import rows, schema
from archive.backup.checking import Checked
from archive.backup.snapshot import count_on

TOKEN = (
    "archive_restored"  # a table of PostgreSQL: which backup was restored, until all is in place
)


class Loading:
    """Takes parts of tables in any order; `finish` checks what they are together."""

    def __init__(self, connection: BaseDatabaseWrapper, checked: Checked) -> None:
        self.connection, self.checked = connection, checked
        self.counted: Counter[str] = Counter()

    def part(self, table: schema.Table, data: bytes) -> None:
        reading = rows.Reading(table, self.connection)
        first = self.counted[table.name] + 1
        rows.insert(table, self.connection, reading.ready(data, first))
        self.counted[table.name] += data.count(b"\n")

    def finish(self) -> None:
        """Raises IntegrityError where a row speaks of another that is not there."""
        self.connection.check_constraints()
        count_on(self.connection, self.checked.tables, self.checked.manifest.sequences)


@contextmanager
def loaded(connection: BaseDatabaseWrapper, checked: Checked, aside: str) -> Iterator[Loading]:
    """Commits at its end. What PostgreSQL holds already goes `aside`, into a schema of that name."""
    if connection.vendor == "sqlite":
        _migrate(connection, checked)
        with transaction.atomic():
            _empty(connection, checked)
            yield Loading(connection, checked)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if aside:
            quoted = connection.ops.quote_name(aside)
            cursor.execute(f"ALTER SCHEMA public RENAME TO {quoted}")
            cursor.execute("CREATE SCHEMA public")
        # A table with checks that are put off cannot be altered by the next migration.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _migrate(connection, checked)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _empty(connection, checked)
        cursor.execute(f"CREATE TABLE {TOKEN} (backup text)")
        cursor.execute(f"INSERT INTO {TOKEN} VALUES (%s)", [checked.identity])
        yield Loading(connection, checked)


def _migrate(connection: BaseDatabaseWrapper, checked: Checked) -> None:
    """To where the backup was made; no signal, so that nothing is made that the rows bring."""
    MigrationExecutor(connection).migrate(schema.leaves(checked.head.migrations))


def _empty(connection: BaseDatabaseWrapper, checked: Checked) -> None:
    """What migrations have put into new tables comes with the rows, as it was since."""
    with connection.cursor() as cursor:
        for name in checked.tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608


def restored_from(connection: BaseDatabaseWrapper) -> str:
    """The identity of the backup that was restored here and not put in place yet; "" where none."""
    try:
        with connection.cursor() as cursor:
            if TOKEN not in connection.introspection.table_names(cursor):
                return ""
            cursor.execute(f"SELECT backup FROM {TOKEN}")  # noqa: S608
            return str(cursor.fetchone()[0])
    finally:
        connection.close()


def forget(connection: BaseDatabaseWrapper) -> None:
    """All is in place."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TOKEN}")
