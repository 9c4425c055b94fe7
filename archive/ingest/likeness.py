"""How well a headline fits a text: rare character pairs they share."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log

_WORDS = re.compile(r"[一-鿿㐀-䶿]+|[A-Za-z]+|\d+(?:\.\d+)?")

# Of a headline's pairs its own article has about half; a pair that no other paragraph of the
# page has may still stand in one by chance.
OWN, RARE, SMOOTH = 0.55, 0.35, 3.0
MOST = 4.0


@lru_cache(maxsize=4096)
def grams(text: str) -> frozenset[str]:
    """Character pairs of the Chinese runs, Latin words and numbers: 低空经济 → 低空 空经 经济."""
    out: set[str] = set()
    for run in _WORDS.findall(text):
        if run[0].isascii():
            out.add(run.lower())
        else:
            out.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(out)


class Likeness:
    """Which paragraphs of a page have which pairs; a text is a range [start, end) of them."""

    def __init__(self, paragraphs: list[str]) -> None:
        self.size = len(paragraphs)
        self.texts = [grams(text) for text in paragraphs]
        self.where: dict[str, int] = {}
        for number, text in enumerate(self.texts):
            bit = 1 << number
            for gram in text:
                self.where[gram] = self.where.get(gram, 0) | bit
        self._weights: dict[str, float] = {}
        self._told: dict[tuple[str, int, int], tuple[float, int]] = {}

    def tells(self, headline: str, start: int, end: int) -> tuple[float, int]:
        """How much more likely the headline's pairs are if the text is its own than by chance
        (a logarithm, 0 where they tell nothing), and how many pairs there are.

        A pair is the less likely by chance the fewer paragraphs outside the text have it, and
        the shorter the text is.
        """
        key = (headline, start, end)
        if (known := self._told.get(key)) is not None:
            return known
        inside = ((1 << end) - 1) ^ ((1 << start) - 1)
        size = end - start
        outside = self.size - size
        total = 0.0
        wanted = grams(headline)
        for gram in wanted:
            places = self.where.get(gram, 0)
            others = (places & ~inside).bit_count()
            rate = (others + RARE) / (outside + SMOOTH)
            chance = 1 - (1 - min(rate, 0.9)) ** size
            if places & inside:
                total += min(MOST, max(0.0, log(OWN / chance)))
            else:
                total += min(0.0, log((1 - OWN) / (1 - min(chance, 0.95))))
        self._told[key] = total, len(wanted)
        return self._told[key]

    def weight(self, gram: str) -> float:
        """The fewer paragraphs have a pair the more it weighs."""
        if gram not in self._weights:
            count = self.where.get(gram, 0).bit_count()
            self._weights[gram] = log(1 + (self.size + 1) / (count + 0.5))
        return self._weights[gram]

    def of(self, headline: str, start: int, end: int) -> float:
        """The share of the headline's pairs, by weight, that the text has; 0 to 1."""
        wanted = grams(headline)
        total = sum(self.weight(gram) for gram in wanted)
        if not total:
            return 0.0
        inside = ((1 << end) - 1) ^ ((1 << start) - 1)
        shared = (gram for gram in wanted if self.where.get(gram, 0) & inside)
        return sum(self.weight(gram) for gram in shared) / total

    def between(self, first: int, second: int) -> float:
        """How much two paragraphs share, by weight, of the shorter one's pairs; 0 to 1."""
        a, b = self.texts[first], self.texts[second]
        small = min(a, b, key=len)
        total = sum(self.weight(gram) for gram in small)
        return sum(self.weight(gram) for gram in a & b) / total if total else 0.0
