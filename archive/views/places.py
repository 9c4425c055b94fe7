"""Places: provinces with their cities, and what is said of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import selectors
from archive.models import Place
from archive.views.canonical import go_or_choose
from archive.views.figures import with_quote
from archive.views.paging import paged
from archive.views.reading import read_only

OFFICIALS = 12
INDUSTRIES = 12
FIGURES = 6
FIGURES_OF = {"city": "cities", "county": "counties"}
SERIES = {"city": "城市", "county": "区县"}  # fields of the query language


@read_only
def city_list(request: HttpRequest) -> HttpResponse:
    counts = selectors.Survey().counts("city")["city"]
    provinces = selectors.province_rows(counts=counts)
    context = {
        "provinces": [province for province in provinces if province.total],
        "largest": max((row.count for one in provinces for row in one.cities), default=0),
        "silent": [province for province in provinces if not province.total],
    }
    return render(request, "archive/city_list.html", context)


@read_only
def city_detail(request: HttpRequest, code: str) -> HttpResponse:
    place = selectors.place_get(code=code)
    if place is None:
        found = selectors.place_find(name=code)
        return go_or_choose(request, name=code, found=found, what="地区")
    survey = selectors.Survey(selectors.scope_of(place))
    counts = survey.counts("industry", "month")
    facet = "county" if place.level == Place.Level.COUNTY else "city"
    context = {
        "place": place,
        "facet": facet,
        "series_kind": SERIES[facet],
        "series": f"{SERIES[facet]}:{place.name}",
        "timeline": survey.timeline(counts["month"]),
        "industries": selectors.industries_by(counts=counts["industry"], limit=INDUSTRIES),
        "figures": figures_of(**{FIGURES_OF[facet]: [place.code]}),
        **_serving(place, survey),
        **_around(place, survey),
        **paged(request, survey.articles(counts["month"])),
    }
    return render(request, "archive/city.html", context)


def figures_of(limit: int = FIGURES, **asked: Sequence[str]) -> list[dict]:
    """Rows of a figures table, the newest of those that the page of all figures lists."""
    found = selectors.newest_figures(asked=selectors.FigureFilter(**asked), limit=limit)
    return [with_quote(figure) for figure in found]


def _serving(place: Place, survey: selectors.Survey) -> dict[str, Any]:
    """Who serves in the place itself, each with the post printed last."""
    serving = selectors.officials_ranked(survey=survey, place=place, below=False)
    officials = serving[0:OFFICIALS]
    posts = selectors.posts_of(survey=survey, officials=[row.thing for row in officials])
    return {
        "officials": [(row, posts.get(row.thing.pk)) for row in officials],
        "officials_all": serving.count(),
    }


def _around(place: Place, survey: selectors.Survey) -> dict[str, Any]:
    """What lies under the place, and what it may be compared with."""
    around = selectors.places_around(place=place, survey=survey)
    return {
        "below": around.below,
        "has_cities": any(row.thing.level == Place.Level.PREFECTURE for row in around.below),
        "beside": around.beside,
    }
