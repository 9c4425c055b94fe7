"""Which queries are asked: five classes, several of each, chosen by how many articles they find.

Chosen are words and phrases for which an index of words and a scan of the text agree, so that
every engine has the same total: ours finds what stands in the text however words are cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.tests.bench.corpus import FIRST_DAY, Corpus, corpus
from search.tests.bench.words import Cut, load

VARIANTS = 8
CLASSES = ("rare", "common", "and", "phrase", "filtered")
SHARES = {"rare": 0.0004, "common": 0.38, "and": 0.12, "also": 0.15, "filtered": 0.10}
PHRASE_SHARE = 0.006
WORDS_OF_A_PHRASE = 4
_HAN = re.compile("[\u4e00-\u9fff]{2,4}")
_PAIR = re.compile("[\u4e00-\u9fff]{2}")
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Question:
    """All of `words`, or as a phrase of neighbours; `days` are ordinals, both included."""

    kind: str
    words: tuple[str, ...]
    phrase: bool = False
    city: str = ""
    days: tuple[int, int] | None = None


@dataclass(slots=True)
class Answer:
    """`counts` of each facet by value, of those asked for."""

    total: int
    top: list[int]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


class Membership:
    """Which articles hold which units, so that a word is looked for once a unit only."""

    def __init__(self, made: Corpus, cut: Cut) -> None:
        self.cut, self.size = cut, len(made.rows)
        rows = [[unit for part in row.fields() for unit in part] for row in made.rows]
        lengths = [len(row) for row in rows]
        self.articles = np.repeat(np.arange(self.size), lengths)
        self.units = np.fromiter((unit for row in rows for unit in row), np.int64, sum(lengths))
        self.used = np.unique(self.units).tolist()

    def holding(self, units: Iterable[int]) -> Mask:
        """Articles that hold one of the units."""
        wanted = np.zeros(len(self.cut.folded), np.bool_)
        wanted[list(units)] = True
        found = np.zeros(self.size, np.bool_)
        found[self.articles[wanted[self.units]]] = True
        return found

    def literal(self, text: str) -> int:
        return int(self.holding(u for u in self.used if text in self.cut.folded[u]).sum())

    def frequencies(self) -> dict[str, int]:
        """In how many articles each word of Chinese characters is."""
        known: dict[str, list[int]] = {}
        for unit in self.used:
            for word in set(self.cut.words[unit]):
                if _HAN.fullmatch(word):
                    known.setdefault(word, []).append(unit)
        held = np.bincount(self.units, minlength=len(self.cut.folded))
        bound = {word: int(held[units].sum()) for word, units in known.items()}
        # Only an upper bound; exact for those that could be wanted at all.
        return {w: int(self.holding(known[w]).sum()) for w in self._near(bound)}

    def _near(self, bound: dict[str, int]) -> Iterator[str]:
        """Words whose bound lies above a share that is wanted, the nearest ones first."""
        for share in set(SHARES.values()):
            above = (word for word, most in bound.items() if most >= share * self.size)
            yield from sorted(above, key=lambda word: (bound[word], word))[:150]


class Chooser:
    def __init__(self, articles: int) -> None:
        self.corpus = corpus(articles)
        self.cut = load()
        self.articles = Membership(self.corpus, self.cut)
        self.frequencies = self.articles.frequencies()

    def all(self) -> list[Question]:
        rare, common, left, right, middle = (
            self._words(SHARES[name]) for name in ("rare", "common", "and", "also", "filtered")
        )
        both = [pair for pair in zip(left, reversed(right), strict=True) if len(set(pair)) == 2]
        return [
            *(Question("rare", (word,)) for word in rare),
            *(Question("common", (word,)) for word in common),
            *(Question("and", pair) for pair in both),
            *(Question("phrase", words, phrase=True) for words in self._phrases()),
            *(self._filtered(at, word) for at, word in enumerate(middle)),
        ]

    def _words(self, share: float) -> list[str]:
        """The nearest to a share of all articles for which words and literal text agree."""
        target = max(2.0, share * self.articles.size)
        known = self.frequencies
        near = sorted(known, key=lambda w: (abs(known[w] - target), crc32(w.encode())))
        equal = (w for w in near[:60] if known[w] == self.articles.literal(w))
        return _first(equal, VARIANTS)

    def _phrases(self) -> list[tuple[str, ...]]:
        """Four neighbouring words of two characters, out of sentences that many articles hold."""
        held = np.bincount(self.articles.units, minlength=len(self.cut.folded))
        near = np.argsort(np.abs(held - PHRASE_SHARE * self.articles.size), kind="stable")
        found = (words for unit in near[:2000].tolist() for words in self._windows(unit))
        return _first((words for words in found if self._agrees(words)), VARIANTS)

    def _windows(self, unit: int) -> Iterator[tuple[str, ...]]:
        """The first window of a unit that is fit."""
        words, size = self.cut.words[unit], WORDS_OF_A_PHRASE
        for at in range(len(words) - size + 1):
            window = tuple(words[at : at + size])
            plain = all(_PAIR.fullmatch(word) for word in window) and len(set(window)) == size
            if plain and "".join(window) in self.cut.folded[unit]:
                yield window
                return

    def _agrees(self, words: tuple[str, ...]) -> bool:
        text, row = "".join(words), f" {' '.join(words)} "
        units = [u for u in self.articles.used if text in self.cut.folded[u]]
        return all(row in f" {' '.join(self.cut.words[u])} " for u in units)

    def _filtered(self, at: int, word: str) -> Question:
        """In one of the more frequent cities, through two of the five years."""
        first = date.fromordinal(FIRST_DAY).replace(year=2020 + at % 4)
        last = date(first.year + 1, 12, 31)
        city = self.corpus.entities.cities[2 + at % 6]
        return Question("filtered", (word,), city=city, days=(first.toordinal(), last.toordinal()))


def _first(rows: Iterable[Any], count: int) -> list[Any]:
    return [row for row, _ in zip(rows, range(count), strict=False)]


def questions(articles: int, path: Path) -> list[Question]:
    """Those kept at `path`, or chosen now."""
    if not path.exists():
        rows = [asdict(one) for one in Chooser(articles).all()]
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    return read(path)


def read(path: Path) -> list[Question]:
    rows = json.loads(path.read_text("utf-8"))
    return [
        Question(
            row["kind"],
            tuple(row["words"]),
            row["phrase"],
            row["city"],
            tuple(row["days"]) if row["days"] else None,
        )
        for row in rows
    ]
