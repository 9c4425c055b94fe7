"""Which place a hit stands for, by what else the article and its newspaper speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.extract.place_hits import Hit
from archive.gazetteer.places import Place, places

RANK = {"province": 0, "prefecture": 1, "county": 2}
LIST_GAP = re.compile(r"港?(?:[、和与及]|以及)")
CLOSE, LISTED, PRINTED, KNOWN, LOCAL, HOME, NEAR = 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.0


@dataclass(slots=True)
class Scene:
    """What is known while choosing: the home place, the dateline's, and what was chosen so far."""

    texts: dict[str, str]
    home: Place | None
    local: Place | None
    cities: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)

    def take(self, hit: Hit, place: Place) -> None:
        hit.place = place
        self.cities.add(places().city_of(place).code)
        if hit.full:
            self.printed.add(place.code)


def choose(hits: list[Hit], scene: Scene) -> list[Hit]:
    """The hits that name a place, each with its `place`; first the plain ones, then the rest."""
    for hit in hits:
        plain = _plain(hit)
        if plain:
            scene.take(hit, plain)
    for _ in range(2):  # 曲阜、邹城: what the first pass finds may hold up its neighbours
        for at, hit in enumerate(hits):
            if hit.place is None and not hit.generic:
                best = _best(hits, at, scene)
                if best:
                    scene.take(hit, best)
    for at, hit in enumerate(hits):
        if hit.generic:
            zone = _zone(hits, at, scene)
            if zone:
                scene.take(hit, zone)
    return [hit for hit in hits if hit.place]


def _plain(hit: Hit) -> Place | None:
    """A place that needs no context: one full name, or the short name of a city or province."""
    if hit.tight or hit.weak or not hit.candidates:
        return None
    if hit.full:
        return hit.candidates[0] if len(hit.candidates) == 1 else None
    top = min(hit.candidates, key=lambda place: RANK[place.level])
    if top.level == "county":
        return None
    rivals = [place for place in hit.candidates if place.level == top.level]
    return top if len(rivals) == 1 else None


def _best(hits: list[Hit], at: int, scene: Scene) -> Place | None:
    """The candidate with the best reason, if that is good enough for such a name."""
    hit = hits[at]
    ranked = sorted(
        (
            (_reason(hits, at, place, scene), -RANK[place.level], place.code)
            for place in hit.candidates
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < _needed(hit):
        return None
    if len(ranked) > 1 and ranked[1][:2] == ranked[0][:2]:
        return None
    return places().by_code[ranked[0][2]]


def _needed(hit: Hit) -> float:
    if hit.full:
        return HOME if hit.weak else NEAR
    if hit.weak:
        return PRINTED if _cities_only(hit) else LISTED
    return NEAR if len(hit.candidates) == 1 else HOME


def _cities_only(hit: Hit) -> bool:
    """A weak name that a city bears (日照, 大同): its full name elsewhere in the text suffices."""
    return any(place.level != "county" for place in hit.candidates)


def _reason(hits: list[Hit], at: int, place: Place, scene: Scene) -> float:
    hit, book = hits[at], places()
    line = {row.code for row in book.lineage(place.code)} - {place.code}
    before, listed = (hits[at - 1] if at else None), 0.0
    if before and before.place and _gap(before, hit, scene) == "" and before.place.code in line:
        return CLOSE
    for other, gap in ((before, before and _gap(before, hit, scene)), _next(hits, at, scene)):
        if other and other.place and gap and LIST_GAP.fullmatch(gap):
            if _peers(other.place, place):
                return LISTED
            listed = NEAR if place.name.endswith("市") else listed  # 上海、太仓、宁波
    if place.code in scene.printed or (scene.home and place.code == scene.home.code):
        return PRINTED
    city = book.city_of(place)
    if city.level != "province" and city.code in scene.cities:
        return KNOWN
    for known, worth in ((scene.local, LOCAL), (scene.home, HOME)):
        if known and city.code == book.city_of(known).code:
            return worth
    anchors = [known for known in (scene.home, scene.local) if known]
    same = any(book.province_of(known) == book.province_of(place) for known in anchors)
    return NEAR if same or book.province_of(place).code in scene.cities else listed


def _next(hits: list[Hit], at: int, scene: Scene) -> tuple[Hit | None, str | None]:
    after = hits[at + 1] if at + 1 < len(hits) else None
    return after, _gap(hits[at], after, scene) if after else None


def _gap(left: Hit, right: Hit, scene: Scene) -> str | None:
    if left.field != right.field:
        return None
    return scene.texts[left.field][left.end : right.start]


def _peers(other: Place, place: Place) -> bool:
    """Counties of one city, or both above the county."""
    if place.level == "county":
        return other.parent == place.parent
    return other.level != "county"


def _zone(hits: list[Hit], at: int, scene: Scene) -> Place | None:
    """高新区: of the city or county in front of it, else the home city's, else of the last city named."""
    hit, book = hits[at], places()
    before = next(_places_before(hits, at), None)
    if before and before.place and before.end == hit.start:
        return _zone_of(before.place, hit.generic)
    anchor = scene.local or scene.home
    if anchor and book.city_of(anchor).level == "prefecture":
        return _zone_of(book.city_of(anchor), hit.generic)
    cities = (book.city_of(row.place) for row in _places_before(hits, at) if row.place)
    city = next((city for city in cities if city.level == "prefecture"), None)
    return _zone_of(city, hit.generic) if city else None


def _places_before(hits: list[Hit], at: int) -> Iterator[Hit]:
    """The places of the same field in front of a hit, the nearest first."""
    for number in range(at - 1, -1, -1):
        if hits[number].field != hits[at].field:
            return
        if hits[number].place:
            yield hits[number]


def _zone_of(place: Place, generic: str) -> Place | None:
    """The zone called after a city or a county: 济宁经开区, 曲阜经开区; none where no list has it."""
    city = places().city_of(place)
    rows = [row for row in places().children.get(city.code, ()) if row.kind == "zone"]
    return next((row for row in rows if row.short == place.short + generic), None)
