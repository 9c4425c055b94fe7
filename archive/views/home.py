"""The front page: what is new, by city, by industry, by month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import selectors
from archive.models import Article
from archive.views.reading import read_only

NEWEST = 8
CITIES = 18


@read_only
def home(request: HttpRequest) -> HttpResponse:
    counts = selectors.city_counts()
    industries = [row for row in selectors.industry_counts() if row.count]
    context = {
        "articles": selectors.articles_recent(limit=NEWEST),
        "cities": selectors.city_tallies(limit=CITIES, counts=counts),
        "industries": sorted(industries, key=lambda row: -row.count),
        "newspapers": [paper for paper in selectors.newspaper_rows() if paper.count],
        "timeline": selectors.timeline(articles=Article.objects.published()),
    }
    return render(request, "archive/home.html", context)
