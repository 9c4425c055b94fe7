"""Figures as tables to take along: CSV and XLSX, streamed, with what was asked and when."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from xlsxwriter import Workbook

from archive.models import Figure
from archive.models.articles import headline
from search.exports.export import fit, line
from search.exports.spreadsheet import cell
from search.figures.listing import address

CHUNK, BATCH = 1 << 16, 2000
CELL, ROWS = 32_767, 1_048_575  # characters of a cell, rows of a sheet below its head
BEGUN = 40  # characters of a body that stand for a missing title
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FIELDS = (
    "indicator", "key", "place__code", "place__name", "place__level", "place__parent__name",
    "period", "year", "period_start", "period_end", "value", "unit", "base_value", "base_unit",
    "kind", "article__page__issue__newspaper__name", "printed", "article__page__number",
    "article__page__number_known", "article__title", "sentence", "article", "pk",
)  # fmt: skip
# Heads with the width of their column in characters.
HEADS: tuple[tuple[str | Promise, int], ...] = (
    (gettext_lazy("指标"), 24), (gettext_lazy("归并指标"), 20), (gettext_lazy("地区代码"), 10),
    (gettext_lazy("地区"), 14), (gettext_lazy("所属地区"), 12), (gettext_lazy("时期"), 16),
    (gettext_lazy("年份"), 6), (gettext_lazy("时期起"), 12), (gettext_lazy("时期止"), 12),
    (gettext_lazy("数值"), 12), (gettext_lazy("单位"), 10), (gettext_lazy("折算数值"), 16),
    (gettext_lazy("折算单位"), 10), (gettext_lazy("性质"), 6), (gettext_lazy("报纸"), 14),
    (gettext_lazy("日期"), 12), (gettext_lazy("版次"), 6), (gettext_lazy("标题"), 40),
    (gettext_lazy("原句"), 60), (gettext_lazy("网址"), 36),
)  # fmt: skip
ORIGIN: tuple[str | Promise, ...] = (
    gettext_lazy("检索式"),
    gettext_lazy("检索网址"),
    gettext_lazy("导出日期"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """What was asked in words, where it is shown, when; `absolute` makes a full address of a path."""

    label: str
    link: str
    day: date
    absolute: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class File:
    content_type: str
    write: Callable[[QuerySet[Figure], Source], Iterator[str] | Iterator[bytes]]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def table(rows: QuerySet[Figure], source: Source) -> Iterator[list[Any]]:
    """A row a figure as HEADS has it; numbers and days as such."""
    kinds = {kind.value: str(kind.label) for kind in Figure.Kind}
    for row in rows.values_list(*FIELDS).iterator(chunk_size=BATCH):
        (indicator, key, code, place, _level, parent, period, year, start, end, value, unit,
         base_value, base_unit, kind, paper, printed, number, known, title, sentence, article,
         figure) = row  # fmt: skip
        yield [
            line(indicator), key, code or "", place or "", parent or "", line(period),
            year or "", start or "", end or "", value, unit, base_value, base_unit,
            kinds.get(kind, kind), paper, printed or "", number if known else "",
            line(title) or headline("", line(sentence)), line(sentence),
            source.absolute(address(article, figure)),
        ]  # fmt: skip


def write_csv(rows: QuerySet[Figure], source: Source) -> Iterator[str]:
    """The last columns of each row tell where it comes from, so that rows may be taken apart."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([str(label) for label, _width in HEADS] + [*map(str, ORIGIN)])
    origin = [cell(value) for value in (line(source.label), source.link, source.day)]
    for row in table(rows, source):
        yield writer.writerow([_plain(value) for value in row] + origin)


def _plain(value: Any) -> str:
    """A negative number is a number, no formula."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value) if isinstance(value, int) else cell(value)


def write_xlsx(rows: QuerySet[Figure], source: Source) -> Iterator[bytes]:
    """Row by row into a temporary file, so that memory stays flat, and sent from there."""
    with TemporaryDirectory(prefix="archive-") as folder:
        path = Path(folder) / "figures.xlsx"
        book = Workbook(str(path), {**OPTIONS, "tmpdir": folder})
        _fill(book, rows, source)
        book.close()
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def _fill(book: Workbook, rows: QuerySet[Figure], source: Source) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(pgettext("指标数据", "数据"))
    for at, (_label, width) in enumerate(HEADS):
        sheet.set_column(at, at, width)
    for at, (label, _width) in enumerate(HEADS):
        sheet.write_string(0, at, str(label), bold)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(table(rows[:ROWS], source), 1):
        for at, value in enumerate(row):
            _put(sheet, count, at, value, day)
    sheet.autofilter(0, 0, max(count, 1), len(HEADS) - 1)
    about = book.add_worksheet(_("说明"))
    about.set_column(0, 0, 14, bold)
    about.set_column(1, 1, 100)
    for at, (head, value) in enumerate(_about(source, count)):
        _put(about, at, 0, head, day)
        _put(about, at, 1, value, day)


def _put(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, fit(str(value))[:CELL])


def _about(source: Source, count: int) -> list[tuple[str, Any]]:
    return [
        (_("检索式"), line(source.label)),
        (_("检索网址"), source.link),
        (_("导出日期"), source.day),
        (_("条数"), count),
        (_("来源"), source.absolute("/")),
        (_("提示"), _("指标、地区、时期与性质由机器抽取，可能有误；引用前请核对原句与报纸原版。")),
    ]


FILES = {
    "csv": File("text/csv; charset=utf-8", write_csv),
    "xlsx": File("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}
