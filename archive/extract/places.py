"""The places an article speaks of: cities and provinces, their counties and zones below them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from archive.extract.place_choice import Scene, choose
from archive.extract.place_hits import Hit, find_hits
from archive.gazetteer.datelines import dateline_at_head
from archive.gazetteer.place_words import HAN, place_words
from archive.gazetteer.places import Place, places
from archive.records import ArticleDraft, Context, CountyMention, Evidence, PlaceMention

HEADLINE = ("kicker", "title", "subtitle")
# In front of 市委, 省政府 only such a word leaves it without a name of its own (not 首尔市政府).
OPENERS = "从由在经和与对向同到受按据及被的是任原现副各级把将为让以带"
SUBJECT, MENTIONED = "subject", "mentioned"


@dataclass(slots=True)
class _Row:
    """A city or province on its way to a mention; `weight` counts all that is said of it."""

    place: Place
    own: list[Evidence] = field(default_factory=list)
    counties: dict[str, CountyMention] = field(default_factory=dict)
    weight: int = 0
    headline: bool = False

    def mention(self, role: str) -> PlaceMention:
        rows = list(self.counties.values())
        if role == MENTIONED:
            for row in rows:
                row.role = MENTIONED
        shown = self.own or [spot for row in rows for spot in row.evidence]
        return PlaceMention(self.place.code, self.place.label, role, shown, rows)


def find_places(draft: ArticleDraft, context: Context) -> list[PlaceMention]:
    """Cities and provinces of an article, subjects first, with counties and zones under their city.

    The dateline (本报济南5月8日讯) names no place; 我市, 市委 mean the newspaper's home. Where home
    is unknown they mean the place that the article speaks of most.
    """
    book = places()
    home = book.by_code.get(context.home or "")
    local = _dateline_place(draft)
    scene = Scene(draft.fields, home, local)
    hits = choose(find_hits(draft), scene)
    rows: dict[str, _Row] = {}
    for hit, after in zip_longest(hits, hits[1:]):
        if hit.place and not _is_prefix(hit, after):
            _add(rows, hit.place, Evidence(hit.field, hit.start, hit.end), hit, scene)
    _add_unnamed(rows, draft, hits, scene)
    subjects = _subjects(rows, draft, scene)
    if not rows and home and not local and draft.kind != "obituary":
        subjects = _only_home(rows, home)
    mentions = [
        row.mention(SUBJECT if code in subjects else MENTIONED) for code, row in rows.items()
    ]
    return sorted(mentions, key=lambda mention: mention.role != SUBJECT)


def _dateline_place(draft: ArticleDraft) -> Place | None:
    """Where an agency's report comes from: its 省委 is not the newspaper's own province."""
    form = dateline_at_head(draft.body)
    if form is None or not form.agency:
        return None
    found = places().named(form.place or "")
    return min(found, key=lambda place: place.level == "county") if found else None


def _is_prefix(hit: Hit, after: Hit | None) -> bool:
    """河北 in 河北保定 only says which 保定 is meant."""
    if not (after and hit.place and after.place) or hit.place.level != "province":
        return False
    touching = (after.field, after.start) == (hit.field, hit.end)
    line = places().lineage(after.place.code)
    return touching and after.place.level != "province" and hit.place in line


def _row(rows: dict[str, _Row], city: Place) -> _Row:
    return rows.setdefault(city.code, _Row(city))


def _add(
    rows: dict[str, _Row], place: Place, spot: Evidence, hit: Hit | None, scene: Scene
) -> None:
    """Files one piece of evidence under its city, and under its county where it names one."""
    book = places()
    row = _row(rows, book.city_of(place))
    headline = spot.field in HEADLINE and not (hit and _is_visit(hit, scene))
    row.weight += not (hit and _is_venue(hit, scene))
    row.headline = row.headline or headline
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


def _add_county_of_zone(rows: dict[str, _Row], zone: Place, spot: Evidence, scene: Scene) -> None:
    """肥城高新区 speaks of 肥城市 too; 东营港 is the city's, not 东营区."""
    city = places().city_of(zone).short
    for place in places().children.get(zone.parent or "", ()):
        own = place.kind == "gb2260" and len(place.short) > 1
        if own and zone.short.startswith(place.short) and place.short != city:
            part = Evidence(spot.field, spot.start, spot.start + len(place.short))
            if scene.texts[spot.field][part.start : part.end] == place.short:
                _add(rows, place, part, None, scene)
            return


def _is_visit(hit: Hit, scene: Scene) -> bool:
    """赴保定考察, 赴河北保定考察: a place in a headline that one went to."""
    before = scene.texts[hit.field][: hit.start]
    if hit.place:
        province = places().province_of(hit.place)
        before = before.removesuffix(province.name).removesuffix(province.short)
    return before.endswith(place_words().visits)


