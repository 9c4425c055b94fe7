"""The front page: what is new, by month, city and industry, and where the tools begin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import selectors
from archive.views.reading import read_only

NEWEST = 8
CITIES = 18
PAPERS = 12


@read_only
def home(request: HttpRequest) -> HttpResponse:
    survey = selectors.Survey()
    counts = survey.counts("city", "industry", "newspaper", "month")
    industries = selectors.industry_tallies(counts=counts["industry"])
    papers = counts["newspaper"]
    context = {
        "articles": survey.articles(counts["month"])[0:NEWEST],
        "cities": selectors.city_tallies(counts=counts["city"], limit=CITIES),
        "industries": sorted((row for row in industries if row.count), key=lambda row: -row.count),
        "newspapers": selectors.newspapers_by(counts=papers, limit=PAPERS),
        "papers": len(papers),
        "timeline": survey.timeline(counts["month"]),
    }
    return render(request, "archive/home.html", context)
