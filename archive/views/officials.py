"""Officials: who is named, and one person's posts over time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from archive import selectors
from archive.charts.spans import Span
from archive.models import Official, Place
from archive.views.canonical import go, go_or_choose
from archive.views.paging import paged
from archive.views.reading import read_only

PERSONS = 60
LONGEST = 18  # digits of a number that a database column holds
CITIES = 8
INDUSTRIES = 10
COMPANIONS = 12


@read_only
def official_list(request: HttpRequest) -> HttpResponse:
    """`?city=` takes a code or a name, `?q=` a part of the name or its pinyin or initials."""
    place, problem = chosen_place(request.GET.get("city", "").strip())
    name = request.GET.get("q", "").replace("\0", "").strip()[:40]
    survey = selectors.Survey()
    ranked = selectors.officials_ranked(survey=survey, place=place, name=name)
    listed = paged(request, ranked, size=PERSONS)
    shown = listed["page"].object_list
    posts = selectors.posts_of(survey=survey, officials=[row.thing for row in shown])
    context = {
        "place": place,
        "name": name,
        "problem": problem,
        "places": selectors.official_places(),
        "rows": [(row, posts.get(row.thing.pk)) for row in shown],
        **listed,
    }
    return render(request, "archive/official_list.html", context)


def chosen_place(asked: str) -> tuple[Place | None, str]:
    """The place to filter by, and what was wrong with it."""
    asked = asked.replace("\0", "")
    if not asked:
        return None, ""
    if place := selectors.place_get(code=asked):
        return place, ""
    found = selectors.place_find(name=asked)
    if len(found) == 1:
        return found[0], ""
    told = {"place": asked[:20]}
    if found:
        return None, _("有好几个地区叫“%(place)s”，下面是全部官员。") % told
    return None, _("档案中没有地区“%(place)s”，下面是全部官员。") % told


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
        raise Http404(_("没有这位官员，或者提到他的文章尚未发布。"))
    if key != str(official.pk):
        return go(request, official)
    return render(request, "archive/official.html", _context(request, official))


def _context(request: HttpRequest, official: Official) -> dict[str, Any]:
    survey = selectors.Survey(selectors.scope_of(official))
    counts = survey.counts("city", "industry", "official", "month")
    counts["official"].pop(str(official.pk), None)
    sightings = selectors.official_timeline(official=official)
    return {
        "official": official,
        "formerly": selectors.official_formerly(official=official),
        "sightings": sightings,
        "spans": [
            Span(one.title or _("（报面未写职务）"), [sight.day for sight in one.sights])
            for one in sightings
        ],
        "timeline": survey.timeline(counts["month"]),
        "cities": selectors.city_tallies(counts=counts["city"], limit=CITIES),
        "industries": selectors.industries_by(counts=counts["industry"], limit=INDUSTRIES),
        "companions": selectors.officials_by(counts=counts["official"], limit=COMPANIONS),
        **paged(request, survey.articles(counts["month"])),
    }
