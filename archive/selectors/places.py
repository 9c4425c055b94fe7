"""Places: what is said of a city, and which cities are spoken of.

An article of a city is one that names the city or a county under it; an article of a province
names the province as a whole, or a county that no city stands between.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Case, Count, F, Q, QuerySet, When

from archive.models import Article, Place, PlaceMention
from archive.selectors.tally import Tally, tally

PUBLISHED = Article.Status.PUBLISHED
COUNTY = Place.Level.COUNTY


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


def place_articles(*, place: Place) -> QuerySet[Article]:
    """Published articles that speak of the place, or of a county directly under it."""
    here = Q(place=place) | Q(place__parent=place, place__level=COUNTY)
    return Article.objects.published().filter(
        pk__in=PlaceMention.objects.filter(here).values("article")
    )


def city_counts() -> dict[int, int]:
    """Articles by the primary key of their cities and provinces; counties count for their city."""
    city = Case(When(place__level=COUNTY, then=F("place__parent")), default=F("place"))
    rows = (
        PlaceMention.objects.filter(article__status=PUBLISHED)
        .order_by()
        .values(city=city)
        .annotate(count=Count("article", distinct=True))
    )
    return {row["city"]: row["count"] for row in rows if row["city"]}


def is_city() -> Q:
    """Prefectures, and what has none under it: 重庆市 is a province and a city at once."""
    above = Place.objects.filter(level=Place.Level.PREFECTURE, parent__isnull=False)
    whole = Q(level=Place.Level.PROVINCE) & ~Q(pk__in=above.values("parent"))
    return Q(level=Place.Level.PREFECTURE) | whole


def city_tallies(*, limit: int, counts: dict[int, int]) -> list[Tally]:
    """The cities most spoken of."""
    things = Place.objects.filter(is_city()).in_bulk(list(counts))
    return tally(counts=sorted(counts.items()), things=things)[:limit]


def province_rows() -> list[Province]:
    """Provinces with their cities, those with articles first; two queries."""
    counts = city_counts()
    places = list(Place.objects.exclude(level=COUNTY).order_by("code"))
    provinces = {
        place.pk: Province(place, counts.get(place.pk, 0))
        for place in places
        if place.level == Place.Level.PROVINCE
    }
    for place in places:
        province = provinces.get(place.parent_id)
        if province and place.pk in counts:
            province.cities.append(Tally(place, counts[place.pk]))
        elif province:
            province.silent.append(place)
    for province in provinces.values():
        province.cities.sort(key=lambda city: -city.count)
    return sorted(provinces.values(), key=lambda province: -province.total)


def counties_of(*, place: Place) -> list[Tally]:
    """What lies directly under the place, each with its articles, the most spoken of first.

    Under a province these are its cities, which count their counties too.
    """
    children = Place.objects.filter(parent=place).order_by("kind", "code").in_bulk()
    counts = city_counts() if place.level == Place.Level.PROVINCE else {}
    direct = (
        PlaceMention.objects.filter(
            article__status=PUBLISHED, place__parent=place, place__level=COUNTY
        )
        .order_by()
        .values_list("place")
        .annotate(count=Count("article"))
    )
    counts = counts | dict(direct)
    rows = [(pk, counts.get(pk, 0)) for pk in children]
    return tally(counts=rows, things=children)
