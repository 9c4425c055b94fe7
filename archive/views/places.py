"""Places: provinces with their cities, and what is said of one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import selectors
from archive.models import Place
from archive.views.canonical import go_or_choose
from archive.views.paging import paged
from archive.views.reading import read_only

OFFICIALS = 12
INDUSTRIES = 12


@read_only
def city_list(request: HttpRequest) -> HttpResponse:
    provinces = selectors.province_rows()
    context = {
        "provinces": [province for province in provinces if province.total],
        "silent": [province for province in provinces if not province.total],
    }
    return render(request, "archive/city_list.html", context)


@read_only
def city_detail(request: HttpRequest, code: str) -> HttpResponse:
    place = selectors.place_get(code=code)
    if place is None:
        found = selectors.place_find(name=code)
        return go_or_choose(request, name=code, found=found, what="地区")
    articles = selectors.place_articles(place=place)
    below = selectors.counties_of(place=place)
    context = {
        "place": place,
        "has_cities": any(row.thing.level == Place.Level.PREFECTURE for row in below),
        "facet": "county" if place.level == Place.Level.COUNTY else "city",
        "timeline": selectors.timeline(articles=articles),
        "officials": selectors.officials_of(place=place, limit=OFFICIALS),
        "industries": selectors.industries_of(articles=articles, limit=INDUSTRIES),
        "below": below,
        **paged(request, selectors.article_rows(articles=articles)),
    }
    return render(request, "archive/city.html", context)
