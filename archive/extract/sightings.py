"""Every place of an article where a name stands beside a post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.extract.compact_text import CompactText
from archive.extract.person_names import ALONE, FULL, NEAR, Found, NameReader
from archive.extract.post_phrases import phrases
from archive.extract.posts import LEVEL, ORGAN, PLACE, Phrase
from archive.gazetteer.names import names
from archive.gazetteer.posts import GROUP, OFFICIAL, PERSON, posts

BESIDE, APPOINTED, LEFT = "beside", "appointed", "left"
PRESENT, LEADING = "present", "leading"
# 副市长（挂职）王磊, 副市长：王强
_COLON = re.compile(r"(?:（(?:挂职|兼|兼任|代|正?副?[处厅局县科]级|主持[^（）]{0,6})）)?[ ：]?")
# 市领导还有：甲、乙，丙: the list goes on behind a comma.
_LONG_LIST = re.compile(
    r"(?:[一二三四五六七八九十\d]{1,3}[名人位])?(?:还|分别)?(?:有|为|是|包括)?："
)
_OVER = ("辞去", "不再", "同志不再", "曾", "历任", "先后")
_SIGNED = re.compile(r"([\u4e00-\u9fff·]{2,12}|[\u4e00-\u9fff] [\u4e00-\u9fff]) ")
_SKETCH = re.compile(r"，(?:[男女]，|现任|时任|曾任|历任)")
# A list of names has no more characters than this: some eighty names.
_LONGEST = 300
_REMARKS = re.compile(r"（[^（）]{1,16}）$")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name, and the phrase that gives the post there; `way` says how it was found."""

    name: str
    kind: str
    text: CompactText
    start: int
    phrase: Phrase | None = None
    way: str = BESIDE


