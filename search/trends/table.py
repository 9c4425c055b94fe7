"""The table of trends: a row a period, a cell a series, each leading to the articles it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from archive.charts.numbers import told
from search.request import SearchRequest
from search.spans import per_thousand
from search.trends.counting import Line, Period, Trends


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is the measure that was asked for; `count` stands beside it where that is a rate.

    `link` is empty where the page would grow too large of it.
    """

    text: str
    count: str
    link: str


@dataclass(frozen=True, slots=True)
class Row:
    period: Period
    articles: Cell
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: the query, its number in the legend, and its sum over all periods."""

    number: int
    query: str
    total: Cell


NOTHING = "—"  # where there is nothing to measure against
# Characters that links may repeat of the queries, else a page of long ones has megabytes.
MOST_REPEATED = 150_000


def heads(trends: Trends) -> list[Head]:
    """One a series, in the order of the chart."""
    common = trends.request.common
    return [
        Head(number, line.query, _cell(line.total, trends.articles, trends, searched(common, line)))
        for number, line in enumerate(trends.lines, 1)
    ]


def rows(trends: Trends) -> list[Row]:
    """Oldest first, as the chart goes."""
    ends = [_ends(period, trends) for period in trends.periods]
    # Only the end of the address differs from row to row, and there may be five hundred cells.
    common = trends.request.common
    whole, bases = opened(common, None), _bases(trends)
    return [
        Row(
            period,
            Cell(told(period.articles), "", whole + end),
            [
                _cell(line.counts[at], period.articles, trends, base + end if base else "")
                for line, base in zip(trends.lines, bases, strict=True)
            ],
        )
        for at, (period, end) in enumerate(zip(trends.periods, ends, strict=True))
    ]


def _bases(trends: Trends) -> list[str]:
    """What the links of each series begin with; empty of all where that is too much together."""
    bases = [opened(trends.request.common, line) for line in trends.lines]
    is_too_much = sum(map(len, bases)) * len(trends.periods) > MOST_REPEATED
    return [""] * len(bases) if is_too_much else bases


def are_linked(rows: list[Row]) -> bool:
    """Whether the numbers of the series lead to their articles."""
    return all(cell.link for row in rows[:1] for cell in row.cells)


def searched(common: SearchRequest, line: Line | None) -> str:
    """The search of a series over the whole time."""
    query = replace(common, q=line.query if line else "").query_string()
    return f"{reverse('search')}?{query}" if query else reverse("search")


def opened(common: SearchRequest, line: Line | None) -> str:
    """The same without days, ready to have some added."""
    address = searched(replace(common, date_from="", date_to=""), line)
    return address + ("&" if "?" in address else "?")


def _ends(period: Period, trends: Trends) -> str:
    common = trends.request.common
    first, last = period.span.ends(common.first_day, common.last_day)
    return urlencode({"from": first, "to": last})


def _cell(count: int, articles: int, trends: Trends, link: str) -> Cell:
    if trends.request.per == "articles":
        return Cell(told(count) if articles else NOTHING, "", link)
    rate = per_thousand(count, articles)
    return Cell(NOTHING if rate is None else f"{rate:,.1f}", told(count), link)
