"""Columns of text are ordered by code points, whatever the database was made with.

So order, upper case and LIKE are the same on every server and in SQLite, and an index serves the
beginning of a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.backends.postgresql import schema
from django.db.models import Field, Model

BY_CODE_POINTS = "C"
TEXTS = ("varchar", "text")


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Django's, with a collation where a field asks for none."""

    def _iter_column_sql(
        self,
        column_db_type: str,
        params: list[Any],
        model: type[Model],
        field: Field,
        field_db_params: dict[str, Any],
        include_default: bool,
    ) -> Iterator[str]:
        if column_db_type.startswith(TEXTS):
            collation = field_db_params.get("collation") or BY_CODE_POINTS
            field_db_params = {**field_db_params, "collation": collation}
        return super()._iter_column_sql(
            column_db_type, params, model, field, field_db_params, include_default
        )

    def _alter_column_type_sql(
        self,
        model: type[Model],
        old_field: Field,
        new_field: Field,
        new_type: str,
        old_collation: str | None,
        new_collation: str | None,
    ) -> Any:
        if new_type.startswith(TEXTS):
            new_collation = new_collation or BY_CODE_POINTS
        return super()._alter_column_type_sql(
            model, old_field, new_field, new_type, old_collation, new_collation
        )
