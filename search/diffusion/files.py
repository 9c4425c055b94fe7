"""The tables as CSV, XLSX and JSON, each with the query and the date of export in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from archive.text.cells import cell, lines
from search.diffusion import wording
from search.diffusion.answer import Answer
from search.diffusion.panel import TABLES, Table
from search.exports import books

ORIGIN = ("query", "source", "exported")


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


def as_csv(asked: Download) -> Iterator[str]:
    """With a byte order mark, so that Excel reads Chinese; the origin stands in every row."""
    return lines(_rows(asked))


def _rows(asked: Download) -> Iterator[list[Any]]:
    yield [*asked.table.heads, *ORIGIN]
    origin = [cell(value) for value in asked.origin]
    for row in asked.table.rows(asked.answer, asked.absolute):
        yield [*("" if value is None else cell(value) for value in row), *origin]


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
    return books.streamed(lambda book: _fill(book, asked))


def _fill(book: Workbook, asked: Download) -> None:
    named, day = {"panel": _("面板"), "firsts": _("首次见报")}, books.day_format(book)
    for name in dict.fromkeys([asked.table.name, *TABLES]):
        table = TABLES[name]
        heads = [(head, max(10, len(head) + 2)) for head in table.heads]
        sheet = books.sheet(book, named[name], heads)
        for at, row in enumerate(table.rows(asked.answer, asked.absolute), 1):
            books.put(sheet, at, row, day)
    books.about(book, _about(asked))


def _about(asked: Download) -> list[tuple[str, Any]]:
    answer = asked.answer
    rows = [
        (_("检索式"), answer.asked.typed),
        (_("统计口径"), wording.measured(answer)),
        *((_("范围"), line) for line in wording.narrowed(answer)),
        (_("结果"), wording.outcome(answer)),
        (_("注意"), wording.caution()),
        (_("网址"), asked.link),
        (_("导出日期"), asked.day),
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
