"""The table of trends to take along: CSV, XLSX with a chart, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from archive.text.cells import cell, lines
from search.exports import books
from search.exports.export import line
from search.exports.origin import told
from search.spans import per_thousand
from search.trends.asked import BY, PER
from search.trends.counting import Trends
from search.trends.document import Source, document

LEAD = 5  # columns before those of the series


def columns(trends: Trends) -> list[str]:
    """The heads of the table; a rate stands after its count."""
    found = [_("时期"), _("起"), _("止"), _("完整"), _("档案篇数")]
    for one in trends.lines:
        found.append(line(one.query))
        if trends.request.per == "thousand":
            found.append(_("%(series)s（每千篇）") % {"series": line(one.query)})
    return found


def table(trends: Trends) -> list[list[Any]]:
    """A row a period; None where there is nothing to measure against."""
    found = []
    for at, period in enumerate(trends.periods):
        first, last = period.span.first, period.span.last
        whole = _("否") if period.is_partial else _("是")
        row: list[Any] = [period.span.value, first, last, whole, period.articles]
        for one in trends.lines:
            row.append(one.counts[at])
            if trends.request.per == "thousand":
                row.append(per_thousand(one.counts[at], period.articles))
        found.append(row)
    return found


def question(trends: Trends) -> str:
    """The question in words: 储能、光伏；按月；篇数；全部文章."""
    request = trends.request
    parts = [
        _("、").join(line(one) for one in request.series),
        _("按%(by)s") % {"by": BY[request.by]},
    ]
    return _("；").join([*parts, str(PER[request.per]), told(request.common)])


def as_csv(trends: Trends, source: Source) -> Iterator[str]:
    """As the exports of a search: the question, its address and the day stand in every row."""
    return lines(_rows(trends, source))


def _rows(trends: Trends, source: Source) -> Iterator[list[Any]]:
    origin = [question(trends), source.link, source.day.isoformat()]
    heads = [*columns(trends), _("检索式"), _("检索网址"), _("导出日期")]
    yield [cell(one) for one in heads]
    for row in table(trends):
        values = ["" if one is None else one for one in row]
        yield [cell(one) if isinstance(one, str) else one for one in [*values, *origin]]


def as_json(trends: Trends, source: Source) -> bytes:
    return json.dumps(document(trends, source), ensure_ascii=False, indent=1).encode()


def as_xlsx(trends: Trends, source: Source) -> Iterator[bytes]:
    """The table with a chart beside it, and a sheet that says what it is."""
    return books.streamed(lambda book: _fill(book, trends, source))


def _fill(book: Workbook, trends: Trends, source: Source) -> None:
    heads = [(head, 14) for head in columns(trends)]
    sheet, day = books.sheet(book, _("趋势"), heads, wrap=True), books.day_format(book)
    for number, row in enumerate(table(trends), 1):
        books.put(sheet, number, row, day)
    _chart(book, sheet, trends)
    books.about(book, _about(trends, source))


def _chart(book: Workbook, sheet: Worksheet, trends: Trends) -> None:
    """The very measure that the page draws."""
    if not (trends.lines and trends.periods):
        return
    step, name, last = (
        (2 if trends.request.per == "thousand" else 1),
        sheet.get_name(),
        len(trends.periods),
    )
    chart = book.add_chart({"type": "line"})
    for at in range(len(trends.lines)):
        column = LEAD + step * (at + 1) - 1
        chart.add_series(
            {
                "name": [name, 0, LEAD + step * at],
                "categories": [name, 1, 0, last, 0],
                "values": [name, 1, column, last, column],
            }
        )
    chart.set_size({"width": 900, "height": 420})
    sheet.insert_chart(1, len(columns(trends)) + 1, chart)


def _about(trends: Trends, source: Source) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [
        (_("检索式"), question(trends)),
        (_("检索网址"), source.link),
        (_("导出日期"), source.day),
        (_("来源"), source.home),
    ]
    found += [(_("说明"), one) for one in (*trends.left_out, *trends.notices)]
    for paper in trends.coverage.papers if trends.coverage else []:
        found.append(
            (_("收录起止"), f"{paper.name} {paper.first:%Y-%m-%d} — {paper.last:%Y-%m-%d}")
        )
    return found


@dataclass(frozen=True, slots=True)
class File:
    content_type: str
    write: Callable[[Trends, Source], bytes | Iterator[str] | Iterator[bytes]]
    attached: bool = True


FILES = {
    "csv": File("text/csv; charset=utf-8", as_csv),
    "xlsx": File("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "json": File("application/json", as_json, attached=False),
}
