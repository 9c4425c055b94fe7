"""Every place of an article where a name stands beside a post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.extract.compact_text import CompactText
from archive.extract.person_names import Found, NameReader
from archive.extract.post_phrases import phrases
from archive.extract.posts import LEVEL, ORGAN, PLACE, Phrase
from archive.gazetteer.names import names
from archive.gazetteer.posts import GROUP, OFFICIAL, PERSON, posts

BESIDE, APPOINTED, PRESENT, LEADING = "beside", "appointed", "present", "leading"
_COLON = re.compile(r"[ ：]?")
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

    def all(self) -> Iterator[Sighting]:
        for phrase in self.phrases:
            yield from self._behind(phrase)
            yield from self._in_front(phrase)

    def _sighting(self, found: Found, phrase: Phrase, way: str = BESIDE) -> Sighting:
        return Sighting(found.name, phrase.kind, self.text, found.start, phrase, way)

    def _behind(self, phrase: Phrase) -> Iterator[Sighting]:
        """市领导段晓冬、韩明远; 副市长：王强."""
        blank = _COLON.match(self.text.text, phrase.end)
        start = blank.end() if blank else phrase.end
        # 游客占比仍…: behind 游客 a name has to end surely, behind 市长 it is expected.
        found = self.reader.listed(self.text.text, start, beside=phrase.kind != PERSON)
        if start > phrase.end and phrase.kind == PERSON:
            return
        for one in found:
            yield self._sighting(one, phrase)

    def _in_front(self, phrase: Phrase) -> Iterator[Sighting]:
        text = self.text.text
        if text[phrase.start - 1 : phrase.start] == "（":
            yield from self._bracketed(phrase)
        elif phrase.kind == GROUP or _is_bare(phrase):
            yield from self._before_group(phrase)
        if phrase.kind != GROUP:
            yield from self._appointed(phrase)

    def _bracketed(self, phrase: Phrase) -> Iterator[Sighting]:
        """张三（市委常委、副市长）"""
        found = self.reader.before(self.text.text, phrase.start - 1, loose=True)
        if found and self.text.text[phrase.end : phrase.end + 1] in "），；":
            yield self._sighting(found, phrase)

    def _before_group(self, phrase: Phrase) -> Iterator[Sighting]:
        """何三思、施四维和段晓冬等省领导; 习近平总书记, 王强局长."""
        text, end = self.text.text, phrase.start
        if phrase.kind == GROUP:
            yield from (self._sighting(one, phrase) for one in self._list_before(end))
            return
        leader = next((n for n in posts().leaders if text.endswith(n, 0, end)), None)
        found = Found(end - len(leader), end, leader) if leader else self.reader.before(text, end)
        if found and phrase.kind in (OFFICIAL, PERSON) and (leader or phrase.kind == OFFICIAL):
            yield Sighting(found.name, OFFICIAL, self.text, found.start, phrase)

    def _list_before(self, end: int) -> list[Found]:
        text = self.text.text
        end -= text.endswith("等", 0, end)
        head = max(text.rfind(mark, 0, end) for mark in "。！？；，：\n") + 1
        for start in range(head, end - 1):
            if start > head and not self.reader.opens(text, start):
                continue
            found = self.reader.listed(text, start, beside=text[end : end + 1] != "等")
            if found and found[-1].end == end and (len(found) > 1 or start == head):
                return found
        return []

    def _appointed(self, phrase: Phrase) -> Iterator[Sighting]:
        """任命张三（女）为市教育局局长; 免去李四的市教育局局长职务; 王强任市长."""
        text, end = self.text.text, phrase.start
        # 现任 and 拟任 are read with the post.
        copula = phrase.opening_state or names().copulas.ending(text, end)
        if not copula:
            return
        end -= 0 if phrase.opening_state else len(copula)
        if copula == "的" and not text.startswith(("职务", "职"), phrase.end):
            return
        if text[end - 1 : end] == "，":
            yield from self._introduced(phrase, end)
            return
        end = end - 2 if text.endswith("同志", 0, end) else end
        remark = _REMARKS.search(text[max(0, end - 20) : end])
        end = end - len(remark.group()) if remark else end
        found = self.reader.before(text, end) or self._after_verb(end)
        if found:
            yield self._sighting(found, phrase, APPOINTED)

    def _after_verb(self, end: int) -> Found | None:
        found = self.reader.before(self.text.text, end, loose=True)
        verb = found and names().appointments.ending(self.text.text, found.start)
        return found if verb else None

    def _introduced(self, phrase: Phrase, end: int) -> Iterator[Sighting]:
        """王强，男，汉族，1975年3月生，现任市财政局副局长，拟任…: the name opens the paragraph."""
        text = self.text.text
        head = max(text.rfind(mark, 0, end) for mark in "。；：\n") + 1
        found = self.reader.at(text, head, beside=True)
        if found and re.match(r"，(?:男|女)，", text[found.end : found.end + 3]):
            yield self._sighting(found, phrase)


def _is_bare(phrase: Phrase) -> bool:
    """总书记, 局长: a title without a body or a place, as it stands behind a name."""
    element = phrase.elements[0]
    return len(phrase.elements) == 1 and not any(element.texts(k) for k in (PLACE, LEVEL, ORGAN))
