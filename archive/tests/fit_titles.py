"""Fitting WEIGHTS: stories, seams and titles of a page, by an averaged perceptron."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from archive.ingest import layout, sides
from archive.ingest.lines import Line, read_lines
from archive.ingest.parting import split_briefs, split_seams
from archive.ingest.parts import Page
from archive.ingest.readers import read_text
from archive.ingest.sides import REACH, Choice, best_reading, reading_evidence
from archive.ingest.splitter import split_page
from archive.ingest.weighing import AFTER, BEFORE, MIXED, Evidence, weigh
from archive.tests.fit_pages import Known
from archive.tests.fit_step import Averaged

MARGIN, MOST, MOST_CROSSHEADS = 1.0, 0.1, 4
Owner = tuple[str, int] | None


@dataclass
class Parted:
    """A page's parts and the reading that its annotation gives them."""

    page: Page
    gold: list[Choice]


def parted(known: Known) -> Parted | None:
    """The page as the present labels part it; None where its titles are gathered in one place."""
    lines = read_lines(read_text(known.raw))
    layout.label_lines(lines)
    split = split_seams(split_briefs(split_page(lines)))
    if not split.stories:
        return None
    page = Page(split)
    if page.gathered:
        return None
    owners: list[int | None] = []
    for part in page.parts:
        told = [known.owners[line.number - 1] for line in part.story.lines]
        count = Counter(owner[1] for owner in told if owner)
        owners.append(count.most_common(1)[0][0] if count else None)
    gold = [
        _choice(
            [known.owners[line.number - 1] for line in run],
            owners[at - 1] if at else None,
            owners[at] if at < len(owners) else None,
            inner=0 < at < len(owners),
        )
        for at, run in enumerate(page.runs)
    ]
    return Parted(page, gold)


def _choice(run: list[Owner], over: int | None, under: int | None, *, inner: bool) -> Choice:
    """What becomes of a run between the texts of two articles."""
    size = len(run)
    same = inner and over == under and over is not None
    if same and ("title", over) not in run and size <= MOST_CROSSHEADS:
        return Choice(0, size, crosshead=True)
    above = below = 0
    while above < min(size, REACH) and over is not None and run[above] == ("title", over):
        above += 1
    below = size
    while below > above and size - below < REACH and under is not None:
        if run[below - 1] != ("title", under):
            break
        below -= 1
    return Choice(above, below)


class Remembered:
    """The evidence of all pages kept while weights change: it does not."""

    def __init__(self) -> None:
        self.join, self.story = sides.join_evidence, sides.story_evidence
        self.memo: dict[tuple[object, ...], Evidence] = {}

    def __enter__(self) -> None:
        sides.join_evidence, sides.story_evidence = self.joined, self.told

    def __exit__(self, *_: object) -> None:
        sides.join_evidence, sides.story_evidence = self.join, self.story

    def joined(self, page: Page, index: int) -> Evidence:
        return self._kept((id(page), index), lambda: self.join(page, index))

    def told(
        self, page: Page, start: int, end: int, down: list[Line], up: list[Line], habit: int
    ) -> Evidence:
        first = down[0].number if down else 0
        key = (id(page), start, end, first, len(up), habit)
        return self._kept(key, lambda: self.story(page, start, end, down, up, habit))

    def _kept(self, key: tuple[object, ...], made: Callable[[], Evidence]) -> Evidence:
        if key not in self.memo:
            self.memo[key] = [pair for pair in made() if pair[1]]
        return self.memo[key]


def fit(pages: list[Parted], weights: dict[str, float], epochs: int) -> dict[str, float]:
    """`weights`, the table that readings are weighed by, better fitted; it is used up."""
    learner, rng = Averaged(weights, MOST), random.Random(1)
    with Remembered():
        for _ in range(epochs):
            rng.shuffle(pages)
            for row in pages:
                choices, habit, _ = best_reading(row.page)
                if choices == row.gold:
                    learner.step({}, 0.0)
                    continue
                right = [_summed(row.page, row.gold, side) for side in (BEFORE, AFTER, MIXED)]
                best = max(right, key=lambda evidence: weigh(list(evidence.items())))
                best.subtract(_summed(row.page, choices, habit))
                learner.step({name: v for name, v in best.items() if v}, MARGIN)
    return learner.averaged()


def _summed(page: Page, choices: list[Choice], habit: int) -> Counter[str]:
    out: Counter[str] = Counter()
    for name, value in reading_evidence(page, choices, habit):
        out[name] += value
    return out
