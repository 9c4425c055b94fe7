"""The whole of it: both engines built, asked, compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive.models import Article
from search.indexer import reindex
from search.tests.conformance import beside, edits
from search.tests.conformance.asking import Answer, answers
from search.tests.conformance.comparing import Report, compared, overlap, unlike
from search.tests.conformance.questions import Question, Questioner
from search.tests.conformance.standing import Options, standing


@dataclass(slots=True)
class Side:
    """What one engine answered; `seconds` of its reindex, of carrying edits in, and of answering."""

    answers: list[Answer]
    beside: beside.Told
    nearest: dict[int, list[int]]
    indexed: int
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Suite:
    """`other` are differences of what is answered beside searches."""

    questions: list[Question]
    ours: Side
    theirs: Side
    report: Report
    other: list[str]

    @property
    def similar(self) -> list[float]:
        pairs = ((rows, self.theirs.nearest[pk]) for pk, rows in self.ours.nearest.items())
        return [overlap(*pair) for pair in pairs]

    def lines(self) -> Iterator[str]:
        """For whoever reads the end of a run of the tests."""
        yield f"articles: {self.theirs.indexed} ({Article.objects.published().count()} published now)"
        yield from self.report.lines()
        alike = len(self.ours.beside) - len(self.other)
        yield f"beside them: {alike} answers alike, {len(self.other)} not"
        near = self.similar
        yield f"similar articles of {len(near)}: mean {sum(near) / len(near):.3f}, least {min(near):.1f}"
        for name, side in (("embedded", self.ours), ("cluster", self.theirs)):
            told = ", ".join(f"{what} {seconds:.1f} s" for what, seconds in side.seconds.items())
            yield f"{name}: {told}"


def nothing() -> None:
    """What happens half-way where nothing is to."""


def run(ours: Options, theirs: Options, halfway: Callable[[], None] = nothing) -> Suite:
    """Both are built of the same articles, then both hear of the same edits.

    `halfway` happens between two searches of the second.
    """
    sides = [_built(one) for one in (ours, theirs)]
    numbers = edits.edit()
    questions = list(Questioner().all())
    one = _asked(ours, sides[0], numbers, questions, nothing)
    other = _asked(theirs, sides[1], numbers, questions, halfway)
    found = [
        line
        for name in one.beside
        for line in list(unlike(name, one.beside[name], other.beside[name]))[:3]
    ]
    return Suite(questions, one, other, compared(questions, one.answers, other.answers), found)


def _built(options: Options) -> Side:
    with standing(options):
        began = time.monotonic()
        count = reindex()
        seconds = {"reindex": time.monotonic() - began}
        return Side([], beside.fresh(), {}, count, seconds)


def _asked(
    options: Options,
    side: Side,
    numbers: list[int],
    questions: list[Question],
    halfway: Callable[[], None],
) -> Side:
    with standing(options):
        began = time.monotonic()
        edits.carry(numbers)
        carried = time.monotonic()
        side.answers = answers(questions, halfway)
        answered = time.monotonic()
        side.beside |= beside.told()
        side.nearest = beside.nearest()
        side.seconds["edits"] = carried - began
        side.seconds["searches"] = answered - carried
        side.seconds["beside"] = time.monotonic() - answered
    return side