class Sightings:
    """Reads one text of an article."""

    def __init__(self, text: CompactText, reader: NameReader) -> None:
        self.text, self.reader = text, reader
        self.phrases = phrases(text.text)
        self.ends = {phrase.end for phrase in self.phrases}

    def all(self) -> Iterator[Sighting]:
        for phrase in self.phrases:
            behind = list(self._behind(phrase))
            yield from behind
            yield from self._in_front(phrase, followed=bool(behind))

    def _sighting(self, found: Found, phrase: Phrase, way: str = BESIDE) -> Sighting:
        return Sighting(found.name, phrase.kind, self.text, found.start, phrase, way)

    def _behind(self, phrase: Phrase) -> Iterator[Sighting]:
        """市领导段晓冬、韩明远; 副市长：王强."""
        blank = _COLON.match(self.text.text, phrase.end)
        start = blank.end() if blank else phrase.end
        if phrase.opening_state and self.text.text.startswith("的", start):
            start += 1  # 时任泗水县委书记的何三思
        if phrase.kind == GROUP and _LONG_LIST.match(self.text.text, phrase.end):
            yield from (self._sighting(one, phrase, PRESENT) for one in self._long_list(phrase))
            return
        # 游客占比仍…: behind 游客 a name has to end surely, behind 市长 it is expected.
        found = self.reader.listed(self.text.text, start, beside=_strength(phrase))
        if start > phrase.end and phrase.kind == PERSON:
            return
        for one in found:
            yield self._sighting(one, phrase)

    def _long_list(self, phrase: Phrase) -> Iterator[Found]:
        text = self.text.text
        colon = _LONG_LIST.match(text, phrase.end)
        at = colon.end() if colon else phrase.end
        while True:
            found = self.reader.listed(text, at, beside=FULL)
            yield from found
            if not found or text[found[-1].end : found[-1].end + 1] != "，":
                return
            at = found[-1].end + 1

    def _in_front(self, phrase: Phrase, *, followed: bool) -> Iterator[Sighting]:
        text = self.text.text
        if text[phrase.start - 1 : phrase.start] == "（":
            yield from self._bracketed(phrase)
        elif phrase.kind == GROUP or text[phrase.start - 1 : phrase.start] == "等":
            near = FULL if phrase.kind == OFFICIAL and not _is_bare(phrase) else ALONE
            yield from (
                self._sighting(one, phrase) for one in self._list_before(phrase.start, near)
            )
        elif _is_bare(phrase) and not followed:
            yield from self._before_title(phrase)
        elif not followed:
            yield from self._signed(phrase)
        if phrase.kind != GROUP:
            yield from self._appointed(phrase)

    def _bracketed(self, phrase: Phrase) -> Iterator[Sighting]:
        """张三（市委常委、副市长）"""
        end = phrase.start - 1
        found = self._behind_post(end) or self.reader.before(self.text.text, end, loose=True)
        if found and self.text.text[phrase.end : phrase.end + 1] in "），；":
            yield self._sighting(found, phrase)

    def _behind_post(self, end: int) -> Found | None:
        """管委会主任|张伦（时任菏泽市市长）: the name is all that stands between the two."""
        start = next((at for at in range(end - 4, end - 1) if at in self.ends), None)
        return self.reader.named(self.text.text, start, end) if start else None

    def _signed(self, phrase: Phrase) -> Iterator[Sighting]:
        """庄若兰　肥城市委书记: a line of its own, as a statement is signed."""
        line = _SIGNED.fullmatch(
            self.text.text[self.text.text.rfind("\n", 0, phrase.start) + 1 : phrase.start]
        )
        if line and self.text.text[phrase.end : phrase.end + 1] in ("", "\n"):
            start = phrase.start - len(line.group())
            found = self.reader.named(self.text.text, start, start + len(line[1]))
            if found:
                yield self._sighting(found, phrase)

    def _before_title(self, phrase: Phrase) -> Iterator[Sighting]:
        """习近平总书记, 王强局长."""
        text, end = self.text.text, phrase.start
        if len(names().copulas.ending(text, end) or "") > 1:
            return  # 张三曾任科长
        leader = next((n for n in posts().leaders if text.endswith(n, 0, end)), None)
        found = Found(end - len(leader), end, leader) if leader else self.reader.before(text, end)
        if found and phrase.kind in (OFFICIAL, PERSON) and (leader or phrase.kind == OFFICIAL):
            yield Sighting(found.name, OFFICIAL, self.text, found.start, phrase)

    def _list_before(self, end: int, near: int) -> list[Found]:
        """何三思、施四维和段晓冬等省领导, 甲、乙等县委常委."""
        text = self.text.text
        end -= text.endswith("等", 0, end)
        closing = ALONE if text[end : end + 1] == "等" else NEAR
        head = max(text.rfind(mark, max(0, end - _LONGEST), end) for mark in "。！？；，：\n") + 1
        head = max(head, end - _LONGEST)
        for start in range(head, end - 1):
            if start > head and not self.reader.opens(text, start):
                continue
            beside = near or closing
            found = (
                self.reader.listed(text, start, beside=beside)
                if beside
                else self.reader.roll(text, start)
            )
            if found and found[-1].end == end and (len(found) > 1 or start == head):
                return found
        return []

    def _appointed(self, phrase: Phrase) -> Iterator[Sighting]:
        """任命张三（女）为市教育局局长; 免去李四的市教育局局长职务; 王强任市长."""
        text, end = self.text.text, phrase.start
        # 现任 and 拟任 are read with the post.
        copula = phrase.opening_state or names().copulas.ending(text, end) or ""
        leaves = (
            text.startswith(("职务", "职"), phrase.end) or text[phrase.end : phrase.end + 1] == "的"
        )
        if not copula and not leaves or copula == "的" and not leaves:
            return
        end -= 0 if phrase.opening_state else len(copula)
        if text[end - 1 : end] == "，":
            yield from self._introduced(phrase, end)
            return
        end = end - 2 if text.endswith("同志", 0, end) else end
        remark = _REMARKS.search(text[max(0, end - 20) : end])
        end = end - len(remark.group()) if remark else end
        way = LEFT if copula in ("", "的") or copula.startswith(_OVER) else APPOINTED
        for found in self._given(end, bare=not copula):
            yield self._sighting(found, phrase, way)

    def _given(self, end: int, *, bare: bool) -> list[Found]:
        """Who is given or loses a post: behind the verb (增选甲、乙), or opening the clause."""
        text = self.text.text
        head = max(text.rfind(mark, 0, end) for mark in "。；，：\n") + 1
        verbs = [m.end() for m in names().appointments.finditer(text, head, end)]
        if verbs:
            start = verbs[-1]
            found = self.reader.named(text, start, end)
            if found:
                return [found]
            listed = self.reader.listed(text, start, beside=FULL)
            if listed and listed[-1].end == end:
                return listed
        found = None if bare else self.reader.before(text, end)
        if not found:
            return []
        listed = self.reader.listed(text, head) if "、" in text[head : found.start] else []
        return listed if listed and listed[-1].end == end else [found]

    def _introduced(self, phrase: Phrase, end: int) -> Iterator[Sighting]:
        """王强，男，汉族，1975年3月生，现任市财政局副局长，拟任…: the name opens the paragraph."""
        text = self.text.text
        head = max(text.rfind(mark, 0, end) for mark in "。；：\n") + 1
        found = self.reader.at(text, head, beside=NEAR)
        if found and _SKETCH.match(text, found.end):
            yield self._sighting(found, phrase, APPOINTED)


def _strength(phrase: Phrase) -> int:
    """How much a name is asked for behind: 副市长 and 市财政局局长 ask for one, 局长 alone less."""
    if phrase.kind == PERSON:
        return ALONE
    deputy = any(posts().bare(element.title) != element.title for element in phrase.elements)
    return FULL if deputy or phrase.kind == GROUP or not _is_bare(phrase) else NEAR


def _is_bare(phrase: Phrase) -> bool:
    """总书记, 局长: a title without a body or a place, as it stands behind a name."""
    element = phrase.elements[0]
    return len(phrase.elements) == 1 and not any(element.texts(k) for k in (PLACE, LEVEL, ORGAN))
