"""Articles like a text: its own most telling words, searched as if any would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from math import log1p

import numpy as np

from archive.text.fold import fold
from archive.text.segment import words
from search.engine import ordering
from search.engine.part import Int32s
from search.engine.ranking import WEIGHTS, rarity, saturated
from search.engine.schema import LONGEST
from search.engine.sets import Bools, Docs
from search.engine.snapshot import Snapshot
from search.engine.units import Term

FIELDS = ("title", "body")
MOST = 25  # words that speak for the text
COMMON = 0.1  # of the documents hold a word that says nothing any more
FEWEST = 10  # documents from which on a word can be common
TRIED = 120  # words that are looked up: those that the text itself has most often


def similar(
    text: str, exclude: Collection[int], limit: int, snapshot: Snapshot
) -> list[tuple[int, float]]:
    """Numbers and scores of the `limit` nearest articles, nearest first.

    `exclude`: numbers that are left out, the article's own among them. Raises IndexUnavailable.
    """
    points = np.zeros(snapshot.size, np.float32)
    for word, weight in telling(text, snapshot).items():
        for field in FIELDS:
            docs, often = snapshot.occurrences(Term(word), field)
            share = np.float32(weight * WEIGHTS[field])
            np.add.at(points, docs, saturated(docs, often, snapshot.norm(field)) * share)
    found = np.flatnonzero(points).astype(np.int32)
    found = found[snapshot.live.take(found) & ~_among(found, exclude, snapshot)]
    best = ordering.quantised(points.take(found))
    near = Docs(snapshot.size, ids=found)
    docs, scores = ordering.cut(near, best, "relevance", slice(0, limit), snapshot)
    return list(zip(snapshot.numbers.take(docs).tolist(), scores, strict=True))


def _among(found: Int32s, numbers: Collection[int], snapshot: Snapshot) -> Bools:
    held = snapshot.numbers.take(found)
    none = np.zeros(len(found), np.bool_)
    for number in numbers:
        none |= held == number
    return none


def telling(text: str, snapshot: Snapshot) -> dict[str, float]:
    """The words of two characters and more that set the text apart, each with its rarity.

    Words that a single article holds bring no other one, so they are passed over.
    """
    cut = words(fold(text))
    held = Counter(word[:LONGEST] for word in cut if len(word) > 1 and not word.isascii())
    bound = max(FEWEST, COMMON * snapshot.count)
    weighed = {}
    for word, number in held.most_common(TRIED):
        found = max(snapshot.frequency(field, word) for field in FIELDS)
        if 1 < found <= bound:
            weighed[word] = (log1p(number) * rarity(found, snapshot.count), found)
    best = sorted(weighed, key=lambda word: -weighed[word][0])[:MOST]
    return {word: rarity(weighed[word][1], snapshot.count) for word in best}
