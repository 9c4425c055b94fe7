"""Which place a post serves, and the post filled up with it: 市财政局局长 → 济宁市财政局局长.

市 and 省 without a name are the newspaper's own, even under the dateline of another city.
"""

from __future__ import annotations

from archive.extract.compact_text import CompactText
from archive.extract.posts import LEVEL, LOOSE, ORGAN, PLACE, STATE, Element, Part, Phrase
from archive.gazetteer.places import Place, places
from archive.gazetteer.posts import HONOUR, OFFICIAL, PERSON, SHARED, posts
from archive.records import FIELDS, ArticleDraft, Context, CountyMention, Evidence, PlaceMention

_PROVINCE = frozenset(("省", "自治区"))
_COUNTIES = frozenset("县区旗")
_HEADLINES = frozenset(FIELDS) - {"body"}


class ServedPlaces:
    """The places that 省, 市, 县 … without a name stand for in one article."""

    def __init__(self, draft: ArticleDraft, context: Context, mentions: list[PlaceMention]) -> None:
        self.dateline = draft.dateline.place if draft.dateline else None
        self.home, self.day = places().by_code.get(context.home or ""), context.date
        self.mentions = mentions
        self.whole = "\n".join(draft.fields.values())
        self._levels: dict[str, Place | None] = {}

    def at_level(self, level: str) -> Place | None:
        """The place meant by a bare level; None where the article leaves it open."""
        if level not in self._levels:
            self._levels[level] = self._find(level)
        return self._levels[level]

    def nearest(self, level: str, spot: Evidence) -> Place | None:
        """县长 where several counties are spoken of: the one named last before; 该市 is told so too."""
        named = [
            (row.start, county.code)
            for county in self._counties()
            if county.kind != "zone" and county.name.endswith(level)
            for row in county.evidence
            if row.field == spot.field and row.start < spot.start
        ]
        return places().by_code.get(max(named)[1]) if named else None

    def city_of_body(self, body: str) -> Place | None:
        """市人大常委会 under the headline 晋江市人大常委会任免…: the county-level city whose body is named in full."""
        if len(body) < 2:
            return None
        named = [
            county
            for county in self._counties()
            if county.name.endswith("市") and county.name + body in self.whole
        ]
        home = self.home.name + body in self.whole if self.home else False
        codes = {county.code for county in named}
        return places().by_code.get(codes.pop()) if len(codes) == 1 and not home else None

    def named(self, name: str, within: Place | None = None) -> Place | None:
        """The place of this name, in doubt the one in `within`, in the article or nearest home."""
        found = places().at(name, self.day)
        if within:  # 重庆市江北区 is no 江北区 of 宁波
            found = tuple(place for place in found if within in places().lineage(place.code))
        if len(found) < 2:
            return found[0] if found else None
        return max(found, key=lambda place: self._nearness(place, within))

    def zone(self, printed: str) -> Place | None:
        """高新区 alone: the zone of the article whose name ends so."""
        found = [c for c in self._counties() if c.kind == "zone" and c.name.endswith(printed)]
        if len(found) == 1:
            return places().by_code.get(found[0].code)
        near = places().children.get(self.home.code, []) if self.home and not found else []
        return self._only([p for p in near if p.kind == "zone" and p.label.endswith(printed)])

    def _nearness(self, place: Place, within: Place | None) -> tuple[bool, bool, bool, bool]:
        line = {row.code for row in places().lineage(place.code)}
        seen = {row.code for row in self.mentions} | {row.code for row in self._counties()}
        home = {row.code for row in places().lineage(self.home.code)} if self.home else set()
        higher = place.level != "county"
        return (
            bool(within and within.code in line),
            place.code in seen,
            higher,
            len(line & home) > 0,
        )

    def _counties(self) -> list[CountyMention]:
        return [county for row in self.mentions for county in row.counties]

    def _find(self, level: str) -> Place | None:
        if level in _PROVINCE:
            return self._province(level)
        if level == "市":
            return self._city()
        if level in ("州", "盟", "自治州") and self.home and self.home.name.endswith(level):
            return self.home
        if level in ("州", "盟", "自治州"):
            return self._only([row for row in self._subjects() if row.name.endswith(level)])
        return self._county(level)

    def _province(self, level: str) -> Place | None:
        if self.home:
            return places().province_of(self.home)
        found = {places().lineage(row.code)[0] for row in self._subjects()}
        return self._only([row for row in found if row.name.endswith(level)])

    def _city(self) -> Place | None:
        home = self.home
        if home and home.name.endswith("市"):
            return home
        titled = self._county("市", headline=True)
        if titled:
            return titled
        cities = [row for row in self._subjects() if row.level == "prefecture"]
        if len(cities) == 1:
            return cities[0]
        if home and home.level == "county":
            return places().city_of(home)
        return self.named(self.dateline) if self.dateline else None

    def _county(self, level: str, headline: bool = False) -> Place | None:
        rows = [c for c in self._counties() if c.kind != "zone" and c.name.endswith(level)]
        if headline:
            rows = [c for c in rows if any(e.field in _HEADLINES for e in c.evidence)]
        chosen = [c for c in rows if c.role == "subject"] or rows
        codes = {c.code for c in chosen}
        if not codes and self.home and self.home.level == "county" and not headline:
            return self.home if self.home.name.endswith(level) else None
        return places().by_code.get(codes.pop()) if len(codes) == 1 else None

    def _subjects(self) -> list[Place]:
        rows = [row for row in self.mentions if row.role == "subject"]
        return [places().by_code[row.code] for row in rows if row.code in places().by_code]

    @staticmethod
    def _only(found: list[Place]) -> Place | None:
        return found[0] if len(found) == 1 else None


