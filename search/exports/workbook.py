"""XLSX: articles with real dates and numbers, their figures, and a sheet that says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from archive.models import Figure
from search.exports import books
from search.exports.columns import columns
from search.exports.export import Result, line
from search.exports.wholes import wholes
from search.results import Hit


def write(result: Result) -> Iterator[bytes]:
    return books.streamed(lambda book: _fill(book, result))


def _fill(book: Workbook, result: Result) -> None:
    book.set_properties({"title": line(result.label)[:255], "comments": result.link})
    day = books.day_format(book)
    heads = [(str(one.label), one.width) for one in columns(result, False)]
    articles = books.sheet(book, _("文章"), heads)
    figures = None
    if "figures" in result.fields:
        figures = books.sheet(book, pgettext("指标数据", "数据"), _figure_heads())
    count = _rows(articles, figures, result, day)
    articles.autofilter(0, 0, max(count, 1), len(heads) - 1)
    books.about(book, _about(result, count))


def _rows(articles: Worksheet, figures: Worksheet | None, result: Result, day: Format) -> int:
    """How many articles were written."""
    chosen, count, told = columns(result, False), 0, 0
    for hit, rows in _pairs(result, figures is not None):
        count += 1
        books.put(articles, count, [column.read(hit, result) for column in chosen], day)
        for row in rows:
            told += 1
            assert figures is not None
            books.put(figures, told, _figure(hit, row), day)
    return count


def _pairs(result: Result, figures: bool) -> Iterator[tuple[Hit, list[dict[str, Any]]]]:
    if figures:
        yield from ((hit, whole.figures) for hit, whole in wholes(result.hits))
    else:
        yield from ((hit, []) for hit in result.hits)


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
