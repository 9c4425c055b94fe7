"""Where two answers differ, and how near their ranking is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from search.tests.conformance.asking import Answer
from search.tests.conformance.questions import Question

TOP = 10
SHOWN = 300  # characters of a difference


@dataclass(slots=True)
class Report:
    """`overlaps`: of each ranked question with more hits than fit, the share of the first ten that
    both engines show there, by kind of question."""

    equal: int = 0
    found: int = 0
    differing: list[str] = field(default_factory=list)
    overlaps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    furthest: list[tuple[float, str]] = field(default_factory=list)

    @property
    def overlap(self) -> float:
        return mean(self._all) if self._all else 1.0

    @property
    def least(self) -> float:
        return min(self._all, default=1.0)

    @property
    def ranked(self) -> int:
        return len(self._all)

    @property
    def _all(self) -> list[float]:
        return [one for rows in self.overlaps.values() for one in rows]

    def lines(self) -> Iterator[str]:
        yield f"questions: {self.equal} answered alike, {len(self.differing)} not; {self.found} found something"
        yield f"top {TOP} of {self.ranked} ranked: mean {self.overlap:.3f}, least {self.least:.1f}"
        for kind, rows in sorted(self.overlaps.items(), key=lambda row: mean(row[1])):
            yield f"  {kind}: mean {mean(rows):.3f}, least {min(rows):.1f} of {len(rows)}"
        yield from (f"  {share:.1f} {query}" for share, query in sorted(self.furthest)[:5])


def compared(
    questions: Sequence[Question], ours: Sequence[Answer], theirs: Sequence[Answer]
) -> Report:
    report = Report()
    for question, one, other in zip(questions, ours, theirs, strict=True):
        found = list(differences(question, one, other))
        report.equal += not found
        report.found += bool(one.ids)
        report.differing += [f"{question.kind} {question.request.query_string()}: {found}"] * bool(
            found
        )
        if question.request.order == "relevance" and len(one.ids) > TOP:
            share = overlap(one.ids, other.ids)
            report.overlaps[question.kind].append(share)
            report.furthest.append((share, question.request.query_string()))
    return report


def differences(question: Question, ours: Answer, theirs: Answer) -> Iterator[str]:
    """Nothing where both say the same; the order of ranked hits may differ."""
    if {*ours.ids} != {*theirs.ids}:
        less, more = {*ours.ids} - {*theirs.ids}, {*theirs.ids} - {*ours.ids}
        yield f"{len(less)} hits missing {sorted(less)[:5]}, {len(more)} too many {sorted(more)[:5]}"
    elif question.request.order != "relevance" and ours.ids != theirs.ids:
        at = next(
            at
            for at, pair in enumerate(zip(ours.ids, theirs.ids, strict=True))
            if pair[0] != pair[1]
        )
        yield f"order from place {at}: {ours.ids[at : at + 5]}, not {theirs.ids[at : at + 5]}"
    for name in {**ours.told, **theirs.told}:
        yield from unlike(name, ours.told.get(name), theirs.told.get(name))
    for number in ours.shown.keys() & theirs.shown.keys():
        yield from unlike(f"hit {number}", ours.shown[number], theirs.shown[number])


def unlike(name: str, ours: Any, theirs: Any) -> Iterator[str]:
    if ours != theirs:
        if isinstance(ours, dict) and isinstance(theirs, dict):
            for key in sorted({**ours, **theirs}, key=str):
                yield from unlike(f"{name}.{key}", ours.get(key), theirs.get(key))
        else:
            yield f"{name}: {str(ours)[:SHOWN]}, not {str(theirs)[:SHOWN]}"


def overlap(ours: Iterable[int], theirs: Iterable[int], most: int = TOP) -> float:
    """The share of the first hits of one that are among the first of the other."""
    one, other = list(ours)[:most], list(theirs)[:most]
    return len({*one} & {*other}) / max(len(one), len(other), 1)