class FilledPost:
    """A phrase with its places filled in: `text`, and `place` that the last of its posts serves."""

    def __init__(self, text: CompactText, phrase: Phrase, served: ServedPlaces) -> None:
        self.served, self.source = served, text
        self.place: Place | None = None
        self.filling = self.printed = False
        self._filled: set[str] = set()
        self.text, end = "", phrase.start
        self.carried = _carried(phrase)
        for element in _offices(phrase):
            joint = text.text[end : element.start].replace(" ", "、")
            self.text, end = self.text + joint + self._element(element), element.end

    def _element(self, element: Element) -> str:
        place = self._explicit(element)
        self._filled |= {body[0] for body in element.texts(ORGAN) if body.endswith("级")}
        if element.kind == HONOUR:
            carries = place is None and element.level and element.level in self.carried
            return self._written(element, self._bare(element) if carries else None)
        if place is None and element.level:
            place = self._bare(element)
            if place is not None:
                self.filling = True
                return self._written(element, place)
        elif element.texts(PLACE):
            self.printed = True
            self._filled |= _levels_of(element)
        return self._written(element, None)

    def _explicit(self, element: Element) -> Place | None:
        """Printed places from the greatest to the least: 泰安市, 泰山区."""
        within: Place | None = None
        for name in element.texts(PLACE):
            within = self.served.named(name, within) or within
        for loose in element.texts(LOOSE):
            within = self.served.zone(loose) or within
        self.place = within or self.place
        return within

    def _bare(self, element: Element) -> Place | None:
        level = element.level or ""
        spot = self.source.evidence(element.start, element.end)
        if self.source.text[element.start - 1 : element.start] == "该":
            place = self.served.nearest(level, spot) or self.served.at_level(level)
        else:
            place = self.served.at_level(level)
            if place is None and level in _COUNTIES:
                place = self.served.nearest(level, spot)
        if level == "市" and element.texts(ORGAN):
            place = self.served.city_of_body(element.texts(ORGAN)[0]) or place
        self.place = place or self.place
        if level in self._filled:
            return None
        self._filled.add(level)
        return place

    def _written(self, element: Element, place: Place | None) -> str:
        parts = [part for at, part in enumerate(element.parts) if at or not _passing(part)]
        written = "".join(
            self._part(part, place, after)
            for part, after in zip(parts, [*parts[1:], None], strict=True)
        )
        if place is None:
            written = _said_once(written, parts)
        printed = any(part.kind == LEVEL for part in parts)
        return written if printed or place is None else place.name + written

    def _part(self, part: Part, place: Place | None, after: Part | None) -> str:
        if part.kind == LEVEL and place:
            return _plainly(place) + (part.text if _doubled(place, after) else "")
        if part.kind == LOOSE:
            # 阿拉善盟行署副盟长、高新区管委会主任: whose zone it is has been said.
            zone = None if self.printed else self.served.zone(part.text)
            return zone.label if zone else part.text
        # Printed in full with its place, a post stays as printed: 诸城市市场监管局局长.
        full = posts().full if self.filling or place else {}
        return full.get(part.text, part.text) if part.kind == ORGAN else part.text


def _carried(phrase: Phrase) -> set[str]:
    """The levels that an honour says for the office behind it: 市政协委员、市大数据局局长."""
    offices = [element for element in phrase.elements if element.kind == OFFICIAL]
    return {offices[0].level or ""} - {""} if offices and not offices[0].texts(PLACE) else set()


def _said_once(post: str, parts: list[Part]) -> str:
    """Of 县副县长 and 县县长, where no place fills them, the level is said by the title already."""
    level = parts[0].text if len(parts) == 2 and parts[0].kind == LEVEL else ""
    return parts[1].text if level and level == posts().bare(parts[1].text)[:1] else post


def _offices(phrase: Phrase) -> tuple[Element, ...]:
    """Without a rank of learning behind the office: 巴楚县农业农村局副局长|、高级农艺师."""
    kinds = [posts().kind(element.title) for element in phrase.elements]
    last = len(kinds)
    while last > 1 and kinds[last - 1] == PERSON and _is_rank(phrase.elements[last - 1]):
        last -= 1
    return phrase.elements[:last] if {OFFICIAL, SHARED} & set(kinds[:last]) else phrase.elements


def _is_rank(element: Element) -> bool:
    """高级农艺师; but 村委会主任 behind 某村党支部书记 is an office of the village."""
    return len(element.parts) == 1 and not element.title.startswith(("村", "居", "社区"))


def _plainly(place: Place) -> str:
    """市中区 is found in many a city: 乐山市市中区; a district of 天津市 is named with it."""
    city = places().city_of(place)
    own = place.level == "county" and place.name.endswith("区")
    municipal = city.level == "province" and city.name.endswith("市")
    return (
        city.name + place.name if own and (municipal or place.name in posts().vague) else place.name
    )


def _doubled(place: Place, after: Part | None) -> bool:
    """大理白族自治州|州委, 科尔沁左翼后旗|旗委, but 泗水县委, 锡林郭勒盟委."""
    committee = after is not None and after.kind == ORGAN and after.text.startswith("委")
    return committee and place.name.endswith(("自治州", "自治县", "旗"))


def _levels_of(element: Element) -> set[str]:
    """A printed 济南市 need not be filled in again before a 副市长 that follows."""
    names = element.texts(PLACE)
    short = posts().bare(element.title)[:1]
    return {name[-1] for name in names} | {short} | {"市" for name in names if len(name) == 2}


def _passing(part: Part) -> bool:
    return part.kind == STATE and part.text not in ("原", "前")
