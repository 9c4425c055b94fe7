"""Keys of a legend, and the cells of the table: five hundred of them are too many for a template."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive import charts
from search.trends.table import Cell, Row

register = template.Library()


@register.simple_tag
def series_key(number: int) -> SafeString:
    """The piece of line that stands for the series of this number."""
    return charts.series_key(number)


@register.simple_tag
def trends_cell(cell: Cell) -> SafeString:
    """A number that leads to its articles, where it has a link."""
    count = f" <small>({escape(cell.count)})</small>" if cell.count else ""
    text = escape(cell.text)
    told = f'<a href="{escape(cell.link)}">{text}</a>' if cell.link else text
    return SafeString(told + count)


@register.simple_tag
def trends_rows(rows: Iterable[Row]) -> SafeString:
    """A line a period; what counts nothing leads nowhere."""
    partial = f" <small>{escape(_('不全'))}</small>"
    return SafeString("".join(_row(row, partial) for row in rows))


def _row(row: Row, partial: str) -> str:
    told = escape(row.period.span.label) + (partial if row.period.is_partial else "")
    cells = "".join(f'<td class="num">{_linked(cell)}</td>' for cell in (row.articles, *row.cells))
    return f'<tr><th scope="row">{told}</th>{cells}</tr>'


def _linked(cell: Cell) -> str:
    if cell.count == "0" or cell.text in ("0", "—"):
        return escape(cell.text)
    return trends_cell(cell)
