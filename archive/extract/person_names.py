"""Where a personal name begins or ends in a text, and whether it has two characters or three.

Nothing here segments words: a name is a family name, one or two characters, and what may stand behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.gazetteer.names import NameLexicon, names
from archive.gazetteer.places import places
from archive.gazetteer.posts import posts

STRONG, WEAK, NONE = 2, 1, 0
# What stands in front: nothing that tells of a person, a bare title (局长), a full post (市财政局局长).
ALONE, NEAR, FULL = 0, 1, 2
_STOPS = frozenset("，。、；：！？…（）()【】[]《》〈〉“”‘’\"'—-–/|\n ·,.;:!?\t■□●▲◆")
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]+")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,8})+")
# 张三（女，回族）: what stands in the brackets says nothing of a post.
_REMARK = re.compile(
    r"（(?:女|男|[^（），、]{1,5}族|挂职|兼|女，[^（）]{1,5}族|[^（），、]{1,5}族，女)）"
)
_LINK = re.compile(r" ?(?:、|和|及|以及|与) ?")
# Words of one character that may close a clause behind a name: 王强说，
_CLOSING = frozenset("说称讲答问等")
# Behind a word that is no name elsewhere these tell of a speaker: 县农业农村局局长马上说，
_SAYS = re.compile(r"说|介绍|告诉|：")
_MARK = re.compile(r"[，。、；：（）\n]|$|[^\u4e00-\u9fff]")
_ITEM = re.compile(r"[\u4e00-\u9fff·]{2,12}、")
_UNKNOWN_ITEM = re.compile(r"([\u4e00-\u9fff]{2,3})、")


@dataclass(frozen=True, slots=True)
class Found:
    """A name in the text at `start:end`; `name` is without the blank that may be printed inside."""

    start: int
    end: int
    name: str


class NameReader:
    """Reads names from the texts of one article, whose repetitions decide doubtful lengths."""

    def __init__(self, whole: str, lexicon: NameLexicon | None = None) -> None:
        self.whole = whole
        self.lexicon = lexicon or names()

    def at(self, text: str, start: int, *, beside: int = ALONE) -> Found | None:
        """The name that begins at `start`; `beside` tells of the post that ends there (市长高峰)."""
        if beside and text[start : start + 1] == "任" and posts().title.match(text, start + 1):
            return None  # 市长任组长
        leader = next((name for name in posts().leaders if text.startswith(name, start)), None)
        if leader and beside:
            return Found(start, start + len(leader), leader)
        dotted = _DOTTED.match(text, start)
        if dotted and not posts().title.match(text, start):
            return self._dotted(text, start, dotted.end())
        spaced = self._spaced(text, start, sure=False)
        if spaced:
            return spaced
        ends = [end for end in self._ends(text, start) if self._allowed(text, start, end, beside)]
        end = self._best_end(text, start, ends, beside)
        end = end or (self.lexicon.seldom_end(text, start) if beside == FULL else None)
        return Found(start, end, text[start:end]) if end else None

    def before(self, text: str, end: int, *, loose: bool = False) -> Found | None:
        """The name that ends at `end`: it begins a sentence or follows a word like 任命; `loose` drops that."""
        dotted = [m for m in _DOTTED.finditer(text, max(0, end - 20), end) if m.end() == end]
        if dotted:
            start = self._dotted_start(text, dotted[-1].start(), end)
            return Found(start, end, text[start:end])
        if end > 2 and text[end - 2] == " " and self.opens(text, end - 3):
            spaced = self._spaced(text, end - 3, sure=True)
            if spaced:
                return spaced
        for size in (3, 2, 4):
            start = end - size
            if start < 0 or end not in self._ends(text, start):
                continue
            if self._is_word(text[start:end]):
                continue
            if self.opens(text, start) or (loose and size < 4):
                return Found(start, end, text[start:end])
        return None

    def named(self, text: str, start: int, end: int) -> Found | None:
        """A name that fills `start:end`, where the grammar asks for one: 任命施工为."""
        words = text[start:end].replace(" ", "")
        if not _HAN.fullmatch(words) or self.lexicon.never & set(words):
            return None
        double = words[:2] in self.lexicon.double
        sizes = (3, 4) if double else (2, 3)
        foreign = self.lexicon.sounds.issuperset(words) and 1 < len(words) < 7
        if foreign or (self._surname(words[0]) and len(words) in sizes):
            return Found(start, end, words)
        return None

    def listed(self, text: str, start: int, *, beside: int = ALONE) -> list[Found]:
        """The names of a list that begins at `start`: 段晓冬、韩明远, 江一帆、韩雨生和陈广平."""
        found: list[Found] = []
        name = self.at(text, start, beside=beside)
        while name:
            found.append(name)
            link = _LINK.match(text, self.skip_remark(text, name.end))
            name = self._further(text, link.end(), beside) if link else None
        return found

    def roll(self, text: str, start: int) -> list[Found]:
        """A list of names without a post; among surer ones a name may be a word: 孔令先、高峰、段文武."""
        found = self.listed(text, start)
        end = found[-1].end if found else start
        if text[end : end + 1] != "、" if found else not _ITEM.match(text, start):
            return found
        longer = self.listed(text, start, beside=FULL)
        sure = sum(self.at(text, one.start) == one for one in longer)
        return longer if len(longer) > 2 and 2 * sure >= len(longer) else found

    def _further(self, text: str, start: int, beside: int) -> Found | None:
        """The next name of a list; behind a post an unknown one too, where a known one follows it."""
        name = self.at(text, start, beside=beside)
        if name or not beside:
            return name
        gap = _UNKNOWN_ITEM.match(text, start)
        if not gap or self._plain(gap[1]) or not self.at(text, gap.end()):
            return None
        return Found(start, gap.end(1), gap[1])

    def _plain(self, words: str) -> bool:
        """Certainly no name: a word, a place, something of the state."""
        known = words[:2] in self.lexicon.words or words in self.lexicon.after.words
        return bool(known or places().named(words) or self.lexicon.never & set(words))

    def skip_remark(self, text: str, end: int) -> int:
        """Behind （女） or （回族） where a name ends."""
        remark = _REMARK.match(text, end)
        return remark.end() if remark else end

    def opens(self, text: str, start: int) -> bool:
        """Whether a name may begin here: a sentence, a clause, or a word that takes a person behind it."""
        if start == 0 or text[start - 1] in _STOPS:
            return True
        return bool(
            self.lexicon.before.ending(text, start) or self.lexicon.openings.ending(text, start)
        )

    def closing(self, text: str, end: int) -> int:
        """How surely a name may end at `end`: STRONG, WEAK or NONE."""
        if end >= len(text) or text[end] in _STOPS or not _HAN.match(text[end]):
            return STRONG
        word = self.lexicon.after.at(text, end)
        if word is None:
            return NONE
        if len(word) > 1:
            return STRONG
        following = text[end + 1 : end + 2]
        closed = (not following or following in _STOPS) and following not in ("“", "：")
        return NONE if closed and word not in _CLOSING else WEAK

    def _dotted(self, text: str, start: int, end: int) -> Found | None:
        """阿依古丽·买买提出席: 提出 is a verb too, but the spelling goes on with 提."""
        last = text.rindex("·", start, end) + 1
        spelt = last
        while spelt < end and text[spelt] in self.lexicon.sounds:
            spelt += 1
        stops = [stop for stop in range(last + 2, end) if self.closing(text, stop)]
        inside = [stop for stop in stops if stop <= spelt]
        sure = [stop for stop in stops if self.closing(text, stop) == STRONG]
        for chosen in (inside[-1:], sure[:1], stops[:1], [spelt] if spelt > last + 1 else []):
            if chosen:
                return Found(start, chosen[0], text[start : chosen[0]])
        return Found(start, end, text[start:end])

    def _dotted_start(self, text: str, start: int, end: int) -> int:
        """任命艾力·铁木尔为: the name begins behind the verb."""
        dot = text.index("·", start, end)
        for at in range(start, dot):
            if self.lexicon.appointments.ending(text, at) or self.lexicon.before.ending(text, at):
                return at
        return start

    def _spaced(self, text: str, start: int, *, sure: bool) -> Found | None:
        """王 强: a two-character name set as wide as one of three."""
        if text[start + 1 : start + 2] != " " or not self._surname(text[start : start + 1]):
            return None
        given = text[start + 2 : start + 3]
        if not _HAN.match(given) or given in self.lexicon.never:
            return None
        sure = sure or self.closing(text, start + 3) > NONE
        return Found(start, start + 3, text[start] + given) if sure else None

    def _surname(self, char: str) -> bool:
        return char in self.lexicon.common or char in self.lexicon.rare

    def _ends(self, text: str, start: int) -> Iterator[int]:
        """Ends that the family name allows: 欧阳 takes one or two given characters, 李 too."""
        han = _HAN.match(text, start)
        limit = han.end() if han else start
        if text[start : start + 2] in self.lexicon.double:
            sizes: tuple[int, ...] = (2, 3, 4) if self._surname(text[start]) else (3, 4)
        else:
            family = (2, 3) if self._surname(text[start : start + 1]) else ()
            sizes = tuple(sorted({*family, *self._unsurnamed(text, start, limit)}))
        for size in sizes:
            if start + size <= limit and not self.lexicon.never & set(
                text[start + 1 : start + size]
            ):
                yield start + size

    def _unsurnamed(self, text: str, start: int, limit: int) -> tuple[int, ...]:
        """洛桑江村, 哈斯朝鲁: by how such names begin, or by the characters they are spelled with."""
        first = self.lexicon.unsurnamed.at(text, start)
        if first:
            return tuple(range(len(first), len(first) + 5))
        run = start
        while run < limit and run < start + 6 and text[run] in self.lexicon.sounds:
            run += 1
        return (run - start,) if run - start > 2 else ()

    def _is_word(self, name: str) -> bool:
        return name[:2] in self.lexicon.words and name[:2] not in self.lexicon.namelike

    def _allowed(self, text: str, start: int, end: int, beside: int) -> bool:
        sure, name = self.closing(text, end), text[start:end]
        if not beside and places().named(name):
            return False
        if name in self.lexicon.acts:
            near = FULL if self._is_word(name) else NEAR
            tells = _SAYS.match(text, end) or _MARK.match(text, end)
            return beside >= near and bool(
                tells or (near == NEAR and text[end : end + 2] == "表示")
            )
        if self._is_word(name):
            return bool(beside) and sure > NONE and self._despite_word(text, end, name, beside)
        if name in self.lexicon.namelike:
            return bool(beside) and sure > NONE
        if name[0] in self.lexicon.rare and name[:2] not in self.lexicon.double:
            return sure == STRONG or (bool(beside) and sure > NONE)
        return True

    def _despite_word(self, text: str, end: int, name: str, beside: int) -> bool:
        """市长方向东说, 市财政局局长许多说, 市长焦点陪同; 谈思路、亮举措 lists no names."""
        able = name[:2] in self.lexicon.full
        says = bool(_SAYS.match(text, end))
        if len(name) == 3:
            if len(self.lexicon.after.at(text, end - 1) or "") > 1:
                return False  # 县长温情|慰问
            sure = says or self.closing(text, end) == STRONG
            plain = text[end : end + 1] == "、" or not sure
            return name[2] not in self.lexicon.tails and (able or not plain)
        return beside == FULL and (says or (able and self.closing(text, end) == STRONG))

    def _best_end(self, text: str, start: int, ends: list[int], beside: int) -> int | None:
        closed = [end for end in ends if self.closing(text, end)]
        if len(closed) > 1:
            # A long name goes as far as it is spelt: 那顺孟和|出席, not 那顺孟和出席|会议.
            spelt = self.lexicon.sounds.issuperset
            closed = [e for e in closed if e - start < 4 or spelt(text[start:e])] or closed[:1]
        if len(closed) == 1:
            return closed[0]
        if closed:
            return self._doubtful(text, start, closed)
        # 市委书记何三思暗访…: no known word behind; beside a post a name of three is the likelier.
        if beside and len(ends) > 1 and text[start : ends[0]] not in self.lexicon.namelike:
            return self._doubtful(text, start, ends)
        return None

    def _doubtful(self, text: str, start: int, ends: list[int]) -> int:
        short, long = ends[0], ends[-1]
        if long - start > 3 and self.lexicon.sounds.issuperset(text[start:long]):
            return long
        word = self.lexicon.after.at(text, short)
        if word and short + len(word) >= long and len(word) > 1:
            return short
        shorter, longer = self.whole.count(text[start:short]), self.whole.count(text[start:long])
        if shorter > longer:
            return short
        if text[long - 1] not in self.lexicon.tails:
            return long
        verb = self.lexicon.after.at(text, long) or ""
        if text[long - 1] in self.lexicon.particles and (len(verb) > 1 or verb in _CLOSING):
            return long
        # 和 in 张文和 looks like "and": two different words behind the three characters settle it.
        return long if self._followed(text[start:long]) > 1 else short

    def _followed(self, name: str) -> int:
        """How many different words of speech or longer verbs stand behind the name in the article."""
        words = set()
        for match in re.finditer(re.escape(name), self.whole):
            word = self.lexicon.after.at(self.whole, match.end()) or ""
            if len(word) > 1 or word in self.lexicon.speech.words:
                words.add(word)
        return len(words)
