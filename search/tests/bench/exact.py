"""Random pieces of text as exact phrases: every total must be what a scan of the texts gives.

`python -m search.tests.bench.exact ARTICLES TRIES OUT`; no Django, an index of its own.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from archive.text.fold import fold
from search.engine import Document, Engine, EngineQuery
from search.tests.bench.corpus import Corpus, Row, corpus
from search.tree import Phrase

FIELDS = ("title", "kicker", "subtitle", "body")
LONGEST = 12
ACROSS = 0.2  # share of pieces that reach from one field into the next
BATCH = 500


@dataclass(frozen=True, slots=True)
class Wrong:
    piece: str
    scanned: int
    found: int


def texts(made: Corpus, row: Row) -> dict[str, str]:
    single = {name: made.text(getattr(row, name)) for name in FIELDS[:3]}
    return single | {"body": made.body(row)}


def documents(made: Corpus) -> list[Document]:
    return [
        Document(number, made.day(row), texts(made, row), made.facets(row))
        for number, row in enumerate(made.rows, 1)
    ]


def index(engine: Engine, rows: list[Document]) -> None:
    """Several segments, then some articles replaced and some deleted, as an index in use has."""
    for start in range(0, len(rows), BATCH):
        engine.write(rows[start : start + BATCH])
    engine.write(rows[:: len(rows) // 50])


class Pieces:
    """Pieces of the texts as they were printed: any place, one to twelve characters."""

    def __init__(self, rows: list[Document], seed: int) -> None:
        self.rows, self.random = rows, Random(seed)

    def __iter__(self) -> Iterator[str]:
        while True:
            piece = self._across() if self.random.random() < ACROSS else self._within()
            if fold(piece):
                yield piece

    def _within(self) -> str:
        row = self.random.choice(self.rows).texts
        text = row[self.random.choice([name for name in FIELDS if row[name]])]
        start = self.random.randrange(len(text))
        return text[start : start + self.random.randint(1, LONGEST)]

    def _across(self) -> str:
        """The end of a field and the beginning of the next that is not empty."""
        row = self.random.choice(self.rows).texts
        filled = [row[name] for name in FIELDS if row[name]]
        if len(filled) < 2:
            return self._within()
        before, after = self.random.choice(list(pairwise(filled)))
        size = self.random.randint(2, LONGEST)
        cut = self.random.randint(1, size - 1)
        return before[-cut:] + after[: size - cut]


def check(engine: Engine, rows: list[Document], tries: int, seed: int) -> list[Wrong]:
    scanned = [[fold(row.texts[name]) for name in FIELDS] for row in rows]
    wrong = []
    for piece, _ in zip(Pieces(rows, seed), range(tries), strict=False):
        folded = fold(piece)
        expected = sum(any(folded in text for text in row) for row in scanned)
        found = engine.search(EngineQuery(Phrase(piece), stop=0)).total
        if found != expected:
            wrong.append(Wrong(piece, expected, found))
    return wrong


def measure(articles: int, tries: int, folder: Path) -> dict[str, Any]:
    rows = documents(corpus(articles))
    engine = Engine(folder)
    engine.clear()
    index(engine, rows)
    begun = time.perf_counter()
    wrong = check(engine, rows, tries, seed=articles)
    return {
        "articles": articles,
        "tries": tries,
        "seconds": time.perf_counter() - begun,
        "wrong": [[one.piece, one.scanned, one.found] for one in wrong],
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        told = measure(int(sys.argv[1]), int(sys.argv[2]), Path(folder))
    Path(sys.argv[3]).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
