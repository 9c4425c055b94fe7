"""Tables as CSV for spreadsheets: a byte order mark, and no cell that would be run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

MARK = "\ufeff"  # by which spreadsheets know UTF-8
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
        yield writer.writerow(row) if at else MARK + writer.writerow(row)
