"""Asks one engine all questions in a process of its own: CPU of each, totals, memory.

An engine's module is run as `… build N` and `… ask QUESTIONS OUT [--variants V] [--seconds S]`.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Protocol

from search.tests.bench.processes import memory
from search.tests.bench.questions import CLASSES, Answer, Question, read

TOP = 20  # hits of a page
MOST, LEAST = 200, 3  # runs of one question


class Asked(Protocol):
    def ask(self, question: Question, counted: bool) -> Answer:
        """The first page and the exact total; `counted` with four facets, every value of them."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """Questions a class, and seconds for each of them."""

    variants: int = 8
    seconds: float = 0.4
    cold: bool = True


def milliseconds(work: Callable[[], object]) -> float:
    """CPU of this process."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def warm(engine: Asked, question: Question, counted: bool, plan: Plan) -> dict[str, Any]:
    """The median of many runs after one that does not count, unless one takes very long."""
    first = milliseconds(lambda: engine.ask(question, counted))
    spent: list[float] = [first] if first > plan.seconds * 1000 else []
    begun = time.perf_counter()
    while len(spent) < MOST:
        if len(spent) >= LEAST and time.perf_counter() - begun > plan.seconds:
            break
        spent.append(milliseconds(lambda: engine.ask(question, counted)))
    answer = engine.ask(question, counted)
    return {"cpu": median(spent), "runs": len(spent), **told(answer)}


def told(answer: Answer) -> dict[str, Any]:
    """What is compared between engines; of the counts a hash, and how many values there are."""
    rows = {name: sorted(values.items()) for name, values in sorted(answer.counts.items())}
    digest = hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16] if rows else ""
    values = {name: len(found) for name, found in rows.items()}
    return {"total": answer.total, "counts": digest, "values": values}


def cold(opened: Callable[[], Asked], question: Question, counted: bool) -> float:
    """Milliseconds of the first question to an engine that was just opened, in a forked process."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            engine = opened()
            spent = milliseconds(lambda: engine.ask(question, counted))
            os.write(writes, repr(spent).encode())
        finally:
            os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as file:
        told = file.read()
    os.waitpid(child, 0)
    return float(told)


def chosen(questions: list[Question], plan: Plan) -> dict[str, list[Question]]:
    return {
        kind: [one for one in questions if one.kind == kind][: plan.variants] for kind in CLASSES
    }


def measure(opened: Callable[[], Asked], questions: list[Question], plan: Plan) -> dict[str, Any]:
    """Every class, without and with counts; the cold ones first, while nothing is cached."""
    rows = chosen(questions, plan)
    cells = [(kind, counted) for kind in CLASSES for counted in (False, True)]
    first = {
        f"{kind}{'+' * counted}": [cold(opened, one, counted) for one in rows[kind]]
        if plan.cold
        else []
        for kind, counted in cells
    }
    before = memory(os.getpid())
    opening = time.process_time()
    engine = opened()
    opening = (time.process_time() - opening) * 1000
    found = {
        f"{kind}{'+' * counted}": [warm(engine, one, counted, plan) for one in rows[kind]]
        for kind, counted in cells
    }
    held = {"before": before, "memory": memory(os.getpid())}
    return {"cold": first, "warm": found, "opening": opening, **held}


def main(
    build: Callable[[int], None], opened: Callable[[int], Callable[[], Asked]], given: list[str]
) -> int:
    """`opened(N)` prepares what is no part of a question and gives what opens the engine."""
    parser = ArgumentParser()
    parser.add_argument("work", choices=["build", "ask"])
    parser.add_argument("articles", type=int)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--variants", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=0.4)
    parser.add_argument("--no-cold", action="store_true")
    asked = parser.parse_args(given)
    if asked.work == "build":
        build(asked.articles)
        return 0
    questions, out = asked.files
    plan = Plan(asked.variants, asked.seconds, not asked.no_cold)
    found = measure(opened(asked.articles), read(questions), plan)
    out.write_text(json.dumps(found, indent=1), "utf-8")
    return 0
