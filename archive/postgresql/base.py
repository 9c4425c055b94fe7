"""The database by DATABASE_URL: texts compared by code points, as in SQLite, and one encoding."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from django.db import connections
from django.db.backends.postgresql import base
from django.db.utils import NotSupportedError

from archive.postgresql import adapting
from archive.postgresql.schema import DatabaseSchemaEditor

adapting.register()


def _forget_inherited() -> None:
    """A forked child opens connections of its own; those it was born with are its parent's."""
    for one in connections.all(initialized_only=True):
        if one.vendor == "postgresql":
            connections[one.alias] = connections.create_connection(one.alias)


os.register_at_fork(after_in_child=_forget_inherited)


class Rows(base.ServerSideCursor):
    """Rows that the server holds, for an iterator of whom nobody knows when it ends.

    One that was left half-way is closed when Python collects it. Then the transaction it began in
    may be over, and the rows with it: to close them even so would abort the transaction of that
    moment. Or this very thread is in the midst of a query, and would wait for itself: the server
    drops such rows with their transaction. A child has none at all of those that its parent holds.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = os.getpid()

    def close(self) -> None:
        if self.closed or self._stand():
            super().close()
        else:
            psycopg.Cursor.close(self)  # here, and not at the server

    def _stand(self) -> bool:
        if self.owner != os.getpid() or self.connection.lock.locked():
            return False
        if self.connection.info.transaction_status != psycopg.pq.TransactionStatus.INTRANS:
            return True
        held = psycopg.Cursor(self.connection)
        held.execute("SELECT 1 FROM pg_cursors WHERE name = %s", [self.name])
        return held.fetchone() is not None


class DatabaseWrapper(base.DatabaseWrapper):
    """A database that is not UTF-8 is refused."""

    SchemaEditorClass = DatabaseSchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            connection.close()
            raise NotSupportedError(f"数据库的编码是 {encoding}，应为 UTF8")
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        if not name:
            return super().create_cursor()
        cursor = Rows(
            self.connection, name=name, scrollable=False, withhold=self.connection.autocommit
        )
        base.register_tzloader(self.timezone, cursor)
        return cursor
