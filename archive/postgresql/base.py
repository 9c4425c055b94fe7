"""The database by DATABASE_URL: texts compared by code points, as in SQLite, and one encoding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import NotSupportedError

from archive.postgresql import adapting

TEXTS = ("CharField", "FileField", "FilePathField", "SlugField", "TextField")
# Whatever the database was made with: order, upper case and LIKE are the same on every server, and
# an index serves the beginning of a word.
BY_CODE_POINTS = ' COLLATE "C"'
adapting.register()


def _by_code_points(column: str | Callable[[dict[str, Any]], str]) -> Any:
    if callable(column):
        return lambda data: column(data) + BY_CODE_POINTS
    return column + BY_CODE_POINTS


class DatabaseWrapper(base.DatabaseWrapper):
    """Columns of text are ordered by code points; a database that is not UTF-8 is refused."""

    data_types = base.DatabaseWrapper.data_types | {
        name: _by_code_points(base.DatabaseWrapper.data_types[name]) for name in TEXTS
    }

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            connection.close()
            raise NotSupportedError(f"数据库的编码是 {encoding}，应为 UTF8")
        return connection
