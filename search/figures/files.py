"""Figures as tables to take along: CSV and XLSX, streamed, with what was asked and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from xlsxwriter import Workbook

from archive.models import Figure
from archive.models.articles import headline
from archive.text.cells import cell, lines
from search.exports import books
from search.exports.export import line
from search.figures.listing import address

BATCH = 2000
ROWS = 1_048_575  # of a sheet below its head
BEGUN = 40  # characters of a body that stand for a missing title
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
    origin = [cell(value) for value in (line(source.label), source.link, source.day)]
    heads = [str(label) for label, _width in HEADS] + [*map(str, ORIGIN)]
    told = ([_plain(value) for value in row] + origin for row in table(rows, source))
    return lines(chain([heads], told))


def _plain(value: Any) -> str:
    """A negative number is a number, no formula."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value) if isinstance(value, int) else cell(value)


def write_xlsx(rows: QuerySet[Figure], source: Source) -> Iterator[bytes]:
    return books.streamed(lambda book: _fill(book, rows, source))


def _fill(book: Workbook, rows: QuerySet[Figure], source: Source) -> None:
    heads, day = [(str(label), width) for label, width in HEADS], books.day_format(book)
    sheet, count = books.sheet(book, pgettext("指标数据", "数据"), heads), 0
    for count, row in enumerate(table(rows[:ROWS], source), 1):
        books.put(sheet, count, row, day)
    sheet.autofilter(0, 0, max(count, 1), len(HEADS) - 1)
    books.about(book, _about(source, count))


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
