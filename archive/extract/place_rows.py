"""What is said of each city or province of an article, filed with its counties and weighed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from archive.extract.place_choice import Scene
from archive.extract.place_hits import Hit
from archive.gazetteer.place_words import place_words
from archive.gazetteer.places import Place, places
from archive.records import CountyMention, Evidence, PlaceMention

HEADLINE = ("kicker", "title", "subtitle")
SUBJECT, MENTIONED = "subject", "mentioned"
LEAD = 80  # characters: what is first spoken of later is seldom what an article is about
INSPECTED = 25  # characters from a place gone to until 调研
ZONE_TAIL = re.compile(r"(?:高新|经济|经开|技术|产业|工业|开发|综合|综保|保税|化工|园|区)+")


@dataclass(slots=True)
class Row:
    """A city or province on its way to a mention; `weight` counts all that is said of it.

    `lead`: spoken of at the very beginning; `visited`: leaders went there, says the first sentence.
    """

    place: Place
    own: list[Evidence] = field(default_factory=list)
    counties: dict[str, CountyMention] = field(default_factory=dict)
    weight: int = 0
    headline: bool = False
    lead: bool = False
    visited: bool = False

    def mention(self, role: str) -> PlaceMention:
        rows = list(self.counties.values())
        if role == MENTIONED:
            for row in rows:
                row.role = MENTIONED
        shown = self.own or [spot for row in rows for spot in row.evidence]
        return PlaceMention(self.place.code, self.place.label, role, shown, rows)


def row_of(rows: dict[str, Row], city: Place) -> Row:
    """The row of a city or province, made where there is none yet."""
    return rows.setdefault(city.code, Row(city))


def add_evidence(
    rows: dict[str, Row], place: Place, spot: Evidence, hit: Hit | None, scene: Scene
) -> None:
    """Files one piece of evidence under its city, and under its county where it names one."""
    book = places()
    row = row_of(rows, book.city_of(place))
    headline = spot.field in HEADLINE and not (hit and _is_visit(hit, scene))
    idle = _is_passing(hit, scene) if hit else _is_leader(place, spot, scene)
    row.weight += not idle
    row.headline = row.headline or (headline and not idle)
    row.lead = row.lead or (not idle and spot.start < LEAD)
    row.visited = row.visited or bool(hit and _is_inspected(hit, scene))
    if place.level != "county":
        row.own.append(spot)
        return
    county = row.counties.get(place.code)
    if county is None:
        county = CountyMention(place.code, place.label, MENTIONED, [], place.kind)
        row.counties[place.code] = county
    county.evidence.append(spot)
    if headline or len(county.evidence) > 3:
        county.role = SUBJECT
    if place.kind == "zone" and hit:
        _add_county_of_zone(rows, place, spot, scene)


def _add_county_of_zone(rows: dict[str, Row], zone: Place, spot: Evidence, scene: Scene) -> None:
    """肥城高新区 speaks of 肥城市 too; 东营港 is the city's, not 东营区."""
    city = places().city_of(zone).short
    for place in places().children.get(zone.parent or "", ()):
        own = place.kind == "gb2260" and len(place.short) > 1 and place.short != city
        tail = zone.short.removeprefix(place.short)
        if own and tail != zone.short and ZONE_TAIL.fullmatch(tail):
            part = Evidence(spot.field, spot.start, spot.start + len(place.short))
            if scene.texts[spot.field][part.start : part.end] == place.short:
                add_evidence(rows, place, part, None, scene)
            return


def _is_visit(hit: Hit, scene: Scene) -> bool:
    """赴保定考察, 赴河北保定考察: a place in a headline that one went to, away from home."""
    return _is_abroad(hit, scene) and hit.opening.endswith(place_words().visits)


def _is_abroad(hit: Hit, scene: Scene) -> bool:
    return hit.place is not None and scene.home not in places().lineage(hit.place.code)


def _is_passing(hit: Hit, scene: Scene) -> bool:
    """会议在泰安市举行, 销往上海、广州: where it was held or sold weighs nothing."""
    text = scene.texts[hit.field]
    if text.endswith("在", 0, hit.start) and place_words().venue.match(text, hit.end):
        return True
    return hit.opening.endswith(place_words().passing)


def _is_inspected(hit: Hit, scene: Scene) -> bool:
    """副省长赴蚌埠市、宿州市调研 in the first sentence: both are what the article is about."""
    text = scene.texts[hit.field]
    if hit.field != "body" or not hit.opening.endswith(("赴", "到", "在", "前往", "深入")):
        return False
    end = _first_end(text)
    if hit.start >= end or _is_abroad(hit, scene):
        return False
    words = place_words().inspection
    return bool(words.search(text, hit.end, min(end, hit.end + INSPECTED)))


@lru_cache(maxsize=8)
def _first_end(text: str) -> int:
    """Where the first sentence ends: a text full of places is asked for it again and again."""
    end = re.search(r"[。！？\n]", text)
    return end.start() if end else len(text)


def _is_leader(place: Place, spot: Evidence, scene: Scene) -> bool:
    """省委书记 tells of the province that leads, not of the place an article is about."""
    text = scene.texts[spot.field]
    led = text[spot.start : spot.end].endswith(("长", "领导"))
    return place.level == "province" and (led or bool(place_words().leader.match(text, spot.end)))
