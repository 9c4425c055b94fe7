"""XLSX: articles with real dates and numbers, their figures, and a sheet that says what it is.

It is written row by row into a temporary file, so that memory stays flat, and sent from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from archive.models import Figure
from search.exports.columns import columns
from search.exports.export import Result, fit, line
from search.exports.wholes import wholes
from search.results import Hit

CHUNK = 1 << 16  # bytes
CELL = 32_767  # characters that a cell holds
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(result: Result) -> Iterator[bytes]:
    with TemporaryDirectory(prefix="archive-") as folder:
        path = Path(folder) / "result.xlsx"
        book = Workbook(str(path), {**OPTIONS, "tmpdir": folder})
        _fill(book, result)
        book.close()
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def _fill(book: Workbook, result: Result) -> None:
    book.set_properties({"title": line(result.label)[:255], "comments": result.link})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    articles = _sheet(book, _("文章"), [(str(c.label), c.width) for c in columns(result, False)])
    figures = None
    if "figures" in result.fields:
        figures = _sheet(book, pgettext("指标数据", "数据"), _figure_heads())
    count = _rows(articles, figures, result, day)
    articles.autofilter(0, 0, max(count, 1), len(columns(result, False)) - 1)
    about = book.add_worksheet(_("说明"))
    about.set_column(0, 0, 14, book.add_format({"bold": True}))
    about.set_column(1, 1, 100)
    for at, row in enumerate(_about(result, count)):
        _put(about, at, row, day)


def _sheet(book: Workbook, name: str, heads: list[tuple[str, int]]) -> Worksheet:
    """A sheet with its heads, which stay in sight."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    for at, (_label, width) in enumerate(heads):
        sheet.set_column(at, at, width)
    for at, (label, _width) in enumerate(heads):
        sheet.write_string(0, at, label, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _rows(articles: Worksheet, figures: Worksheet | None, result: Result, day: Format) -> int:
    """How many articles were written."""
    chosen, count, told = columns(result, False), 0, 0
    for hit, rows in _pairs(result, figures is not None):
        count += 1
        _put(articles, count, [column.read(hit, result) for column in chosen], day)
        for row in rows:
            told += 1
            assert figures is not None
            _put(figures, told, _figure(hit, row), day)
    return count


def _pairs(result: Result, figures: bool) -> Iterator[tuple[Hit, list[dict[str, Any]]]]:
    if figures:
        yield from ((hit, whole.figures) for hit, whole in wholes(result.hits))
    else:
        yield from ((hit, []) for hit in result.hits)


def _put(sheet: Worksheet, at: int, values: Iterable[Any], day: Format) -> None:
    for column, value in enumerate(values):
        if isinstance(value, date):
            sheet.write_datetime(at, column, value, day)
        elif isinstance(value, int | float):
            sheet.write_number(at, column, value)
        elif value:
            sheet.write_string(at, column, fit(str(value))[:CELL])


def _figure_heads() -> list[tuple[str, int]]:
    return [
        (_("编号"), 8), (_("报纸"), 14), (_("日期"), 12), (_("指标"), 24), (_("数值"), 12),
        (_("单位"), 10), (_("时期"), 14), (_("性质"), 8), (_("原文"), 60),
    ]  # fmt: skip


def _figure(hit: Hit, row: dict[str, Any]) -> list[Any]:
    issue = hit.article.page.issue
    return [
        hit.article.pk,
        issue.newspaper.name,
        issue.date,
        line(row["indicator"]),
        row["value"],
        row["unit"],
        row["period"],
        str(Figure.Kind(row["kind"]).label),
        line(row["text"]),
    ]


def _about(result: Result, count: int) -> list[tuple[str, Any]]:
    return [
        (_("检索式"), line(result.label)),
        (_("检索网址"), result.link),
        (_("导出日期"), result.day),
        (_("篇数"), count),
        (_("来源"), result.absolute("/")),
        (_("提示"), _("地区、官员、行业与数据由机器标注，可能有误；引用前请与报纸原版核对。")),
    ]
