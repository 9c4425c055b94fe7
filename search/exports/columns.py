"""The columns of the tables (CSV, XLSX): one row an article, every row as long as the heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.models import Figure
from search import mentions
from search.exports.export import Result, fit, line, page_number
from search.exports.wholes import Whole, wholes
from search.results import Hit

Value = str | int | date


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters, for XLSX; `read` gives the cell of a hit."""

    label: str | Promise
    width: int
    read: Callable[[Hit, Result], Value]


def _listed(names: Any) -> str:
    return ";".join(line(name) for name in names)


def _page(hit: Hit, result: Result) -> Value:
    number = page_number(hit.article)
    return int(number) if number else ""


COLUMNS = (
    Column(gettext_lazy("编号"), 8, lambda hit, _: hit.article.pk),
    Column(pgettext_lazy("一种", "报纸"), 14, lambda hit, _: hit.article.page.issue.newspaper.name),
    Column(gettext_lazy("日期"), 12, lambda hit, _: hit.article.page.issue.date),
    Column(gettext_lazy("版次"), 6, _page),
    Column(gettext_lazy("栏目"), 14, lambda hit, _: line(hit.article.column)),
    Column(gettext_lazy("引题"), 24, lambda hit, _: line(hit.article.kicker)),
    Column(pgettext_lazy("标题", "主题"), 40, lambda hit, _: line(hit.article.headline)),
    Column(gettext_lazy("副题"), 24, lambda hit, _: line(hit.article.subtitle)),
    Column(gettext_lazy("记者"), 14, lambda hit, _: _listed(hit.article.reporters)),
    Column(
        gettext_lazy("城市"),
        16,
        lambda hit, _: _listed(place.name for place, _role in mentions.cities(hit.article)),
    ),
    Column(
        gettext_lazy("区县"),
        16,
        lambda hit, _: _listed(place.name for place, _role in mentions.counties(hit.article)),
    ),
    Column(
        gettext_lazy("官员"),
        20,
        lambda hit, _: _listed(row.official.name for row in hit.article.official_mentions.all()),
    ),
    Column(
        gettext_lazy("行业"),
        20,
        lambda hit, _: _listed(row.industry.name for row in hit.article.industry_mentions.all()),
    ),
    Column(
        gettext_lazy("网址"),
        36,
        lambda hit, result: result.absolute(hit.article.get_absolute_url()),
    ),
)
BODY = Column(gettext_lazy("正文"), 60, lambda hit, _: fit(hit.article.body))
FIGURES = Column(pgettext_lazy("指标数据", "数据"), 40, lambda hit, _: "")
NOTE = Column(
    gettext_lazy("笔记"), 40, lambda hit, result: fit(result.notes.get(hit.article.pk, ""))
)
ORIGIN = (
    Column(gettext_lazy("检索式"), 24, lambda _, result: line(result.label)),
    Column(gettext_lazy("检索网址"), 36, lambda _, result: result.link),
    Column(gettext_lazy("导出日期"), 12, lambda _, result: result.day),
)


def columns(result: Result, inline: bool = True) -> list[Column]:
    """What the result's table has; `inline` where figures stand in a cell, not in a table beside."""
    wanted = [NOTE] if result.notes else []
    if "body" in result.fields:
        wanted.append(BODY)
    if inline and "figures" in result.fields:
        wanted.append(FIGURES)
    return [*COLUMNS, *wanted, *ORIGIN]


def rows(result: Result) -> Iterator[list[Value]]:
    """A row for each hit; its figures are read only where they are asked for."""
    chosen = columns(result)
    if "figures" not in result.fields:
        for hit in result.hits:
            yield [column.read(hit, result) for column in chosen]
        return
    for hit, whole in wholes(result.hits):
        yield [
            _figures(whole) if column is FIGURES else column.read(hit, result) for column in chosen
        ]


def _figures(whole: Whole) -> str:
    return "；".join(figure_told(row) for row in whole.figures)


def figure_told(row: dict[str, Any]) -> str:
    """`投资额 116亿元（2024年，目标）`."""
    told = [fit(row["period"]), str(Figure.Kind(row["kind"]).label)]
    value = f"{row['value']:.15g}{row['unit']}"
    name = f"{line(row['indicator'])} " if row["indicator"] else ""
    return _("%(name)s%(value)s（%(notes)s）") % {
        "name": name,
        "value": value,
        "notes": "，".join(part for part in told if part),
    }
