"""Officials: who is named, and one person's posts over time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive import selectors
from archive.models import Place
from archive.views.canonical import go, go_or_choose
from archive.views.paging import paged
from archive.views.reading import read_only

PERSONS = 60
LONGEST = 18  # digits of a number that a database column holds
CITIES = 8
INDUSTRIES = 10


@read_only
def official_list(request: HttpRequest) -> HttpResponse:
    """`?city=` takes a code or a name, `?q=` a part of the name or the start of its pinyin."""
    asked = request.GET.get("city", "").strip()
    place, problem = chosen_place(asked)
    name = request.GET.get("q", "").strip()[:40]
    context = {
        "place": place,
        "name": name,
        "problem": problem,
        "places": selectors.official_places(),
        **paged(request, selectors.official_rows(place=place, name=name), size=PERSONS),
    }
    posts = selectors.posts_of(officials=context["page"].object_list)
    context["rows"] = [(person, posts.get(person.pk)) for person in context["page"]]
    return render(request, "archive/official_list.html", context)


def chosen_place(asked: str) -> tuple[Place | None, str]:
    """The place to filter by, and what was wrong with it."""
    if not asked:
        return None, ""
    if place := selectors.place_get(code=asked):
        return place, ""
    found = selectors.place_find(name=asked)
    if len(found) == 1:
        return found[0], ""
    why = "有好几个" if found else "档案中没有"
    return None, f"{why}地区“{asked[:20]}”，下面是全部官员。"


@read_only
def official_detail(request: HttpRequest, key: str) -> HttpResponse:
    """`key` is the number, or a name: of one person, or of several to choose from."""
    if not (key.isascii() and key.isdigit()):
        found = selectors.official_find(name=key)
        return go_or_choose(request, name=key, found=found, what="官员")
    number = int(key) if len(key) <= LONGEST else 0
    official = selectors.official_get(pk=number)
    if official is None and (other := selectors.official_moved(pk=number)):
        return go(request, other, permanent=True)
    if official is None:
        raise Http404("没有这位官员，或者提到他的文章尚未发布。")
    if key != str(official.pk):
        return go(request, official)
    articles = selectors.official_articles(official=official)
    context = {
        "official": official,
        "formerly": selectors.official_formerly(official=official),
        "sightings": selectors.official_timeline(official=official),
        "timeline": selectors.timeline(articles=articles),
        "cities": selectors.cities_with(articles=articles, limit=CITIES),
        "industries": selectors.industries_of(articles=articles, limit=INDUSTRIES),
        **paged(request, selectors.article_rows(articles=articles)),
    }
    return render(request, "archive/official.html", context)
