"""The database as it is at one moment, read beside everybody who writes.

SQLite: a deferred transaction of a connection of its own, which takes no lock that a writer waits
for (the site's own connections begin theirs with the lock for writing). PostgreSQL: REPEATABLE READ.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from archive.backup.schema import Table

ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """The connection of alias ALIAS, which reads only. Raises DatabaseError."""
    known = deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict)
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        options = {"timeout": 20, "init_command": "PRAGMA query_only=1;"}
        known["OPTIONS"] = options
    connections.settings[ALIAS] = known
    try:
        with transaction.atomic(using=ALIAS):
            _begin(connections[ALIAS])
            yield connections[ALIAS]
    finally:
        connections[ALIAS].close()
        del connections[ALIAS], connections.settings[ALIAS]


def _begin(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT count(*) FROM django_migrations")


def sequences(connection: BaseDatabaseWrapper, tables: dict[str, Table]) -> dict[str, int]:
    """The last number that each table has given out, also to a row that is gone by now.

    An article's number is its address: that of a deleted one is never given to another.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            found = dict(cursor.fetchall())
            return {name: int(found[name] or 0) for name in tables if name in found}
        given = {}
        for table in tables.values():
            if name := _sequence(connection, table):
                cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608
                last, called = cursor.fetchone()
                given[table.name] = last if called else 0
        return given


def _sequence(connection: BaseDatabaseWrapper, table: Table) -> str:
    """PostgreSQL's name of what counts a table's rows up, quoted; "" where nothing does."""
    if not table.counted:
        return ""
    with connection.cursor() as cursor:
        quoted = connection.ops.quote_name(table.name)
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, table.counted])
        return cursor.fetchone()[0] or ""


def count_on(
    connection: BaseDatabaseWrapper, tables: dict[str, Table], given: dict[str, int]
) -> None:
    """Let each table count on from where it was, and from no less than what it holds."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in tables.values():
            if not table.counted:
                continue
            key, name = quote(table.counted), quote(table.name)
            cursor.execute(f"SELECT max({key}) FROM {name}")  # noqa: S608
            last = max(cursor.fetchone()[0] or 0, given.get(table.name, 0))
            if not last:
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table.name, last])
            elif sequence := _sequence(connection, table):
                cursor.execute("SELECT setval(%s, %s)", [sequence, last])
