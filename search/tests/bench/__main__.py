"""`make bench-search`: builds what is missing, measures, prints, and writes the reference page.

The page is written by a whole run only; with --articles or --only the tables are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from search.tests.bench import report, steps
from search.tests.bench.folders import ROOT, data
from search.tests.bench.goals import goal_table

SIZES = (10_000, 100_000)
KILLED = 5_000
EXACT, TRIES = 3_000, 2_000
ROUNDS = 20
LOAD_SECONDS = 40.0
PARTS = ("indexing", "queries", "exact", "load", "kills")
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
Figures = dict[str, Any]


def main() -> int:
    given = arguments()
    sizes = given.articles or list(SIZES)
    found = measured(sizes, given.only or list(PARTS))
    (data() / "figures.json").write_text(json.dumps(found, indent=1), "utf-8")
    page = report.introduction() + "\n" + written(found)
    say(page)
    if not given.articles and not given.only:
        PAGE.write_text(page, "utf-8")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="*", help="sizes instead of all")
    parser.add_argument("--only", nargs="*", choices=PARTS, help="parts instead of all")
    return parser.parse_args()


def measured(sizes: list[int], parts: list[str]) -> Figures:
    for articles in (0, *sizes):
        step(f"prepare {articles:,}", lambda n=articles: steps.prepare(n, "queries" in parts))
    if "kills" in parts:
        step(f"prepare {KILLED:,}", lambda: steps.prepare(KILLED, stock=False))
    found: Figures = {}
    largest = max(sizes)
    if "indexing" in parts:
        found["indexing"] = {n: step(f"index {n:,}", lambda n=n: steps.indexing(n)) for n in sizes}
        found["writing"] = step("stock writer", steps.stock_writing)
    if "queries" in parts:
        found["queries"] = {n: step(f"ask {n:,}", lambda n=n: steps.asking(n)) for n in sizes}
    if "exact" in parts:
        found["exact"] = step("exact", lambda: steps.exactness(EXACT, TRIES))
    if "load" in parts:
        found["load"] = step("load", lambda: steps.loaded(largest, LOAD_SECONDS))
    if "kills" in parts:
        found["kills"] = step("kill -9", lambda: steps.killed(KILLED, ROUNDS))
    return found


def step(name: str, work: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    found = work()
    sys.stderr.write(f"{name}: {time.perf_counter() - begun:.0f} s\n")
    return found


def written(found: Figures) -> str:
    """The tables of what was measured."""
    parts = ["## Goals\n", goal_table(found)]
    for articles, asked in found.get("queries", {}).items():
        parts += [f"## Queries, {articles:,} articles\n", "With four facets:\n"]
        parts += [report.queries(asked, True), "Without:\n", report.queries(asked, False)]
        parts += [_agreement(asked), report.memories(asked)]
    if indexed := found.get("indexing"):
        parts += [
            "## Indexing\n",
            report.indexing(indexed, found["writing"], steps.WRITTEN_BY_STOCK),
        ]
    if load := found.get("load"):
        parts += ["## Load\n", report.load(load)]
    return "\n".join(parts)


def _agreement(asked: Figures) -> str:
    lines = report.disagreements(asked)
    if not lines:
        return "All totals and all counts of all engines are equal.\n"
    return "Not equal:\n\n" + "".join(f"- {line}\n" for line in lines)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
