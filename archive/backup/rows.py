"""Rows as lines of JSON, the same whatever database they come from or go to.

A line is the list of a row's values in the order of the columns: numbers, texts, true, false,
null; dates and times as ISO 8601, times in UTC; what a JSON column holds, as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from archive.backup.errors import BackupError
from archive.backup.schema import Table

PART = 4 << 20  # bytes of a member of rows, and what of them is in memory
FETCHED = 200  # rows that are fetched at a time
TEXTS = (models.DateField, models.TimeField, models.DecimalField, models.UUIDField)
Values = Sequence[Any]


def dumped(table: Table, using: str) -> Iterator[tuple[bytes, int]]:
    """The table's rows by key, in parts of some megabytes, and how many each has."""
    part, count = bytearray(), 0
    for values in _stored(table, using):
        part += line(values)
        count += 1
        if len(part) >= PART:
            yield bytes(part), count
            part, count = bytearray(), 0
    if count:
        yield bytes(part), count


def _stored(table: Table, using: str) -> Iterator[Values]:
    rows = models.QuerySet(table.model, using=using).order_by("pk")
    return iter(rows.values_list(*[f.attname for f in table.fields]).iterator(FETCHED))


def line(values: Values) -> bytes:
    """A row's line, with its end."""
    try:
        text = json.dumps(values, ensure_ascii=False, default=_text, separators=(",", ":"))
        return text.encode() + b"\n"
    except UnicodeEncodeError:  # half of a character, which only its escaped form can say
        return json.dumps(values, default=_text, separators=(",", ":")).encode() + b"\n"


def _text(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"no way to back up {type(value).__name__}")


class Reading:
    """Reads the lines of one table for one database. Raises BackupError for what does not fit."""

    def __init__(self, table: Table, connection: BaseDatabaseWrapper) -> None:
        self.table, self.connection = table, connection
        self.kinds = [_target(one) for one in table.fields]
        self.parsed = [at for at, kind in enumerate(self.kinds) if isinstance(kind, TEXTS)]
        prepared = (*TEXTS, models.JSONField)
        self.prepared = [at for at, kind in enumerate(self.kinds) if isinstance(kind, prepared)]
        self.is_strict = connection.vendor == "postgresql"  # SQLite takes texts of any kind
        self.limits = [_limit(kind, connection) for kind in self.kinds]

    def rows(self, data: bytes, first: int) -> Iterator[list[Any]]:
        """Checked and typed; `first` is the number of its first row."""
        for number, text in enumerate(data.split(b"\n")[:-1], first):
            try:
                values = json.loads(text)
            except (ValueError, RecursionError) as error:
                raise self._wrong(number, "不是 JSON") from error
            if not isinstance(values, list) or len(values) != len(self.kinds):
                raise self._wrong(number, "列数不符")
            for at in self.parsed:
                values[at] = self._typed(number, at, values[at])
            yield values

    def check(self, data: bytes, first: int) -> int:
        """How many rows there are; the values of each are such as this database can take."""
        number = first - 1
        for number, values in enumerate(self.rows(data, first), first):
            for at, value in enumerate(values):
                self._fit(number, at, value)
        return number - first + 1

    def ready(self, data: bytes, first: int) -> Iterator[list[Any]]:
        """As `rows`, in the types that the database's driver takes."""
        for number, values in enumerate(self.rows(data, first), first):
            for at in self.prepared:
                if values[at] is not None:
                    values[at] = self._prepared(number, at, values[at])
            yield values

    def _prepared(self, number: int, at: int, value: Any) -> Any:
        try:
            return self.kinds[at].get_db_prep_save(value, self.connection)
        except (ArithmeticError, ValueError, RecursionError) as error:  # a day before the first
            raise self._wrong(number, f"{self._column(at)} 的值有误") from error

    def _typed(self, number: int, at: int, value: Any) -> Any:
        try:
            return self.kinds[at].to_python(value)
        except (ValidationError, TypeError, ValueError) as error:
            raise self._wrong(number, f"{self._column(at)} 的值有误") from error

    def _fit(self, number: int, at: int, value: Any) -> None:
        """What the database refuses, or its driver: named, before anything is written."""
        if isinstance(self.kinds[at], models.JSONField):
            if self.is_strict:
                self._fit_json(number, at, value)
        elif isinstance(value, str):
            self._fit_text(number, at, value)
        elif type(value) is int:
            low, high = self.limits[at]
            if not low <= value <= high:
                raise self._wrong(number, f"{self._column(at)} 的数超出范围（{str(value)[:30]}）")

    def _fit_json(self, number: int, at: int, value: Any) -> None:
        """SQLite keeps its text as it is, half characters escaped."""
        text = json.dumps(value, ensure_ascii=False)
        if "\\u0000" in text.replace("\\\\", ""):
            raise self._wrong(number, f"{self._column(at)} 含有 PostgreSQL 不收的空字符")
        self._fit_characters(number, at, text)

    def _fit_text(self, number: int, at: int, value: str) -> None:
        self._fit_characters(number, at, value)
        if not self.is_strict:
            return
        most = self.kinds[at].max_length
        if "\0" in value:
            raise self._wrong(number, f"{self._column(at)} 含有 PostgreSQL 不收的空字符")
        if most and len(value) > most:
            raise self._wrong(number, f"{self._column(at)} 有 {len(value)} 字，最多 {most} 字")

    def _fit_characters(self, number: int, at: int, text: str) -> None:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise self._wrong(number, f"{self._column(at)} 含有半个字符") from error

    def _column(self, at: int) -> str:
        return str(self.table.fields[at].column)

    def _wrong(self, number: int, why: str) -> BackupError:
        return BackupError(f"{self.table.name} 第 {number} 行：{why}；没有恢复任何内容。")


def _target(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """A foreign key's values are those of the key that it leads to."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _limit(kind: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> tuple[int, int]:
    try:
        low, high = connection.ops.integer_field_range(kind.get_internal_type())
    except KeyError:
        low = high = None
    return (-(2**63) if low is None else low, 2**63 - 1 if high is None else high)


def insert(table: Table, connection: BaseDatabaseWrapper, rows: Iterable[Values]) -> None:
    """As they are: no default, no time of now, no signal."""
    quote: Callable[[str], str] = connection.ops.quote_name
    columns = ", ".join(map(quote, table.columns))
    places = ", ".join(["%s"] * len(table.columns))
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)
