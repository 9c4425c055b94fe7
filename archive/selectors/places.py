"""Places: what is said of a city, and which cities are spoken of.

An article of a city is one that names the city or a county under it; an article of a province
names the province as a whole, or a county that no city stands between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nsmallest

from django.db.models import Q

from archive.models import Place
from archive.selectors.survey import Survey
from archive.selectors.tally import Tally, tally

COUNTY = Place.Level.COUNTY
PREFECTURE = Place.Level.PREFECTURE
PROVINCES = 40  # that may stand among the codes of cities


@dataclass(slots=True)
class Province:
    """A province with its cities; `count` is of articles on the province as a whole."""

    place: Place
    count: int = 0
    cities: list[Tally] = field(default_factory=list)
    silent: list[Place] = field(default_factory=list)

    @property
    def is_city(self) -> bool:
        """A municipality has no cities under it."""
        return not (self.cities or self.silent)

    @property
    def total(self) -> int:
        """A measure to sort by: an article on two cities counts twice."""
        return self.count + sum(city.count for city in self.cities)


def place_get(*, code: str) -> Place | None:
    return Place.objects.select_related("parent__parent").filter(code=code).first()


def place_find(*, name: str) -> list[Place]:
    """By its full name, else by its short or another name: 泰安市 and 泰安 give 370900."""
    places = Place.objects.select_related("parent__parent").order_by("code")
    exact = list(places.filter(name=name))
    return exact or list(places.filter(Q(short=name) | Q(aliases__name=name)).distinct())


def is_city() -> Q:
    """Prefectures, and what has none under it: 重庆市 is a province and a city at once."""
    above = Place.objects.filter(level=PREFECTURE, parent__isnull=False)
    whole = Q(level=Place.Level.PROVINCE) & ~Q(pk__in=above.values("parent"))
    return Q(level=PREFECTURE) | whole


def top(counts: dict[str, int], limit: int) -> list[tuple[str, int]]:
    """The most frequent values; of equal ones the lower comes first."""
    return nsmallest(limit, counts.items(), key=lambda row: (-row[1], row[0]))


def city_tallies(*, counts: dict[str, int], limit: int) -> list[Tally]:
    """The cities most spoken of, of articles by city code."""
    rows = top(counts, limit + PROVINCES)
    found = Place.objects.filter(is_city(), code__in=[code for code, _ in rows])
    return tally(counts=rows, things={place.code: place for place in found})[:limit]


def province_rows(*, counts: dict[str, int]) -> list[Province]:
    """Provinces with their cities, those with articles first, of articles by city code."""
    places = list(Place.objects.exclude(level=COUNTY).order_by("code"))
    provinces = {
        place.pk: Province(place, counts.get(place.code, 0))
        for place in places
        if place.level == Place.Level.PROVINCE
    }
    for place in places:
        province = provinces.get(place.parent_id)
        if province and place.code in counts:
            province.cities.append(Tally(place, counts[place.code]))
        elif province:
            province.silent.append(place)
    for province in provinces.values():
        province.cities.sort(key=lambda city: -city.count)
    return sorted(provinces.values(), key=lambda province: -province.total)


@dataclass(frozen=True, slots=True)
class Around:
    """`below` lies directly under a place, the most spoken of first; `beside` has its level too."""

    below: list[Tally]
    beside: list[Place]


def places_around(*, place: Place, survey: Survey) -> Around:
    """What lies under the place, and what it may be compared with: its neighbours of one level.

    Under a province these are its cities, which count their counties too.
    """
    near = Q(parent=place) | Q(parent=place.parent_id, level=place.level)
    found = list(Place.objects.filter(near).order_by("kind", "code"))
    below = [one for one in found if one.parent_id == place.pk]
    facets = ("city", "county") if place.level == Place.Level.PROVINCE else ("county",)
    known = survey.within().counts(*facets) if below else {}
    counts = {code: count for values in known.values() for code, count in values.items()}
    rows = [Tally(one, counts.get(one.code, 0)) for one in below]
    return Around(
        sorted(rows, key=lambda row: -row.count),
        [one for one in found if one.parent_id == place.parent_id and one.pk != place.pk],
    )
