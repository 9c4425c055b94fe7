"""The places an article speaks of: cities and provinces, their counties and zones below them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

from archive.extract.place_choice import Scene, choose
from archive.extract.place_hits import Hit, find_hits
from archive.extract.place_rows import MENTIONED, SUBJECT, Row, add_evidence
from archive.extract.place_subjects import only_home, subjects_of
from archive.gazetteer.datelines import dateline_at_head
from archive.gazetteer.place_words import HAN, place_words
from archive.gazetteer.places import Place, places
from archive.records import ArticleDraft, Context, Evidence, PlaceMention

JOINT = re.compile(r"[、和与及]?|以及|等地[和与及]")
# In front of 市委, 省政府 only such a word leaves it without a name of its own (not 首尔市政府).
OPENERS = "从由在经和与对向同到受按据及被的是任原现副各级把将为让以带"


def find_places(draft: ArticleDraft, context: Context) -> list[PlaceMention]:
    """Cities and provinces of an article, subjects first, with counties and zones under their city.

    The dateline (本报济南5月8日讯) names no place; 我市, 市委 mean the newspaper's home. Where home
    is unknown they mean the place that the article speaks of most.
    """
    book = places()
    home = book.by_code.get(context.home or "")
    local = _dateline_place(draft)
    scene = Scene(draft.fields, home, local)
    hits = choose(find_hits(draft, context.date), scene)
    _open(hits, scene)
    rows: dict[str, Row] = {}
    for hit, after in zip_longest(hits, hits[1:]):
        if hit.place and not _is_prefix(hit, after):
            add_evidence(rows, hit.place, Evidence(hit.field, hit.start, hit.end), hit, scene)
    _add_unnamed(rows, draft, hits, scene)
    subjects = subjects_of(rows, draft, scene)
    general = draft.kind == "obituary" or bool(place_words().comment.search(draft.column or ""))
    if not rows and home and not local and not general:
        subjects = only_home(rows, home)
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


def _open(hits: list[Hit], scene: Scene) -> None:
    """Tells each hit what leads to the list that it stands in: 销往 for 广州 in 销往上海、广州."""
    for before, hit in zip([None, *hits], hits, strict=False):
        text = scene.texts[hit.field]
        listed = before is not None and before.field == hit.field
        if before and listed and JOINT.fullmatch(text[before.end : hit.start]):
            hit.opening = before.opening
        else:
            hit.opening = text[max(0, hit.start - 8) : hit.start]


def _add_unnamed(rows: dict[str, Row], draft: ArticleDraft, hits: list[Hit], scene: Scene) -> None:
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
                    add_evidence(rows, place, Evidence(name, *match.span()), None, scene)


def _is_bare(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1 : match.start()]
    if match[0][0] in "我全本":
        return before not in ("健", "安", "完", "基")
    return not re.match(rf"[{HAN}]", before) or before in OPENERS


def _heaviest(rows: Iterable[Row]) -> Place | None:
    """The place in the headline, else the one spoken of most."""
    top = max(rows, key=lambda row: (row.headline, row.weight), default=None)
    return top.place if top else None


def _province(rows: dict[str, Row], scene: Scene) -> Place | None:
    """What 我省 means: the agency's province, the newspaper's, else that of the main place."""
    place = scene.local or scene.home or _heaviest(rows.values())
    return places().province_of(place) if place else None


def _city(rows: dict[str, Row], scene: Scene) -> Place | None:
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


def _county(rows: dict[str, Row], scene: Scene) -> Place | None:
    """What 我县 means: the home county, else the county in the headline or named most."""
    anchor = scene.local or scene.home
    if anchor and anchor.level == "county":
        return anchor
    found = [row for city in rows.values() for row in city.counties.values() if row.kind != "zone"]
    top = max(found, key=lambda row: (row.role == SUBJECT, len(row.evidence)), default=None)
    return places().by_code[top.code] if top else None


def _region(rows: dict[str, Row], scene: Scene) -> Place | None:
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
