"""Industries: how much is said of each, by whom, where, and with which figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import selectors
from archive.views.canonical import go_or_choose
from archive.views.paging import paged
from archive.views.places import figures_of
from archive.views.reading import read_only

CITIES = 12
OFFICIALS = 12
FIGURES = 12


@read_only
def industry_list(request: HttpRequest) -> HttpResponse:
    counts = selectors.Survey().counts("industry")["industry"]
    rows = selectors.industry_tallies(counts=counts)
    context = {
        "industries": sorted(rows, key=lambda row: -row.count),
        "number": len(rows),
    }
    return render(request, "archive/industry_list.html", context)


@read_only
def industry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    industry = selectors.industry_get(slug=slug)
    if industry is None:
        found = selectors.industry_find(name=slug)
        return go_or_choose(request, name=slug, found=found, what="行业")
    survey = selectors.Survey(selectors.scope_of(industry))
    counts = survey.counts("city", "month")
    context = {
        "industry": industry,
        "timeline": survey.timeline(counts["month"]),
        "heat": cities_by_time(survey, counts["city"]),
        "cities": len(counts["city"]),
        "voices": selectors.voices_on(industry=industry, limit=OFFICIALS),
        "figures": figures_of(FIGURES, industries=[industry.slug]),
        **paged(request, survey.articles(counts["month"])),
    }
    return render(request, "archive/industry.html", context)


def cities_by_time(survey: selectors.Survey, counts: dict[str, int]) -> selectors.Heat:
    """The cities of most articles, by month, quarter or year."""
    rows = selectors.city_tallies(counts=counts, limit=CITIES)
    return selectors.heat(
        rows={row.thing.code: row for row in rows}, months=survey.by_month("city")
    )
