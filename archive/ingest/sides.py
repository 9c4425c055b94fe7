"""To which side each run of title lines belongs, decided for all runs of a page together.

For each habit of sides that the page may have (titles before, behind, mixed) the best reading is
sought by dynamic programming over its parts; the best of the three is the page's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from archive.ingest.parts import Page
from archive.ingest.weighing import (
    AFTER,
    BEFORE,
    MIXED,
    Evidence,
    cut_evidence,
    join_evidence,
    loose_evidence,
    story_evidence,
    tear_evidence,
    weigh,
)

REACH = 8
BEAM = 12
MOST_CROSSHEADS = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of a run: the first `above` lines go up, the ones from `below` on go down."""

    above: int
    below: int
    crosshead: bool = False


@dataclass(slots=True)
class _State:
    score: float
    start: int
    down: int
    last: Choice
    back: _State | None


def best_reading(page: Page) -> tuple[list[Choice], int, float]:
    """Decided for each habit of sides the page may have; the best of the three."""
    memo: dict[tuple[int, ...], tuple[float, float]] = {}
    ways = [ways_to_part(page, index) for index in range(len(page.parts) + 1)]
    found = [(*_decide(page, ways, habit, memo), habit) for habit in (BEFORE, AFTER, MIXED)]
    choices, score, habit = max(found, key=lambda row: row[1])
    return choices, habit, score


def _decide(
    page: Page,
    ways: list[list[tuple[Choice, float]]],
    habit: int,
    memo: dict[tuple[int, ...], tuple[float, float]],
) -> tuple[list[Choice], float]:
    count = len(page.parts)
    states: list[_State] = []
    for index in range(count + 1):
        best: dict[tuple[int, int], _State] = {}
        ended = _ends(page, states, index, {c.above for c, _ in ways[index]}, habit, memo)
        for choice, cost in ways[index]:
            if choice.crosshead:
                for state in states:
                    score = state.score + cost
                    key = (state.start, state.down)
                    if key not in best or score > best[key].score:
                        best[key] = _State(score, state.start, state.down, choice, state)
                continue
            if index == 0:
                best[0, choice.below] = _State(cost, 0, choice.below, choice, None)
                continue
            score, state = ended[choice.above]
            key = (index, choice.below)
            if key not in best or score + cost > best[key].score:
                best[key] = _State(score + cost, index, choice.below, choice, state)
        states = sorted(best.values(), key=lambda s: -s.score)[:BEAM]
    state = states[0]
    score = state.score + (weigh([("mixed", 1.0)]) if habit == MIXED else 0.0)
    choices = []
    while state is not None:
        choices.append(state.last)
        state = state.back
    return choices[::-1], score


def _ends(
    page: Page,
    states: list[_State],
    index: int,
    sizes: set[int],
    habit: int,
    memo: dict[tuple[int, ...], tuple[float, float]],
) -> dict[int, tuple[float, _State]]:
    """For each number of lines that a story takes from the run behind it, the best way so far."""
    if not states:
        return {}
    return {
        above: max(
            (
                (state.score + _story(page, state, index, above, habit, memo), state)
                for state in states
            ),
            key=lambda row: row[0],
        )
        for above in sizes
    }


def _story(
    page: Page,
    state: _State,
    end: int,
    above: int,
    habit: int,
    memo: dict[tuple[int, ...], tuple[float, float]],
) -> float:
    key = (state.start, state.down, end, above)
    if key not in memo:
        down = page.runs[state.start][state.down :]
        up = page.runs[end][:above]
        side = weigh([("habit", (1.0 if up else 0.0) - (1.0 if down else 0.0))])
        memo[key] = weigh(story_evidence(page, state.start, end, down, up, MIXED)), side
    base, side = memo[key]
    return base + side * habit


def ways_to_part(page: Page, index: int) -> list[tuple[Choice, float]]:
    """Every way to part a run, and what speaks for it. No headline has more than REACH lines,
    so a table that looks like titles costs no more than a headline does."""
    run = page.runs[index]
    size = len(run)
    first, last = index == 0, index == len(page.parts)
    loose = [0.0, *accumulate(weigh(loose_evidence(line)) for line in run)]
    options = [
        (
            Choice(above, below),
            weigh(tear_evidence(run, above, below)) + loose[below] - loose[above],
        )
        for above in range(min(size, REACH) + 1)
        for below in range(max(above, size - REACH), size + 1)
        if not (first and above) and not (last and below < size)
    ]
    if not (first or last) and size <= MOST_CROSSHEADS:
        options.append((Choice(0, size, crosshead=True), weigh(join_evidence(page, index))))
    return options


def reading_evidence(page: Page, choices: list[Choice], habit: int) -> Evidence:
    """All evidence of a given reading (for fitting the weights)."""
    out: Evidence = [("mixed", float(habit == MIXED))]
    start = down = 0
    for index, choice in enumerate(choices):
        run = page.runs[index]
        if choice.crosshead:
            out += join_evidence(page, index)
            continue
        out += cut_evidence(run, choice.above, choice.below)
        if index:
            out += story_evidence(
                page, start, index, page.runs[start][down:], run[: choice.above], habit
            )
        start, down = index, choice.below
    return out
