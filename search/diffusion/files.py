"""The tables as CSV, XLSX and JSON, each with the query and the date of export in it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from search.diffusion import wording
from search.diffusion.answer import Answer
from search.diffusion.panel import TABLES, Table, Value
from search.exports.spreadsheet import cell

ORIGIN = ("query", "source", "exported")
LONGEST = 32_767  # characters that a cell of XLSX holds
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Download:
    """`link` is the full address of the page, `absolute` makes full addresses of paths."""

    answer: Answer
    table: Table
    link: str
    day: date
    absolute: Callable[[str], str]

    @property
    def origin(self) -> tuple[str, str, date]:
        return self.answer.asked.typed, self.link, self.day


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def as_csv(asked: Download) -> Iterator[str]:
    """With a byte order mark, so that Excel reads Chinese; the origin stands in every row."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([*asked.table.heads, *ORIGIN])
    origin = [cell(value) for value in asked.origin]
    for row in asked.table.rows(asked.answer, asked.absolute):
        yield writer.writerow([*("" if value is None else cell(value) for value in row), *origin])


def as_json(asked: Download) -> Iterator[str]:
    """One object: the origin, then the rows as objects."""
    origin = {
        **dict(zip(ORIGIN, asked.origin, strict=True)),
        "measured": wording.measured(asked.answer),
    }
    yield "{" + _json(origin)[1:-1] + f', "{asked.table.name}": ['
    for number, row in enumerate(asked.table.rows(asked.answer, asked.absolute)):
        yield (",\n" if number else "\n") + _json(dict(zip(asked.table.heads, row, strict=True)))
    yield "\n]}\n"


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def as_xlsx(asked: Download) -> Iterator[bytes]:
    """The table asked for, the other one, and a sheet that says what they are."""
    file = BytesIO()
    book = Workbook(file, {**OPTIONS, "in_memory": True})
    named = {"panel": _("面板"), "firsts": _("首次见报")}
    for name in dict.fromkeys([asked.table.name, *TABLES]):
        sheet = book.add_worksheet(named[name])
        _fill(book, sheet, TABLES[name], asked)
    about = book.add_worksheet(_("说明"))
    about.set_column(0, 0, 14, book.add_format({"bold": True}))
    about.set_column(1, 1, 100, book.add_format({"text_wrap": True}))
    for at, (name, text) in enumerate(_about(asked)):
        about.write_string(at, 0, name)
        about.write_string(at, 1, text)
    book.close()
    yield file.getvalue()


def _fill(book: Workbook, sheet: Worksheet, table: Table, asked: Download) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, max(10, len(head) + 2))
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(table.rows(asked.answer, asked.absolute), 1):
        for column, value in enumerate(row):
            _put(sheet, at, column, value, day)


def _put(sheet: Worksheet, at: int, column: int, value: Value, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(at, column, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(at, column, value)
    elif value:
        sheet.write_string(at, column, value[:LONGEST])


def _about(asked: Download) -> list[tuple[str, str]]:
    answer = asked.answer
    rows = [
        (_("检索式"), answer.asked.typed),
        (_("统计口径"), wording.measured(answer)),
        *((_("范围"), line) for line in wording.narrowed(answer)),
        (_("结果"), wording.outcome(answer)),
        (_("注意"), wording.caution()),
        (_("网址"), asked.link),
        (_("导出日期"), asked.day.isoformat()),
    ]
    for paper in answer.papers:
        told = _("%(first)s至%(last)s，%(issues)s 期，其间 %(gaps)s 个月没有") % {
            "first": paper.first.isoformat(),
            "last": paper.last.isoformat(),
            "issues": paper.issues,
            "gaps": paper.gaps,
        }
        rows.append((paper.name, told))
    return rows


WRITERS: dict[str, tuple[str, Callable[[Download], Iterator[Any]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "json": ("application/json", as_json),
}
