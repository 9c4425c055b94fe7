"""Numbers of rows as a long-lived archive has them: no two tables alike, none begins at 1.

A test that takes an article for number 1, or one table's number for another's, passes alone and
fails after others, by the order that the processes happened to take. So it fails at once.
"""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField
from django.db.models.signals import post_migrate

APART = 1_000_000


def spread(app_config: AppConfig, using: str, **_given: object) -> None:
    """After the tables are made and after they are emptied, each counts from a number of its own."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    tables = sorted(
        (model._meta.db_table, model._meta.pk.column)
        for model in apps.get_models(include_auto_created=True)
        if isinstance(model._meta.pk, AutoField)
    )
    for place, (table, column) in enumerate(tables, start=1):
        if table in present:
            _count_from(connection, table, column, place * APART)


def _count_from(connection: BaseDatabaseWrapper, table: str, column: str, first: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
            (name,) = cursor.fetchone()
            latest = f"SELECT last_value FROM {name}"
            cursor.execute(f"SELECT setval(%s, GREATEST(%s, ({latest})))", [name, first])
            return
        counted = "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s"
        cursor.execute(counted, [first, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, first])


def connect() -> None:
    post_migrate.connect(spread, dispatch_uid="numbers of the tests")
