"""Every stretch of an article's text that may name a place, with the places it may be.

What is plainly part of another name (青岛科技大学, 记者安康, 扩大连接) is left out here already.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from archive.gazetteer.datelines import dateline_at_head
from archive.gazetteer.place_words import HAN, place_words
from archive.gazetteer.places import OLD_PREFECTURE_TAILS, Place, places, standing
from archive.records import ArticleDraft
from archive.text.segment import borders

RUN = re.compile(r"[^\W_]+")
COUNTED = re.compile(r"[\d一二三四五六七八九十百千两][天年月日时分元家个万亿名]$")
# 高新区 and 经开区 alone: the zone of the city spoken of.
GENERIC = {
    "高新区": "高新区",
    "高新技术产业开发区": "高新区",
    "经开区": "经开区",
    "经济技术开发区": "经开区",
    "经济开发区": "经开区",
}


@dataclass(slots=True)
class Hit:
    """`draft.<field>[start:end]` may be one of `candidates`; `full` when printed with its 市, 县.

    `tight` names are two characters long with their suffix (莒县): they need a reason.
    """

    field: str
    start: int
    end: int
    text: str
    candidates: tuple[Place, ...]
    full: bool
    weak: bool = False
    tight: bool = False
    generic: str = ""
    place: Place | None = None
    opening: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    candidates: tuple[Place, ...]
    full: bool
    weak: bool = False
    generic: str = ""


def _datelines(text: str) -> list[tuple[int, int]]:
    """The spans of datelines at the heads of paragraphs: they name no place of the article."""
    spans_found, start = [], 0
    for paragraph in text.split("\n"):
        if form := dateline_at_head(paragraph):
            spans_found.append((start, start + form.end))
        start += len(paragraph) + 1
    return spans_found


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, _Name], dict[str, tuple[int, ...]]]:
    """Names by text, and for every first two characters the lengths to try, longest first."""
    words = place_words()
    found: dict[str, dict[str, Place]] = {}
    old: set[str] = set()
    for name, place, historical in places().names():
        found.setdefault(name, {})[place.code] = place
        if historical:
            old.add(name)
    for place in places().by_code.values():
        if place.level == "prefecture":
            for tail in OLD_PREFECTURE_TAILS:
                found.setdefault(place.short + tail, {}).setdefault(place.code, place)
                old.add(place.short + tail)
    names = {word: _Name((), True) for word in words.masks}
    for name, rows in found.items():
        full = name in old or any(name == row.name or row.kind == "zone" for row in rows.values())
        full = full or (len(name) > 2 and name[-1] in "省市县区旗州盟")
        names.setdefault(name, _Name(tuple(rows.values()), full, name in words.weak))
    names |= {word: _Name((), True, False, kind) for word, kind in GENERIC.items()}
    sizes: dict[str, set[int]] = {}
    for name in names:
        if len(name) > 1:
            sizes.setdefault(name[:2], set()).add(len(name))
    return names, {key: tuple(sorted(value, reverse=True)) for key, value in sizes.items()}


def find_hits(draft: ArticleDraft, day: date | None = None) -> list[Hit]:
    """The hits of all four fields in reading order: kicker, title, subtitle, body.

    `day` is the issue's: it tells which of the places given up lately still stood.
    """
    people = {*draft.reporters, *draft.correspondents, *draft.compilers, *draft.photographers}
    hits: list[Hit] = []
    for field, text in draft.fields.items():
        if text:
            closed = _datelines(text) if field == "body" else []
            for name in people:
                closed += [
                    (match.start(), match.end()) for match in re.finditer(re.escape(name), text)
                ]
            hits += _Scan(field, text, closed).hits()
    for hit in hits:
        hit.candidates = standing(hit.candidates, day)
    return hits


class _Scan:
    """Longest names first, left to right; a name starts where a word of the language does."""

    def __init__(self, field: str, text: str, closed: list[tuple[int, int]]) -> None:
        self.field, self.text = field, text
        self.closed = {at for start, end in closed for at in range(start, end)}
        self.cuts = _Cuts(text)
        self.names, self.sizes = _lexicon()

    def hits(self) -> list[Hit]:
        found: list[Hit] = []
        at, size = 0, len(self.text)
        while at < size - 1:
            sizes = self.sizes.get(self.text[at : at + 2])
            end = self._longest(at, sizes, found) if sizes and at not in self.closed else 0
            at = end or at + 1
        return found

    def _longest(self, at: int, sizes: tuple[int, ...], found: list[Hit]) -> int:
        """Takes the longest name that holds here; returns its end, 0 when none does."""
        after_hit = bool(found) and found[-1].end == at
        if at not in self.cuts and not after_hit:
            return 0
        for size in sizes:
            end = at + size
            name = self.names.get(self.text[at:end])
            if name is None or end > len(self.text):
                continue
            if not name.candidates and not name.generic:
                return end
            end = self._district_inside(at, end, name)
            text = self.text[at:end]
            name = self.names[text]
            if self._holds(at, end, name):
                tight = name.full and (len(text) == 2 or self._is_tight(at, text))
                hit = Hit(self.field, at, end, text, name.candidates, name.full, name.weak, tight)
                hit.generic = name.generic
                found.append(hit)
                return end
        return 0

    def _is_tight(self, at: int, text: str) -> bool:
        """强产业、兴城市 need not be 兴城市; 临港开发区 stands in many cities."""
        words = place_words()
        verb = text.endswith("城市") and text[:-1] in words.weak
        return verb or text in words.zone_common

    def _district_inside(self, at: int, end: int, name: _Name) -> int:
        """济南市中区 is 济南 and 市中区, not 济南市 and 中区."""
        if self.text[end - 1] == "市" and self.text[at : end - 1] in self.names:
            inner = self.names.get(self.text[end - 1 : end + 2])
            codes = {place.code for place in name.candidates}
            if inner and any(place.parent in codes for place in inner.candidates):
                return end - 1
        return end

    def _holds(self, at: int, end: int, name: _Name) -> bool:
        words = place_words()
        if COUNTED.search(self.text[max(0, at - 1) : at + 1]):  # 春节8天全县: not 天全县
            return False
        if name.generic:
            return not self.text[:at].endswith(words.general)
        if name.full:
            return not self.text.startswith(("域", "间", "块", "划"), end)
        if not self._ends_word(at, end, name) or words.is_inside(self.text, end):
            return False
        return not self._is_person(at, end, name)

    def _ends_word(self, at: int, end: int, name: _Name) -> bool:
        """Whether the word at hand ends with the name; 青岛港 still speaks of 青岛, 日照时 of none."""
        if end in self.cuts:
            return True
        port = self.text[end : end + 1] == "港"
        if port and all(place.name.endswith("区") for place in name.candidates):
            return self.text[end : end + 2] == "港区"  # 盐田港 is the city's; 海沧港区 in 海沧区
        return at in self.cuts and (not name.weak or port)

    def _is_person(self, at: int, end: int, name: _Name) -> bool:
        """记者安康, 副局长鄂长春: behind a title; 、王清河、: behind a family name that opens a name."""
        words = place_words()
        text, before = self.text[at:end], self.text[max(0, at - 8) : at].rstrip()
        if before.endswith(words.titles):
            return True
        family = before[-1:] if len(text) == 2 else ""
        surname = bool(family) and family in words.surnames
        if (surname or family in words.rare_surnames) and before[:-1].endswith(words.titles):
            return True
        county = all(place.level == "county" for place in name.candidates)
        personal = name.weak or county or text in words.double_surnames
        return personal and surname and not re.match(rf"[{HAN}]", before[-2:-1])


class _Cuts:
    """Where the words of a text begin and end; only the runs that are asked about are cut."""

    def __init__(self, text: str) -> None:
        self._text, self._cuts = text, set[int]()
        self._runs = [match.span() for match in RUN.finditer(text)]
        self._starts = [start for start, _ in self._runs]
        self._done: set[int] = set()

    def __contains__(self, at: int) -> bool:
        run = bisect_right(self._starts, at) - 1
        for number in (run - 1, run):  # `at` may be the end of the run before
            if number >= 0 and number not in self._done:
                self._cut(number)
        return at in self._cuts

    def _cut(self, number: int) -> None:
        """Words inside longer ones do not count."""
        start, end = self._runs[number]
        self._cuts.update(start + at for at in borders(self._text[start:end]))
        self._done.add(number)
