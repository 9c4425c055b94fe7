"""Posts in a text: each is read from its closing word leftwards, 局长 ← 交通运输局 ← 济宁市.

Posts joined by 、 or 兼 are one phrase: 市委书记、市人大常委会主任.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.names import names
from archive.gazetteer.places import places
from archive.gazetteer.posts import (
    BYLINE,
    GROUP,
    HONOUR,
    OFFICIAL,
    PERSON,
    SHARED,
    longest_before,
    posts,
    tail_before,
)

PLACE, LEVEL, ORGAN, STATE, TITLE, LOOSE = "place", "level", "organ", "state", "title", "loose"
_PAST = frozenset(("原", "前"))
_LEAGUE = frozenset(("中共", "共青团", "团"))
_INNER = re.compile(r"[\u4e00-\u9fff\w·“”‘’（）&+-]")
_LEVEL_TITLES = "省市县区州盟旗镇乡"
_WINDOW = 30


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a post: its kind, and its text as printed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Element:
    """One post at `start:end`; `kind` is official, group, honour, person, byline or vague (院长 alone)."""

    start: int
    end: int
    parts: tuple[Part, ...]
    kind: str

    @property
    def title(self) -> str:
        return self.parts[-1].text

    def texts(self, kind: str) -> list[str]:
        return [part.text for part in self.parts if part.kind == kind]

    @property
    def level(self) -> str | None:
        """The level printed without a name: 市 in 市财政局局长 and in 副市长."""
        printed = self.texts(LEVEL)
        if printed or self.texts(PLACE):
            return printed[-1] if printed else None
        bare = posts().bare(self.title)
        return bare[0] if len(bare) == 2 and bare[1] == "长" and bare[0] in _LEVEL_TITLES else None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Joined posts of one person."""

    elements: tuple[Element, ...]

    @property
    def start(self) -> int:
        return self.elements[0].start

    @property
    def end(self) -> int:
        return self.elements[-1].end

    @property
    def kind(self) -> str:
        """official as soon as one of the posts is; an honour or a vague title alone makes a person."""
        kinds = [element.kind for element in self.elements]
        for kind in (BYLINE, OFFICIAL, GROUP):
            if kind in kinds:
                return kind
        return PERSON

    def printed(self, text: str) -> str:
        """The phrase as printed, without 时任 or 现任 in front."""
        head = self.elements[0]
        skipped = sum(
            len(p.text) for p in head.parts[:1] if p.kind == STATE and p.text not in _PAST
        )
        return text[self.start + skipped : self.end].replace(" ", "")


def phrases(text: str) -> list[Phrase]:
    """The post phrases of a text, in order."""
    chains: list[list[Element]] = []
    for element in elements(text):
        if chains and _joined(text, chains[-1][-1], element):
            chains[-1].append(element)
        else:
            chains.append([element])
    return [Phrase(tuple(_settled(chain))) for chain in chains]


def elements(text: str) -> Iterator[Element]:
    """Every post, even where no name stands beside it."""
    for match in posts().title.finditer(text):
        yield _Walk(text, match.start()).element(match.end())


def _joined(text: str, left: Element, right: Element) -> bool:
    return text[left.end : right.start] in posts().joints


def _settled(chain: list[Element]) -> list[Element]:
    """A vague title takes its class from the post before it: 市委常委、秘书长; 公司董事长、党委书记."""
    out: list[Element] = []
    for element in chain:
        kind = element.kind
        inherits = len(element.parts) == 1 or not (element.texts(PLACE) or element.level)
        if out and out[-1].kind == PERSON and inherits and kind in (OFFICIAL, "vague"):
            kind = PERSON
        elif kind == "vague":
            kind = out[-1].kind if out and out[-1].kind != HONOUR else PERSON
        out.append(Element(element.start, element.end, element.parts, kind))
    return out