def _is_venue(hit: Hit, scene: Scene) -> bool:
    """会议在泰安市举行: where it was held weighs nothing."""
    text = scene.texts[hit.field]
    return text[: hit.start].endswith("在") and bool(place_words().venue.match(text, hit.end))


def _add_unnamed(rows: dict[str, _Row], draft: ArticleDraft, hits: list[Hit], scene: Scene) -> None:
    """我市, 全省, 县委 and the like, as evidence for the place they mean."""
    words = place_words()
    taken = {(hit.field, at) for hit in hits for at in range(hit.start, hit.end)}
    county, region = _county(rows, scene), _region(rows, scene)
    pairs = (
        (words.city, _city(rows, scene)),
        (words.province, _province(rows, scene)),
        (words.county, county),
        (words.region, region or county),
    )
    for pattern, place in pairs:
        if place is None:
            continue
        for name, text in draft.fields.items():
            for match in pattern.finditer(text):
                if (name, match.start()) not in taken and _is_bare(text, match):
                    _add(rows, place, Evidence(name, *match.span()), None, scene)


def _is_bare(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1 : match.start()]
    if match[0][0] in "我全本":
        return before not in ("健", "安", "完", "基")
    return not re.match(rf"[{HAN}]", before) or before in OPENERS


def _heaviest(rows: Iterable[_Row]) -> Place | None:
    """The place in the headline, else the one spoken of most."""
    top = max(rows, key=lambda row: (row.headline, row.weight), default=None)
    return top.place if top else None


def _province(rows: dict[str, _Row], scene: Scene) -> Place | None:
    """What 我省 means: the agency's province, the newspaper's, else that of the main place."""
    place = scene.local or scene.home or _heaviest(rows.values())
    return places().province_of(place) if place else None


def _city(rows: dict[str, _Row], scene: Scene) -> Place | None:
    """What 我市 means: the home city; in a provincial paper the city the article is about.

    In 寿光日报 it is 寿光市, a county-level city.
    """
    anchor = scene.local or scene.home
    if anchor and anchor.level == "county" and anchor.name.endswith("市"):
        return anchor
    city = places().city_of(anchor) if anchor else None
    if city and (city.level == "prefecture" or city.name.endswith("市")):
        return city
    return _heaviest(row for row in rows.values() if row.place.level == "prefecture")


def _county(rows: dict[str, _Row], scene: Scene) -> Place | None:
    """What 我县 means: the home county, else the county in the headline or named most."""
    anchor = scene.local or scene.home
    if anchor and anchor.level == "county":
        return anchor
    found = [row for city in rows.values() for row in city.counties.values() if row.kind != "zone"]
    top = max(found, key=lambda row: (row.role == SUBJECT, len(row.evidence)), default=None)
    return places().by_code[top.code] if top else None


def _region(rows: dict[str, _Row], scene: Scene) -> Place | None:
    """What 我区 means where the province is a 自治区 and no district stands in the headline."""
    province, county = _province(rows, scene), _county(rows, scene)
    if province is None or not province.name.endswith("自治区"):
        return None
    if county and county.name.endswith("区"):
        city = rows.get(places().city_of(county).code)
        named = city.counties.get(county.code) if city else None
        if county == scene.home or (named and named.role == SUBJECT):
            return None
    return province


def _subjects(rows: dict[str, _Row], draft: ArticleDraft, scene: Scene) -> set[str]:
    """The codes of the rows that the article is about.

    The headline decides; without it the home city where it is spoken of, else what weighs most.
    A province beside one of its own cities in the headline is only the setting.
    """
    if not rows or draft.kind == "obituary":  # a life led in many places is about none
        return set()
    book = places()
    headline = [row.place for row in rows.values() if row.headline]
    parents = {book.province_of(place).code for place in headline if place.level != "province"}
    subjects = {place.code for place in headline if place.code not in parents}
    anchor = scene.local or scene.home
    home = book.city_of(anchor).code if anchor else ""
    if home in rows and book.by_code[home].level != "province":
        abroad = bool(subjects) and all(code not in home for code in subjects)
        if not abroad or rows[home].weight * 4 >= max(row.weight for row in rows.values()):
            subjects.add(home)
    return subjects or _weightiest(rows, scene)


def _weightiest(rows: dict[str, _Row], scene: Scene) -> set[str]:
    """What is spoken of most; where several are level, the home province whose cities they are."""
    top = max(row.weight for row in rows.values())
    level = [code for code, row in rows.items() if row.weight == top]
    home = scene.home if not scene.local else None
    if home and home.code in level:
        return {home.code}
    if len(level) < 3:
        return set(level[:1])
    if home is None or home.level != "province":
        return set()
    _row(rows, home)
    return {home.code}


def _only_home(rows: dict[str, _Row], home: Place) -> set[str]:
    """An article that names no place at all is taken to be about the paper's own."""
    row = _row(rows, places().city_of(home))
    if home.level == "county":
        row.counties[home.code] = CountyMention(home.code, home.label, SUBJECT, [], home.kind)
    return {row.place.code}
