"""What is told by time: charts and tables of months, posts, cities, and a newspaper's calendar.

Written here for the most part: hundreds of cells take ten times as long in a template.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.charts import column_chart, two_widths
from archive.charts.spans import Span, span_chart
from archive.selectors.calendar import Day, Held, MonthSheet, State
from archive.selectors.heat import Cell, HeatRow
from archive.selectors.months import Month, Timeline, Year
from archive.templatetags.archive_tags import column, pieces, search_url

register = template.Library()

A_CHART = 3  # months at least; of fewer the numbers say all
WIDE = 1180  # user units; as much as the page has for a section
LONG = 150  # months; more are drawn by year


@register.simple_tag
def month_cells(year: Year, largest: int, facet: str = "", value: object = "") -> SafeString:
    """The cells of a year's twelve months. Here, for a template takes ten times as long."""
    return format_html_join(
        "", "<td>{}</td>", ((_cell(m, largest, facet, value),) for m in year.months)
    )


def _cell(month: Month, largest: int, facet: str, value: object) -> SafeString:
    if not month.count:
        return SafeString('<span class="none">·</span>')
    said = {"year": month.value[:4], "month": month.number, "count": pieces(month.count)}
    return format_html(
        '<a href="{}" aria-label="{}">{}<span>{}</span></a>',
        search_url(facet, value, "from", month.value, "to", month.value),
        _("%(year)s年%(month)s月，%(count)s") % said,
        column(month.count, largest),
        month.count,
    )


@register.simple_tag
def months_chart(timeline: Timeline, title: str, facet: str = "", value: object = "") -> SafeString:
    """Articles month by month, each column a link to that month's; nothing of a few months."""
    months = timeline.running
    if len(months) < A_CHART:
        return SafeString("")
    if len(months) > LONG:
        known = {year.number: year.count for year in timeline.years}
        rows = [(str(n), known.get(n, 0)) for n in range(min(known), max(known) + 1)]
    else:
        rows = [(month.value, month.count) for month in months]
    labels, counts = zip(*rows, strict=True)
    links = [search_url(facet, value, "from", one, "to", one) for one in labels]
    return two_widths(
        lambda width: column_chart(labels, counts, title=title, links=links, width=width), WIDE
    )


@register.simple_tag
def heat_cells(row: HeatRow, facet: str, value: object) -> SafeString:
    """The numbers of a row, each a link to the articles of `facet` `value` on its city, and their sum."""
    city = row.tally.thing.code  # type: ignore[attr-defined]
    cells = ((cell.level, _heat(cell, facet, value, city)) for cell in row.cells)
    whole = search_url(facet, value, "city", city)
    return format_html(
        '{}<td class="num"><a href="{}">{}</a></td>',
        format_html_join("", '<td class="num heat-{}">{}</td>', cells),
        whole,
        row.tally.count,
    )


def _heat(cell: Cell, facet: str, value: object, city: str) -> SafeString:
    if not cell.count:
        return SafeString('<span class="none">0</span>')
    days = ("from", cell.period.first, "to", cell.period.last)
    address = search_url(facet, value, "city", city, *days)
    return format_html('<a href="{}">{}</a>', address, cell.count)


@register.simple_tag
def month_weeks(month: MonthSheet, slug: str, pages: str = "") -> SafeString:
    """The weeks of a newspaper's calendar; each issue leads to its page, or to the admin's `pages`."""
    weeks = (_week(week, slug, pages) for week in month.weeks)
    return format_html_join("", "<tr>{}</tr>", ((week,) for week in weeks))


def _week(week: list[Day | None], slug: str, pages: str) -> SafeString:
    return format_html_join("", "{}", ((_day(day, slug, pages),) for day in week))


def _day(day: Day | None, slug: str, pages: str) -> SafeString:
    if day is None:
        return SafeString("<td></td>")
    number, state = day.date.day, str(day.state)
    if day.held is None:
        lack = format_html("<span>{}</span>", _("缺")) if day.state == State.MISSING else ""
        return format_html('<td class="is-{}"><b>{}</b>{}</td>', state, number, lack)
    return format_html(
        '<td class="is-{}"><a href="{}" aria-label="{}" title="{}"><b>{}</b>{}</a></td>',
        f"{state} is-short" if day.held.lacking else state,
        _address(day.date, slug, pages),
        day.told,
        day.told,
        number,
        format_html_join("", "<span>{}</span>", ((said,) for said in _said(day.held))),
    )


def _address(day: date, slug: str, pages: str) -> str:
    if not pages:
        return reverse("issue-detail", args=[slug, day.isoformat()])
    keys = [(f"issue__date__{part}", getattr(day, part)) for part in ("year", "month", "day")]
    return f"{pages}&{urlencode(keys)}"


def _said(held: Held) -> Iterator[str]:
    """What a day has room for."""
    if held.pending:
        yield _("待%(count)s") % {"count": held.pending}
    elif not held.lacking:
        yield _("%(count)s篇") % {"count": held.articles}
    if held.lacking:
        yield _("缺版")


@register.simple_tag
def posts_chart(spans: list[Span], title: str) -> SafeString:
    """Posts over time, for wide and for narrow screens."""
    return two_widths(lambda width: span_chart(spans, title=title, width=width), WIDE)
