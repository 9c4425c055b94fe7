"""Which of its places an article is about: the headline's, the newspaper's own, what weighs most."""

from __future__ import annotations

from archive.extract.place_choice import Scene
from archive.extract.place_rows import SUBJECT, Row, row_of
from archive.gazetteer.places import Place, places
from archive.records import ArticleDraft, CountyMention

PEER, PEERS = 0.6, 3  # of the weight of the place most spoken of; so many may be equals


def subjects_of(rows: dict[str, Row], draft: ArticleDraft, scene: Scene) -> set[str]:
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
    for anchor in (scene.home, scene.local):
        city = book.city_of(anchor) if anchor else None
        if city and city.code in rows and city.level != "province":
            _add_anchor(subjects, city, rows, bool(scene.local))
    home = book.city_of(scene.home) if scene.home and not scene.local else None
    if home and home.level == "province":
        subjects |= {code for code, row in rows.items() if row.visited and code != home.code}
    return subjects or _weightiest(rows, scene)


def _add_anchor(subjects: set[str], city: Place, rows: dict[str, Row], agency: bool) -> None:
    """The home city is a subject where enough is said of it; its province is then the setting.

    So is another city in the headline (运往郑州的苹果) of which far less is said.
    """
    weight, top = rows[city.code].weight, max(row.weight for row in rows.values())
    if (agency or (subjects and city.code not in subjects)) and weight * 4 < top:
        return
    province = places().province_of(city).code
    for code in subjects & rows.keys() - {city.code}:
        if rows[code].weight * (1 if code == province else 3) <= weight:
            subjects.discard(code)
    subjects.add(city.code)


def _weightiest(rows: dict[str, Row], scene: Scene) -> set[str]:
    """What is spoken of most: the home province where it is, else one, two or three equals.

    Four and more level places are examples of the home province. Where only places far from home
    are told in passing (销往上海), the article is about home.
    """
    anchor = scene.home if not scene.local else None
    home = places().city_of(anchor) if anchor else None
    top = max(row.weight for row in rows.values())
    near = any(row.lead or (home and _is_near(row.place, home)) for row in rows.values())
    peers = [code for code, row in rows.items() if _is_peer(row, top)]
    own = rows[home.code].weight if home and home.code in rows else 0
    if home and (top == 0 or not near or own == top or len(peers) > PEERS):
        row_of(rows, home)
        return {home.code}
    others = {code for code in peers if not home or code != home.code}
    if home and own and len(others) > 1 and (2 * own >= top or len(others) > 2):
        return {home.code}
    return others if len(others) <= PEERS else set()


def _is_peer(row: Row, top: int) -> bool:
    return 0 < row.weight >= (top - 1 if row.lead else PEER * top)


def _is_near(place: Place, home: Place) -> bool:
    """Home itself or a part of it."""
    return home in places().lineage(place.code)


def only_home(rows: dict[str, Row], home: Place) -> set[str]:
    """An article that names no place at all is taken to be about the paper's own."""
    row = row_of(rows, places().city_of(home))
    if home.level == "county":
        row.counties[home.code] = CountyMention(home.code, home.label, SUBJECT, [], home.kind)
    return {row.place.code}
