"""Industries: how much is said of each, by whom, where, and with which figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import selectors
from archive.views.canonical import go_or_choose
from archive.views.figures import with_quote
from archive.views.paging import paged
from archive.views.reading import read_only

CITIES = 12
OFFICIALS = 12
FIGURES = 20


@read_only
def industry_list(request: HttpRequest) -> HttpResponse:
    context = {"industries": selectors.industry_counts()}
    return render(request, "archive/industry_list.html", context)


@read_only
def industry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    industry = selectors.industry_get(slug=slug)
    if industry is None:
        found = selectors.industry_find(name=slug)
        return go_or_choose(request, name=slug, found=found, what="行业")
    articles = selectors.industry_articles(industry=industry)
    officials = selectors.officials_with(articles=articles, limit=OFFICIALS)
    figures = selectors.industry_figures(articles=articles, limit=FIGURES)
    context = {
        "industry": industry,
        "timeline": selectors.timeline(articles=articles),
        "cities": selectors.cities_with(articles=articles, limit=CITIES),
        "officials": officials,
        "figures": [with_quote(figure) for figure in figures],
        **paged(request, selectors.article_rows(articles=articles)),
    }
    return render(request, "archive/industry.html", context)