class _Walk:
    """Reads one post from its title leftwards."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.at, self.title_start = text, start, start
        self.parts: list[Part] = []
        self.body = False

    def element(self, end: int) -> Element:
        title = self.text[self.title_start : end]
        kind = posts().kind(title)
        if kind not in (BYLINE, HONOUR):
            self._read(kind)
        elif kind == HONOUR:
            self._honour()
        parts = (*reversed(self.parts), Part(TITLE, title))
        return Element(self.at, end, parts, self._class(kind, parts))

    def _read(self, kind: str) -> None:
        self._state()
        if kind == PERSON:
            self._loose()
            return
        for _ in range(4):
            if not self._organ():
                break
        if not self.body:
            self._places()
            self._state()

    def _honour(self) -> None:
        """全国人大代表, 市政协委员: the level alone."""
        if self.text.endswith("全国", 0, self.at):
            self._take(LOOSE, "全国")
        else:
            self._places()

    def _take(self, kind: str, words: str) -> bool:
        self.at -= len(words)
        self.parts.append(Part(kind, words))
        return True

    def _state(self) -> bool:
        state = longest_before(self.text, self.at, posts().states, 2)
        # 太原市长, 安阳前市长: the last character of a place is no 原.
        if state is None or self._place_name():
            return False
        return self._take(STATE, state)

    def _organ(self) -> bool:
        lexicon = posts()
        organ = lexicon.organ_before(self.text, self.at)
        body = tail_before(self.text, self.at, lexicon.bodies)
        if organ and len(organ) == 1 and not self._committee():
            organ = None
        if body and len(body) > len(organ or ""):
            return self._loose()
        if organ:
            return self._take(ORGAN, organ)
        return self._generic()

    def _committee(self) -> bool:
        """委 is a party committee only behind a level: 市委, 泗水县委, 高新区委."""
        return self.text[self.at - 2 : self.at - 1] in {*_LEVEL_TITLES, "工", "团"}

    def _generic(self) -> bool:
        """A body that no list has, back to the body or the place before it: 省工信厅|数据产业推进处."""
        tail = tail_before(self.text, self.at, posts().generic)
        if not tail or self._place_name():
            return False
        first = self._window(self.at - len(tail), 16)
        for end in range(self.at - len(tail), first, -1):
            organ = posts().organ_before(self.text[:end], end)
            if organ and len(organ) > 1 and end - len(organ) >= first:
                return self._take(ORGAN, self.text[end : self.at]) if end < self.at else False
        anchor = self._anchor(first)
        if anchor is not None and anchor < self.at:
            return self._take(ORGAN, self.text[anchor : self.at])
        if self.at - first < 3:
            return False
        return self._take(LOOSE, self.text[first : self.at])

    def _anchor(self, first: int) -> int | None:
        """Where the place at the beginning of the window ends: 济宁市|大数据中心, 市|大数据中心."""
        for end in range(first + 1, self.at - 1):
            known = longest_before(self.text[first:end], end - first, _place_names(), 15)
            if known and end - first == len(known) and not self._longer(first, end):
                return end
        level = next((w for w in posts().levels if self.text.startswith(w, first)), None)
        return first + len(level) if level else None

    def _longer(self, first: int, end: int) -> bool:
        return any(self.text[first : end + more] in _place_names() for more in (1, 2, 3))

    def _window(self, end: int, most: int) -> int:
        """The leftmost place where a long name that ends at `end` may begin."""
        first, least = end, max(0, end - most)
        while first > least and _INNER.match(self.text[first - 1]):
            if self.text[first - 1] in "”）":
                opened = self.text.rfind("“" if self.text[first - 1] == "”" else "（", least, first)
                if opened < 0 or self.text[first - 2] in "。！？，；":
                    break
                first = opened
                continue
            if self.text[first - 1] in "“（" or self._breaks(first):
                break
            first -= 1
        return first

    def _breaks(self, first: int) -> bool:
        """A word like 由 or 采访 ends here; 据 does so only at the head of a clause (数据)."""
        lexicon = names()
        if lexicon.breaks.ending(self.text, first):
            return True
        edge = lexicon.edges.ending(self.text, first)
        return bool(edge) and _heads_clause(self.text, first - len(edge or ""))

    def _loose(self) -> bool:
        """A company, a school, a village: all that stands before the title in the clause."""
        self.body = True
        first = self._window(self.at, _WINDOW)
        return self._take(LOOSE, self.text[first : self.at]) if first < self.at else False

    def _places(self) -> None:
        for _ in range(4):
            if not (self._town() or self._named_place() or self._level()):
                break
        league = longest_before(self.text, self.at, _LEAGUE, 3)
        if league and not tail_before(self.text, self.at, posts().bodies):
            self._take(ORGAN, league)

    def _place_name(self) -> str | None:
        return longest_before(self.text, self.at, _place_names(), 15)

    def _named_place(self) -> bool:
        name = self._place_name()
        return self._take(PLACE, name) if name else False

    def _level(self) -> bool:
        if any(part.kind in (PLACE, LEVEL) for part in self.parts):
            return False
        level = tail_before(self.text, self.at, posts().levels)
        return self._take(LEVEL, level) if level else False

    def _town(self) -> bool:
        """泗水县|泉林镇, 济宁|某某开发区: towns and zones are in no list."""
        lexicon = posts()
        tail = tail_before(self.text, self.at, (*lexicon.zones, *lexicon.towns))
        if not tail or self._place_name():
            return False
        end = self.at - len(tail)
        first = self._window(end, 10 if tail in lexicon.zones else 5)
        starts = [
            s for s in range(first, end) if longest_before(self.text[:s], s, _place_names(), 15)
        ]
        start = starts[-1] if starts else first
        if tail in lexicon.towns and not starts and end - start > 3:
            start = end - 2
        return self._take(LOOSE, self.text[start : self.at])

    def _class(self, kind: str, parts: tuple[Part, ...]) -> str:
        if self.body and kind != BYLINE:
            return PERSON
        if kind == SHARED:
            kinds = {part.kind for part in parts}
            if ORGAN in kinds or (LOOSE in kinds and kinds & {PLACE, LEVEL}):
                return OFFICIAL
            if kinds <= {TITLE, STATE}:
                return "vague"
            # 自治区主席: few shared titles follow a place with no body between.
            direct = posts().bare(parts[-1].text) in posts().direct
            return OFFICIAL if direct and kinds & {PLACE, LEVEL} else PERSON
        if kind == GROUP and not {part.kind for part in parts} & {PLACE, LEVEL, ORGAN}:
            return "vague"
        return kind


def _heads_clause(text: str, start: int) -> bool:
    return start <= 0 or not _INNER.match(text[start - 1])


@lru_cache(maxsize=1)
def _place_names() -> frozenset[str]:
    return frozenset(name for name, _, _ in places().names() if len(name) > 1)
