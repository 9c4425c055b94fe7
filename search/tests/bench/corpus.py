"""N articles out of recombined real sentences, the same ones for a seed; fewer are the first of more.

A text is a row of units: sentences of the paper, headlines cut out of them, and lines with names
and figures. Whatever is asked about all articles is worked out once a unit.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.tests.bench.entities import Entities, entities
from search.tests.bench.folders import data
from search.tests.bench.sentences import heading, sentences

VERSION = 1
SEED = 20260101
BLOCK = 10_000  # articles that are drawn together
LENGTH = 830  # characters of sentences in a body; the mean is a little more
RUN = 3  # sentences that follow one another, a paragraph
FIRST_DAY, DAYS = date(2020, 1, 1).toordinal(), 1826
NOTHING = -1


@dataclass(slots=True)
class Row:
    """An article by indices: units of its texts (a body is paragraphs of units), entities."""

    title: int
    kicker: int
    subtitle: int
    body: list[list[int]]
    day: int
    newspaper: int
    cities: list[int]
    county: tuple[int, int] | None  # city, place among its counties
    officials: list[int]
    industries: list[int]

    def fields(self) -> list[list[int]]:
        """Units of title, kicker, subtitle, body; of those that are not empty."""
        single = [[one] for one in (self.title, self.kicker, self.subtitle) if one != NOTHING]
        return [*single, [unit for paragraph in self.body for unit in paragraph]]


@dataclass(slots=True)
class Corpus:
    units: list[str]
    entities: Entities
    rows: list[Row] = field(default_factory=list)

    def text(self, unit: int) -> str:
        return self.units[unit] if unit != NOTHING else ""

    def body(self, row: Row) -> str:
        return "\n".join("".join(self.units[unit] for unit in line) for line in row.body)

    def day(self, row: Row) -> date:
        return date.fromordinal(FIRST_DAY + row.day)

    def city_codes(self, row: Row) -> list[str]:
        return [self.entities.cities[city] for city in row.cities]

    def county_codes(self, row: Row) -> list[str]:
        return [self.entities.counties[row.county[0]][row.county[1]]] if row.county else []

    def facets(self, row: Row) -> dict[str, list[str]]:
        """The four facets that all engines count; an official is its number from 1."""
        return {
            "city": self.city_codes(row),
            "official": [str(one + 1) for one in row.officials],
            "industry": [self.entities.industries[one] for one in row.industries],
            "month": [f"{self.day(row):%Y-%m}"],
        }


def falling(count: int, power: float) -> NDArray[np.float64]:
    """Probabilities that fall with the rank (Zipf)."""
    weights = 1.0 / np.arange(1, count + 1) ** power
    return weights / weights.sum()


class Generator:
    """Draws the rows of a block; whoever wants a million of them takes one block after another."""

    def __init__(self) -> None:
        real = sentences()
        self.count = len(real)
        self.entities = entities()
        headings = [heading(one, 8 + at * 7 % 18) for at, one in enumerate(real)]
        named = [f"{name}出席会议并讲话。" for name in self.entities.officials]
        signed = [f"本报记者{name}报道。" for name in self.entities.reporters]
        groups = (real, headings, named, self.entities.figures, signed)
        starts = [0, *np.cumsum([len(group) for group in groups]).tolist()]
        _, self.headings, self.named, self.figures, self.signed, _ = starts
        self.units = [unit for group in groups for unit in group]
        order = np.random.default_rng(SEED).permutation(self.count)
        self.shuffled = order.tolist()
        self.often = falling(self.count, 0.55)

    def rows(self, block: int, count: int) -> Iterator[Row]:
        """The first `count` articles of a block."""
        rng = np.random.default_rng([SEED, block])
        drawn = rng.choice(self.count, (BLOCK, 24), p=self.often).tolist()
        some = rng.random((BLOCK, 4)).tolist()
        names = self._names(rng)
        cities = rng.choice(len(self.entities.cities), (BLOCK, 2), p=falling(150, 0.9)).tolist()
        people = rng.choice(len(self.entities.officials), (BLOCK, 5), p=falling(4000, 0.8)).tolist()
        fields = rng.choice(39, (BLOCK, 3), p=falling(39, 0.7)).tolist()
        whole = rng.integers(0, [DAYS, len(self.entities.newspapers), 6, 3, 1 << 20], (BLOCK, 5))
        plain = whole.tolist()
        for at in range(count):
            day, paper, officials, industries, chance = plain[at]
            people_here = sorted(set(people[at][:officials]))
            cities_here = sorted(set(cities[at][: 1 + (some[at][0] < 0.3)]))
            begun = [self.shuffled[one] for one in drawn[at]]
            yield Row(
                title=self.headings + begun[0],
                kicker=self.headings + begun[-1] if some[at][1] < 0.2 else NOTHING,
                subtitle=self.headings + begun[-2] if some[at][2] < 0.15 else NOTHING,
                body=self._body(begun, people_here, chance, names[at], some[at][3] < 0.5),
                day=day,
                newspaper=paper,
                cities=cities_here,
                county=self._county(cities_here[0], chance),
                officials=people_here,
                industries=sorted(set(fields[at][: 1 + industries])),
            )

    def _names(self, rng: np.random.Generator) -> list[list[int]]:
        """Two reporters each: one who writes often, one of the long tail."""
        often = np.minimum(rng.zipf(1.3, BLOCK), len(self.entities.reporters)) * 7919
        names = np.stack([often, rng.integers(0, 1 << 30, BLOCK)], axis=1)
        return (names % len(self.entities.reporters) + self.signed).tolist()

    def _body(
        self, begun: list[int], officials: list[int], chance: int, names: list[int], figure: bool
    ) -> list[list[int]]:
        paragraphs, length = [], 0
        for first in begun:
            paragraph = []
            for unit in range(first, min(self.count, first + RUN)):
                paragraph.append(unit)
                length += len(self.units[unit])
                if length >= LENGTH:
                    break
            paragraphs.append(paragraph)
            if length >= LENGTH:
                break
        middle = [self.named + one for one in officials]
        if figure:
            middle.append(self.figures + chance % len(self.entities.figures))
        return [*paragraphs[:1], *([middle] if middle else []), *paragraphs[1:], names]

    def _county(self, city: int, chance: int) -> tuple[int, int] | None:
        """Four articles of five are about a county of their first city."""
        below = len(self.entities.counties[city])
        return (city, chance % below) if below and chance % 5 else None


def generate(articles: int) -> Corpus:
    maker = Generator()
    starts = [*range(0, articles, BLOCK), articles]
    made = Corpus(maker.units, maker.entities)
    for block, (start, end) in enumerate(pairwise(starts)):
        made.rows += maker.rows(block, end - start)
    return made


def corpus(articles: int) -> Corpus:
    """Out of the cache, or made now; a cache of ours alone, so that a pickle will do."""
    path = data() / f"corpus-{VERSION}-{articles}.pickle"
    if path.exists():
        with path.open("rb") as file:
            return pickle.load(file)  # noqa: S301
    made = generate(articles)
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        pickle.dump(made, file, protocol=5)
    fresh.replace(path)
    return made
