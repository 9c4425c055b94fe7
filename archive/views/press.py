"""Newspapers, their issues, and the pages of an issue."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from archive import selectors
from archive.views.canonical import go_or_choose
from archive.views.reading import read_only


@read_only
def newspaper_list(request: HttpRequest) -> HttpResponse:
    papers = selectors.newspaper_rows()
    context = {
        "newspapers": [paper for paper in papers if paper.count],
        "silent": [paper for paper in papers if not paper.count],
    }
    return render(request, "archive/newspaper_list.html", context)


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
    articles = selectors.newspaper_articles(newspaper=newspaper)
    context = {
        "newspaper": newspaper,
        "years": years,
        "sheet": sheet,
        "year_notice": f"没有 {asked[:10]} 年的报纸。" if asked and asked != str(chosen) else "",
        "timeline": selectors.timeline(articles=articles),
        "industries": selectors.industries_of(articles=articles, limit=12),
    }
    return render(request, "archive/newspaper.html", context)


@read_only
def issue_detail(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    printed = day_or_404(day)
    newspaper = selectors.newspaper_get(slug=slug)
    if newspaper is None or day != printed.isoformat():
        return to_canonical(slug, printed)
    issue = selectors.issue_get(newspaper=newspaper, day=printed)
    if issue is None:
        raise Http404(f"档案中没有{newspaper}{chinese(printed)}的报纸。")
    before, after = selectors.issue_neighbours(issue=issue)
    articles = selectors.issue_articles(issue=issue)
    context = {
        "newspaper": newspaper,
        "issue": issue,
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
        raise Http404(f"档案中没有{newspaper}{chinese(printed)}第{number}版。")
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
        raise Http404(f"档案中没有报纸“{slug}”。")
    name = "page-detail" if number else "issue-detail"
    return HttpResponseRedirect(reverse(name, args=[found[0].slug, day.isoformat(), *number]))


def day_or_404(day: str) -> date:
    """A day written 2024-09-24, or 20240924, which is sent on."""
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise Http404(f"“{day}”不是一个日期，日期写作 2024-09-24。") from error


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
