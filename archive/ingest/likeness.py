"""How well a headline fits a text: rare character pairs they share."""

from __future__ import annotations

import re
from collections import Counter
from math import log

_WORDS = re.compile(r"[一-鿿㐀-䶿]+|[A-Za-z]+|\d+(?:\.\d+)?")

# Of a title's pairs a text that is not its own has one in seven; a title of six pairs that the
# text has is half proof.
CHANCE, FULL = 0.15, 8.0


def grams(text: str) -> set[str]:
    """Character pairs of the Chinese runs, Latin words and numbers: 低空经济 → 低空 空经 经济."""
    out: set[str] = set()
    for run in _WORDS.findall(text):
        if run[0].isascii():
            out.add(run.lower())
        else:
            out.update(run[i : i + 2] for i in range(len(run) - 1))
    return out


class Likeness:
    """Shared pairs weighed by how few of the page's texts have them; 0 to 1."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = [grams(text) for text in texts]
        self.frequency = Counter(gram for text in self.texts for gram in text)

    def weight(self, gram: str) -> float:
        return log(1 + (len(self.texts) + 1) / (self.frequency[gram] + 0.5))

    def of(self, headline: str, story: int) -> float:
        """The share of the headline's pairs, by weight, that the story has."""
        wanted = grams(headline)
        total = sum(self.weight(gram) for gram in wanted)
        if not total:
            return 0.0
        return sum(self.weight(gram) for gram in wanted & self.texts[story]) / total

    def support(self, headline: str, story: int) -> float:
        """How strongly a headline speaks for a story, from below 0 to nearly 1.

        Shared weight counts, less what chance shares; a few common words prove less than a
        full title, and one more line that shares a little never weakens what is there.
        """
        wanted = grams(headline)
        total = sum(self.weight(gram) for gram in wanted)
        shared = sum(self.weight(gram) for gram in wanted & self.texts[story])
        beyond = shared - CHANCE * total
        return beyond / (abs(beyond) + FULL)

    def between(self, first: int, second: int) -> float:
        """How much two stories share, by weight, of the smaller one's pairs."""
        a, b = self.texts[first], self.texts[second]
        small = min(a, b, key=len)
        total = sum(self.weight(gram) for gram in small)
        return sum(self.weight(gram) for gram in a & b) / total if total else 0.0
