"""Rows of the page of diffusion: written here, for there may be three hundred of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.charts import series_key as line_key
from archive.charts.tiles import tile_key as square
from archive.templatetags.archive_tags import cn_date
from search.diffusion.page import Line
from search.diffusion.scope import Area
from search.diffusion.tracing import Course

register = template.Library()


@register.filter
def year_month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


@register.filter
def named(rows: Iterable[Course | Area]) -> str:
    """济南市、青岛市"""
    return "、".join((row.area if isinstance(row, Course) else row).name for row in rows)


@register.simple_tag
def tile_key(level: int | None) -> SafeString:
    return square(level)


@register.simple_tag
def series_key(n: int) -> SafeString:
    return line_key(n)


@register.simple_tag
def first_row(line: Line) -> SafeString:
    """A place of the table; its heads are in the cells too, for narrow screens."""
    course = line.course
    return format_html(
        '<tr role="row" id="place-{}">'
        '<td role="cell" class="num trace-rank">{}</td>'
        '<th role="rowheader" scope="row" class="trace-place" lang="zh-Hans"><a href="{}">{}</a>{}</th>'
        '<td role="cell" class="trace-first">{}</td>'
        '<td role="cell" class="num trace-lag">{}</td>'
        '<td role="cell" class="num trace-hits"><a href="{}">{}</a></td>'
        '<td role="cell" class="num trace-share">{}</td>'
        '<td role="cell" class="trace-held">{}</td></tr>',
        course.area.code,
        course.rank,
        reverse("city-detail", args=[course.area.code]),
        course.area.name,
        format_html('<span class="meta">{}</span>', line.province) if line.province else "",
        _printed(line),
        _narrow(_("距首家"), _lag(course)) if course.rank > 1 else _lag(course),
        line.search,
        _articles(course.hits),
        _narrow(_("每千篇"), f"{course.per_1000 or 0:.1f}"),
        _coverage(line),
    )


def _printed(line: Line) -> SafeString:
    """Day, newspaper, page; the sentence as a link to its place in the article."""
    mention, course = line.mention, line.course
    early = _early(course)
    if mention is None:
        return format_html("{}{}", cn_date(course.day), early)
    page = _("第%(number)s版") % {"number": mention.number} if mention.number else ""
    return format_html(
        '<p class="meta"><time datetime="{}">{}</time> <span lang="zh-Hans">{}</span> <span>{}</span>{}</p>'
        '<p class="trace-sentence" lang="zh-Hans"><a href="{}">{}</a></p>',
        mention.day.isoformat(),
        cn_date(mention.day),
        mention.newspaper,
        page,
        early,
        mention.url,
        mention.sentence,
    )


def _early(course: Course) -> SafeString | str:
    """What may have been printed before, or is known to have been before the days asked for."""
    if not course.is_early:
        return ""
    return format_html(' <span class="trace-early">{}</span>', _seen(course) or _("可能更早"))


def _seen(course: Course) -> str:
    return _("%(month)s 已见") % {"month": year_month(course.earlier)} if course.earlier else ""


def _lag(course: Course) -> str:
    if course.rank == 1:
        return _("首家")
    if not course.months:
        return _("同月")
    told = ngettext("%(count)s 个月", "%(count)s 个月", course.months)
    return told % {"count": course.months}


def _articles(count: int) -> str:
    return ngettext("%(count)s 篇", "%(count)s 篇", count) % {"count": f"{count:,}"}


def _narrow(head: str, text: str) -> SafeString:
    """With the head of its column, which narrow screens do not show."""
    return format_html('<span class="trace-narrow">{} </span>{}', head, text)


def _coverage(line: Line) -> SafeString:
    """From when there are articles on the place, and a paper of its own."""
    course, home = line.course, line.home
    told = _("%(month)s 起 %(count)s 篇") % {
        "month": year_month(course.since),
        "count": f"{course.articles:,}",
    }
    paper: Any = ""
    if home:
        since = _("%(paper)s %(month)s 起") % {"paper": home.name, "month": year_month(home.first)}
        paper = format_html('<span lang="zh-Hans">{}</span>', since)
    head = format_html('<b class="trace-narrow">{} </b>', _("收录"))
    return format_html("<span>{}{}</span> {}", head, told, paper)


@register.simple_tag
def silent_item(line: Line) -> SafeString:
    course = line.course
    told = _("%(count)s 篇，%(month)s 起") % {
        "count": f"{course.articles:,}",
        "month": year_month(course.since),
    }
    seen = format_html(' <span class="trace-early">{}</span>', _seen(course))
    return format_html(
        '<li id="place-{}"><a href="{}" lang="zh-Hans">{}</a> <span class="meta">{}</span>{}</li>',
        course.area.code,
        reverse("city-detail", args=[course.area.code]),
        course.area.name,
        told,
        seen if course.earlier else "",
    )
