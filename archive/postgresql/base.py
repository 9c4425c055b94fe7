"""The database by DATABASE_URL: texts compared by code points, as in SQLite, and one encoding."""

from __future__ import annotations

import os
from typing import Any

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
