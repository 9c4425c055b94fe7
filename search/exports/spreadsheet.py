"""CSV for Excel: a byte order mark, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
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


def write(result: Result) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    heads = [str(one.label) for one in columns(result)]
    yield "\ufeff" + writer.writerow(heads)
    for row in rows(result):
        yield writer.writerow([cell(value) for value in row])
