"""Workbooks (XLSX) that are written row by row into a temporary file, so that memory stays flat.

The rows of a sheet must be put in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from search.exports.export import fit

CHUNK = 1 << 16  # bytes
CELL = 32_767  # characters that a cell holds
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def streamed(fill: Callable[[Workbook], None]) -> Iterator[bytes]:
    """The bytes of the workbook that `fill` writes its sheets into."""
    with TemporaryDirectory(prefix="archive-") as folder:
        path = Path(folder) / "book.xlsx"
        book = Workbook(str(path), {**OPTIONS, "tmpdir": folder})
        fill(book)
        book.close()
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def sheet(
    book: Workbook, name: str, heads: Iterable[tuple[str, int]], wrap: bool = False
) -> Worksheet:
    """A sheet with its heads, which stay in sight; of each the width of its column in characters."""
    made = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": wrap, "valign": "top"})
    found = list(heads)
    for at, (_label, width) in enumerate(found):
        made.set_column(at, at, width)
    for at, (label, _width) in enumerate(found):
        made.write_string(0, at, label, bold)
    made.freeze_panes(1, 0)
    return made


def day_format(book: Workbook) -> Format:
    return book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})


def put(made: Worksheet, at: int, values: Iterable[Any], day: Format) -> None:
    """A row: days and numbers as such, everything else as text, nothing for None and ""."""
    for column, value in enumerate(values):
        if isinstance(value, date):
            made.write_datetime(at, column, value, day)
        elif isinstance(value, int | float):
            made.write_number(at, column, value)
        elif value:
            made.write_string(at, column, fit(str(value))[:CELL])


def about(book: Workbook, rows: Iterable[tuple[str, Any]]) -> None:
    """The sheet that says what the others are, and where they come from."""
    made, day = book.add_worksheet(_("说明")), day_format(book)
    made.set_column(0, 0, 14, book.add_format({"bold": True}))
    made.set_column(1, 1, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for at, row in enumerate(rows):
        put(made, at, row, day)
