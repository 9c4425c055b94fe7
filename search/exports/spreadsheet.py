"""CSV for Excel: a byte order mark, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from search.exports.columns import columns, rows
from search.exports.export import Result

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def cell(value: Any) -> str:
    """Text that begins like a formula is led by an apostrophe, as spreadsheets themselves do."""
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


def lines(table: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The text of a table row by row, the mark before the first; its cells are as they shall be."""
    writer: Any = csv.writer(_Echo())
    for at, row in enumerate(table):
        yield writer.writerow(row) if at else "\ufeff" + writer.writerow(row)


def write(result: Result) -> Iterator[str]:
    heads = [str(one.label) for one in columns(result)]
    return lines(chain([heads], ([cell(value) for value in row] for row in rows(result))))
