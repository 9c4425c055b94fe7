"""Where a personal name begins or ends in a text, and whether it has two characters or three.

Nothing here segments words: a name is a family name, one or two characters, and what may stand behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.gazetteer.names import NameLexicon, names
from archive.gazetteer.places import places

STRONG, WEAK, NONE = 2, 1, 0
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
        self._counts: dict[str, int] = {}

    def at(self, text: str, start: int, *, beside: bool = False) -> Found | None:
        """The name that begins at `start`; `beside` when a post ends there (市长高峰)."""
        dotted = _DOTTED.match(text, start)
        if dotted:
            return self._dotted(text, start, dotted.end())
        spaced = self._spaced(text, start, sure=False)
        if spaced:
            return spaced
        ends = [end for end in self._ends(text, start) if self._allowed(text, start, end, beside)]
        end = self._best_end(text, start, ends, beside)
        return Found(start, end, text[start:end]) if end else None

    def before(self, text: str, end: int, *, loose: bool = False) -> Found | None:
        """The name that ends at `end`: it begins a sentence or follows a word like 任命; `loose` drops that."""
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
        dotted = [m for m in _DOTTED.finditer(text, max(0, end - 20), end) if m.end() == end]
        return Found(dotted[-1].start(), end, dotted[-1].group()) if dotted else None

    def listed(self, text: str, start: int, *, beside: bool = False) -> list[Found]:
        """The names of a list that begins at `start`: 段晓冬、韩明远, 江一帆、韩雨生和陈广平."""
        found: list[Found] = []
        name = self.at(text, start, beside=beside)
        while name:
            found.append(name)
            link = _LINK.match(text, self.skip_remark(text, name.end))
            name = self.at(text, link.end()) if link else None
        return found

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
        last = text.rindex("·", start, end) + 1
        for sure in (STRONG, WEAK):
            for stop in range(last + 2, end):
                if self.closing(text, stop) >= sure:
                    return Found(start, stop, text[start:stop])
        return Found(start, end, text[start:end])

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
        elif self._surname(text[start : start + 1]):
            sizes = (2, 3)
        else:
            sizes = self._unsurnamed(text, start, limit)
        for size in sizes:
            if start + size <= limit and not self.lexicon.never & set(
                text[start + 1 : start + size]
            ):
                yield start + size

    def _unsurnamed(self, text: str, start: int, limit: int) -> tuple[int, ...]:
        """洛桑江村, 哈斯朝鲁: by how such names begin, or by the characters they are spelled with."""
        first = next((p for p in self.lexicon.unsurnamed if text.startswith(p, start)), None)
        if first:
            return tuple(range(len(first), len(first) + 4))
        run = start
        while run < limit and run < start + 6 and text[run] in self.lexicon.sounds:
            run += 1
        return (run - start,) if run - start > 2 else ()

    def _is_word(self, name: str) -> bool:
        return name[:2] in self.lexicon.words and name[:2] not in self.lexicon.namelike

    def _allowed(self, text: str, start: int, end: int, beside: bool) -> bool:
        sure, name = self.closing(text, end), text[start:end]
        if not beside and places().named(name):
            return False
        if self._is_word(name):
            return beside and sure > NONE and self._despite_word(text, end, name)
        if name in self.lexicon.namelike:
            return beside and sure > NONE
        if name[0] in self.lexicon.rare and name[:2] not in self.lexicon.double:
            return sure == STRONG or (beside and sure > NONE)
        return True

    def _despite_word(self, text: str, end: int, name: str) -> bool:
        """市长方向东说: a name of three may begin with a word; 谈思路、亮举措 lists no names."""
        return len(name) == 3 and name[2] not in self.lexicon.tails and text[end : end + 1] != "、"

    def _best_end(self, text: str, start: int, ends: list[int], beside: bool) -> int | None:
        closed = [end for end in ends if self.closing(text, end)]
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
        word = self.lexicon.after.at(text, short)
        if word and short + len(word) >= long and len(word) > 1:
            return short
        shorter, longer = self._count(text[start:short]), self._count(text[start:long])
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

    def _count(self, name: str) -> int:
        if name not in self._counts:
            self._counts[name] = self.whole.count(name)
        return self._counts[name]
