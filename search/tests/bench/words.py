"""The words of every unit, cut once as the index cuts them: all engines are fed the same.

Run inside the site, because the names in its database are words too.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

from archive.text.fold import fold
from archive.text.segment import words
from search.tests.bench.corpus import VERSION, Corpus, Row, corpus
from search.tests.bench.folders import data

BORDER = "xqx"  # stands between two fields, so that no phrase of a peer reaches across


@dataclass(frozen=True, slots=True)
class Cut:
    """Folded units, and the words of each in their order."""

    folded: list[str]
    words: list[list[str]]


def path() -> Path:
    return data() / f"words-{VERSION}.pickle"


def cut_units(units: list[str]) -> Cut:
    folded = [fold(unit) for unit in units]
    return Cut(folded, [words(text) for text in folded])


def keep(made: Corpus) -> None:
    """Cut all units and keep the words, where that is not done."""
    if not path().exists():
        store(cut_units(made.units))


def store(cut: Cut) -> None:
    fresh = path().with_suffix(".new")
    with fresh.open("wb") as file:
        pickle.dump(cut, file, protocol=5)
    fresh.replace(path())


def load() -> Cut:
    with path().open("rb") as file:
        return pickle.load(file)  # noqa: S301


class Texts:
    """An article's text for the peers: its words with a blank between them."""

    def __init__(self, articles: int) -> None:
        self.corpus = corpus(articles)
        self.lines = [" ".join(found) for found in load().words]

    def of(self, row: Row) -> str:
        border = f" {BORDER} "
        return border.join(
            " ".join(self.lines[unit] for unit in field if self.lines[unit])
            for field in row.fields()
        )
