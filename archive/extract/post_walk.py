"""A post read from its closing word leftwards: 局长 ← 交通运输局 ← 济宁市."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.extract.posts import (
    LEVEL,
    LEVEL_TITLES,
    LOOSE,
    ORGAN,
    PLACE,
    STATE,
    TITLE,
    VAGUE,
    Element,
    Part,
)
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

_INNER = re.compile(r"[\u4e00-\u9fff\w·“”‘’（）&+-]")
# 省委|第三|巡视组, 市|第六届|委员会
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,3}[届师]?$")
# 十四届|全国人大代表
_TERM = re.compile(r"第?[一二三四五六七八九十]{1,3}届$")
# 该局|党组书记: the body named before
_THAT_BODY = re.compile(r"该[局委院办厅部处中心]$")
# Bodies of every house: 办公室主任 alone tells of no office of state.
_ANYWHERE = frozenset(("办公室", "工会", "团委", "妇联", "政治部", "办公厅"))
# 任命|文博|为喀什大学副校长, or such a line of a list of appointments
_GIVEN = re.compile(r"(?:^|[\n；。，：]|任命|决定|提名|选举)[\u4e00-\u9fff·]{2,12}$")
_VILLAGE = re.compile(r"[\u4e00-\u9fff](?:村|社区)(?:党(?:委|支部|总支))?$")
# 市水务局派驻|某村第一书记: who sent him is no part of the post.
_SENT = re.compile(r".*(?:派驻|选派|下派|派到|派出|派往|派|驻)(?!村|队)")
_WINDOW, _GAP = 30, 9
# Bodies that only a zone or a town has: what stands before them is its name.
_SEATED = ("管委会", "管理委员会", "党工委", "工委", "街道办", "街道办事处", "办事处")


class PostWalk:
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
        self._organs()
        if not self.body:
            self._seat()
            # 任城区政协|原|党组书记
            if self._state() and self._organ():
                self._organs()
                self._seat()

    def _organs(self) -> None:
        for _ in range(4):
            if not self._organ():
                break

    def _seat(self) -> None:
        if self.body:
            return
        self._places()
        if self._wider():
            self._places()

    def _honour(self) -> None:
        """全国人大代表, 市政协委员: the level alone."""
        if self.text.endswith("全国", 0, self.at):
            self._take(LOOSE, "全国")
            term = _TERM.search(self.text[max(0, self.at - 6) : self.at])
            if term:
                self._take(LOOSE, term.group())
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
        ordinal = _ORDINAL.search(self.text[max(0, self.at - 5) : self.at])
        if ordinal and (self.parts or ordinal.group()[-1] == "师"):
            return self._take(ORGAN, ordinal.group())
        organ = lexicon.organ_before(self.text, self.at)
        body = tail_before(self.text, self.at, lexicon.bodies)
        if organ and len(organ) == 1 and not self._committee():
            organ = None
        seated = self.parts and self.parts[-1].text in _SEATED
        if body and len(body) > len(organ or "") and not seated:
            return self._loose()
        if organ:
            return self._take(ORGAN, organ)
        that = _THAT_BODY.search(self.text[max(0, self.at - 2) : self.at])
        return self._take(ORGAN, that.group()) if that else self._generic()

    def _committee(self) -> bool:
        """委 is a party committee only behind a level: 市委, 泗水县委, 高新区委."""
        return self.text[self.at - 2 : self.at - 1] in {*LEVEL_TITLES, "工", "团"}

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

    def _wider(self) -> bool:
        """A known body may be the tail of an unknown one: 市|轨道交通局, 莱州市|海洋发展和渔业局."""
        if not self.parts or self.parts[-1].kind != ORGAN:
            return False
        first = self._window(self.at, 16)
        anchor = self._anchor(first) if self.at - first > 1 else None
        inner = self.text[anchor : self.at]
        if anchor is not None and 0 < len(inner) < _GAP and not posts().opens_organ(inner):
            self.at, self.parts[-1] = anchor, Part(ORGAN, inner + self.parts[-1].text)
            return True
        opened = names().openings.ending(self.text, self.at)
        if self.parts[-1].text in _SEATED and not opened and 1 < self.at - first < _GAP:
            return self._take(LOOSE, self.text[first : self.at])
        return False

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
        if self.text[first - 1] == "为" and _GIVEN.search(self.text, max(0, first - 16), first - 1):
            return True
        edge = lexicon.edges.ending(self.text, first)
        start = first - len(edge or "")
        return bool(edge) and (
            _heads_clause(self.text, start) or bool(lexicon.breaks.ending(self.text, start))
        )

    def _loose(self) -> bool:
        """A company, a school, a village: all that stands before the title in the clause."""
        self.body = True
        first = self._window(self.at, _WINDOW)
        if self.text.startswith("第一书记", self.title_start):
            sent = _SENT.match(self.text, first, self.at)
            first = sent.end() if sent else first
        return self._take(LOOSE, self.text[first : self.at]) if first < self.at else False

    def _places(self) -> None:
        for _ in range(4):
            if not (self._town() or self._named_place() or self._level()):
                break
        league = longest_before(self.text, self.at, posts().leagues, 12)
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
            return OFFICIAL if self._village(parts) else PERSON
        if kind == SHARED:
            kinds = {part.kind for part in parts}
            organs = {part.text for part in parts if part.kind == ORGAN}
            if organs and organs <= _ANYWHERE and not kinds & {PLACE, LEVEL, LOOSE}:
                return VAGUE
            if ORGAN in kinds or (LOOSE in kinds and kinds & {PLACE, LEVEL}):
                return OFFICIAL
            if any(p.kind == LOOSE and p.text.endswith(posts().towns) for p in parts):
                return OFFICIAL
            if kinds <= {TITLE, STATE}:
                return VAGUE
            # 自治区主席: few shared titles follow a place with no body between.
            direct = posts().bare(parts[-1].text) in posts().direct
            return OFFICIAL if direct and kinds & {PLACE, LEVEL} else PERSON
        if parts[-1].text in posts().sessions:
            return GROUP
        if kind == GROUP and not {part.kind for part in parts} & {PLACE, LEVEL, ORGAN}:
            return VAGUE
        return kind

    @staticmethod
    def _village(parts: tuple[Part, ...]) -> bool:
        """柿林村|党支部书记: the party's man in a named village; 村主任 and 社区书记 alone are people."""
        bare = posts().bare(parts[-1].text)
        if bare not in ("党支部书记", "党总支书记", "支部书记", "第一书记", "书记"):
            return False
        before = "".join(p.text for p in parts[:-1] if p.kind in (PLACE, LOOSE, ORGAN))
        return bool(_VILLAGE.search(before)) and (
            bare != "书记" or before.endswith(("党委", "党支部", "党总支"))
        )


def _heads_clause(text: str, start: int) -> bool:
    return start <= 0 or not _INNER.match(text[start - 1])


@lru_cache(maxsize=1)
def _place_names() -> frozenset[str]:
    return frozenset(name for name, _, _ in places().names() if len(name) > 1)
