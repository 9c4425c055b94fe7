"""Newspapers, their issues, and the pages of an issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import selectors
from archive.models import Newspaper, Place
from archive.templatetags.archive_tags import cn_date
from archive.views.canonical import go_or_choose
from archive.views.reading import read_only

LEVELS = Newspaper.Level.values
RECENT = 8  # issues listed with their pages
MOST = 10


@read_only
def newspaper_list(request: HttpRequest) -> HttpResponse:
    papers = selectors.newspaper_rows(survey=selectors.Survey())
    context = {
        "groups": by_province([paper for paper in papers if paper.count]),
        "silent": [paper for paper in papers if not paper.count],
    }
    return render(request, "archive/newspaper_list.html", context)


def by_province(papers: Sequence[selectors.Paper]) -> list[tuple[Place | None, list]]:
    """National papers first, then by province, those of most articles first; None is no province.

    Within a province the province's own papers stand before those of its cities and counties.
    """
    groups: defaultdict[Place | None, list[selectors.Paper]] = defaultdict(list)
    for paper in papers:
        place, level = paper.thing.place, paper.thing.level
        national = level == Newspaper.Level.NATIONAL or place is None
        groups[None if national else province(place)].append(paper)
    for rows in groups.values():
        rows.sort(key=lambda paper: (LEVELS.index(paper.thing.level), -paper.count))
    return sorted(
        groups.items(), key=lambda row: (row[0] is not None, -sum(one.count for one in row[1]))
    )


def province(place: Place) -> Place:
    """What stands on top of the place."""
    return province(place.parent) if place.parent else place


@read_only
def newspaper_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One year of the paper at a time, `?year=2024`; the newest where none is asked for."""
    newspaper = selectors.newspaper_get(slug=slug)
    if newspaper is None:
        found = selectors.newspaper_find(name=slug)
        return go_or_choose(request, name=slug, found=found, what="报纸")
    dates = selectors.calendar_dates(newspaper=newspaper)
    years = selectors.calendar_years(dates=dates)
    asked = request.GET.get("year", "")
    chosen = next((year for year in years if str(year) == asked), years[0] if years else None)
    sheet = None
    if chosen is not None:
        sheet = selectors.calendar_year(newspaper=newspaper, dates=dates, year=chosen)
    survey = selectors.Survey(selectors.scope_of(newspaper))
    counts = survey.counts("industry", "city", "month")
    context = {
        "newspaper": newspaper,
        "issues": len(dates),
        "recent": selectors.recent_issues(newspaper=newspaper, limit=RECENT),
        "years": years,
        "sheet": sheet,
        "year_notice": year_notice(asked, chosen),
        "timeline": survey.timeline(counts["month"]),
        "industries": selectors.industries_by(counts=counts["industry"], limit=MOST),
        "cities": selectors.city_tallies(counts=counts["city"], limit=MOST),
    }
    return render(request, "archive/newspaper.html", context)


def year_notice(asked: str, shown: int | None) -> str:
    """What was wrong with the year asked for."""
    if not asked or asked == str(shown):
        return ""
    return _("没有 %(year)s 年的报纸。") % {"year": asked[:10]}


@read_only
def issue_detail(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    printed = day_or_404(day)
    newspaper = selectors.newspaper_get(slug=slug)
    if newspaper is None or day != printed.isoformat():
        return to_canonical(slug, printed)
    issue = selectors.issue_get(newspaper=newspaper, day=printed)
    if issue is None:
        raise Http404(
            _("档案中没有%(paper)s%(day)s的报纸。") % {"paper": newspaper, "day": cn_date(printed)}
        )
    before, after = selectors.issue_neighbours(issue=issue)
    articles = selectors.issue_articles(issue=issue)
    context = {
        "newspaper": newspaper,
        "issue": issue,
        "count": len(articles),
        "pages": [(page, list(rows)) for page, rows in groupby(articles, key=lambda a: a.page)],
        "before": before,
        "after": after,
    }
    return render(request, "archive/issue.html", context)


@read_only
def page_detail(request: HttpRequest, slug: str, day: str, number: int) -> HttpResponse:
    printed = day_or_404(day)
    newspaper = selectors.newspaper_get(slug=slug)
    if newspaper is None or day != printed.isoformat():
        return to_canonical(slug, printed, number)
    issue = selectors.issue_get(newspaper=newspaper, day=printed)
    page, pages = selectors.page_get(issue=issue, number=number) if issue else (None, [])
    if page is None:
        raise Http404(
            _("档案中没有%(paper)s%(day)s第%(page)s版。")
            % {"paper": newspaper, "day": cn_date(printed), "page": number}
        )
    at = pages.index(page)
    context = {
        "newspaper": newspaper,
        "issue": issue,
        "page": page,
        "articles": selectors.issue_articles(issue=issue).filter(page=page),
        "before": pages[at - 1] if at else None,
        "after": pages[at + 1] if at + 1 < len(pages) else None,
    }
    return render(request, "archive/page.html", context)


def to_canonical(slug: str, day: date, *number: int) -> HttpResponse:
    """Send 大众日报/20240924 on to dazhong-ribao/2024-09-24."""
    paper = selectors.newspaper_get(slug=slug)
    found = [paper] if paper else selectors.newspaper_find(name=slug)
    if len(found) != 1:
        raise Http404(_("档案中没有报纸“%(name)s”。") % {"name": slug})
    name = "page-detail" if number else "issue-detail"
    return HttpResponseRedirect(reverse(name, args=[found[0].slug, day.isoformat(), *number]))


def day_or_404(day: str) -> date:
    """A day written 2024-09-24, or 20240924, which is sent on."""
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise Http404(_("“%(day)s”不是一个日期，日期写作 2024-09-24。") % {"day": day}) from error
