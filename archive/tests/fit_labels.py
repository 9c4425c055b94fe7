"""Fitting LABEL_WEIGHTS: the labels of a page's lines, by an averaged perceptron with a margin."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field

from archive.ingest import layout
from archive.ingest.labelling import FREE
from archive.ingest.line_evidence import Evidence, alone, beside
from archive.ingest.lines import MORE, START, TITLE, Line, read_lines
from archive.ingest.readers import read_text
from archive.ingest.shape import Shape
from archive.tests.fit_pages import Known
from archive.tests.fit_step import Averaged

# What one wrong line costs; so much better the right labels must be than any others.
MARGIN = 0.3
MOST = 0.05
_CROSSHEAD = re.compile(r"[^，。；：、]*")


@dataclass
class Labelled:
    """A page's lines, what form has decided of them, and what they are."""

    lines: list[Line]
    fixed: list[str]
    gold: list[str]
    shape: Shape
    memo: dict[tuple[int, str, str], Evidence] = field(default_factory=dict)

    def evidence(self, position: int, before: str, label: str) -> Evidence:
        """What speaks for a label behind another, without what is nought."""
        key = (position, MORE if before == START else before, label)
        if key not in self.memo:
            found = beside(self.shape, position, key[1], label)
            own = [] if self.fixed[position] else alone(self.shape, position, label)
            self.memo[key] = [pair for pair in [*found, *own] if pair[1]]
        return self.memo[key]


def labelled(page: Known) -> Labelled:
    """The page's free lines with the labels that its annotation gives them."""
    lines = read_lines(read_text(page.raw))
    box = layout.lines_to_label(lines)
    gold = [_label(page, line) for line in box]
    for at, line in enumerate(box):
        alone_in = at + 1 == len(box) or gold[at + 1] != MORE
        short = line.width <= 16 and not line.closed and _CROSSHEAD.fullmatch(line.text)
        if gold[at] == START and not line.label and alone_in and short:
            gold[at] = TITLE  # a crosshead is one until stories are made
        if gold[at] == MORE and not line.label and (not at or gold[at - 1] not in (START, MORE)):
            gold[at] = START
    return Labelled(box, [line.label for line in box], gold, Shape(box))


def _label(page: Known, line: Line) -> str:
    if line.label:
        return line.label
    owner = page.owners[line.number - 1]
    if owner is None or owner[0] == "title":
        return TITLE
    return START if line.number in page.first else MORE


def decode(page: Labelled, weights: dict[str, float]) -> list[str]:
    """The best labels, wrong ones counted as better by MARGIN each."""
    scores, back = {START: 0.0}, []
    for at, fixed in enumerate(page.fixed):
        best: dict[str, float] = {}
        came: dict[str, str] = {}
        for label in (fixed,) if fixed else FREE:
            cost = MARGIN * (label != page.gold[at])
            step = {
                before: sum(weights.get(n, 0.0) * v for n, v in page.evidence(at, before, label))
                for before in scores
            }
            came[label] = max(scores, key=lambda before: scores[before] + step[before])  # noqa: B023
            best[label] = scores[came[label]] + step[came[label]] + cost
        scores = best
        back.append(came)
    label, out = max(scores, key=scores.__getitem__), []
    for came in reversed(back):
        out.append(label)
        label = came[label]
    return out[::-1]


def fit(pages: list[Labelled], weights: dict[str, float], epochs: int) -> dict[str, float]:
    """`weights` better fitted; the dict itself is used up."""
    learner, rng = Averaged(weights, MOST), random.Random(2)
    for _ in range(epochs):
        rng.shuffle(pages)
        for page in pages:
            guess = decode(page, weights)
            learner.step(*_difference(page, guess))
    return learner.averaged()


def _difference(page: Labelled, guess: list[str]) -> tuple[dict[str, float], float]:
    """What the right labels have more than the guessed ones, and the margin between them."""
    out: Counter[str] = Counter()
    pairs = zip(page.gold, guess, strict=True)
    wrong = sum(right != guessed for right, guessed in pairs)
    for sign, labels in ((1.0, page.gold), (-1.0, guess)):
        before = START
        for at, label in enumerate(labels):
            for name, value in page.evidence(at, before, label):
                out[name] += sign * value
            before = label
    out.pop("never", None)
    return {name: value for name, value in out.items() if value}, MARGIN * wrong
