"""The places that are compared: the cities of the country or of a province, or its counties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.places import places
from archive.models import Place

PROVINCE = str(Place.Level.PROVINCE)
CITY = str(Place.Level.PREFECTURE)
COUNTY = str(Place.Level.COUNTY)


@dataclass(frozen=True, slots=True)
class Area:
    """A province, or a place that is compared; `above` is the province of the latter.

    `has_cities` is about provinces: a municipality has districts only. `former`: given up since
    (莱芜市), so that it is compared only where the archive has articles on it.
    """

    code: str
    name: str
    short: str
    level: str
    above: str = ""
    has_cities: bool = False
    former: bool = False


@lru_cache(maxsize=1)
def _former() -> frozenset[str]:
    return frozenset(one.code for one in places().by_code.values() if one.until)


def provinces_and_cities() -> tuple[list[Area], list[Area]]:
    """All of the country in one query; a municipality stands among both."""
    rows = list(
        Place.objects.filter(level__in=[PROVINCE, CITY])
        .order_by("code")
        .values_list("code", "name", "short", "level", "parent__code")
    )
    filled = {above for *_row, above in rows if above}
    provinces = [
        Area(code, name, short, level, has_cities=code in filled)
        for code, name, short, level, _above in rows
        if level == PROVINCE
    ]
    alone = [
        Area(one.code, one.name, one.short, one.level, one.code)
        for one in provinces
        if not one.has_cities
    ]
    cities = [
        Area(code, name, short, level, above or "", former=code in _former())
        for code, name, short, level, above in rows
        if level == CITY
    ]
    return provinces, sorted([*alone, *cities], key=lambda one: one.code)


def counties(province: str) -> list[Area]:
    """The counties and zones of a province, whether a city stands between or not; one query."""
    under = Place.objects.filter(level=COUNTY, parent__code=province)
    below = Place.objects.filter(level=COUNTY, parent__parent__code=province)
    rows = (under | below).order_by("code")
    return [
        Area(code, name, short, COUNTY, province, former=code in _former())
        for code, name, short in rows.values_list("code", "name", "short").distinct()
    ]


def compared(province: str, level: str, cities: Iterable[Area]) -> list[Area]:
    """Of the request; `cities` are those of the country."""
    if level == "county":
        return counties(province)
    return [one for one in cities if not province or one.above == province]


def province_named(text: str, provinces: list[Area]) -> Area | None:
    """By code, name or short name; None where nothing is called so, an Area without code for ""."""
    if not text:
        return Area("", "", "", PROVINCE, has_cities=True)
    return next((one for one in provinces if text in (one.code, one.name, one.short)), None)
