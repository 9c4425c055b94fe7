"""`make bench-search`: builds what is missing, measures, prints, and writes the reference page.

The page is written by a whole run only; with --articles or --only the tables are printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
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
READ = 20_000  # articles of the site whose pages are measured
PARTS = ("indexing", "queries", "exact", "load", "kills", "pages")
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
Figures = dict[str, Any]


def main() -> int:
    given = arguments()
    sizes = given.articles or ([] if given.only == ["pages"] else list(SIZES))
    run = Run()
    run.all(sizes, given.only or list(PARTS))
    page = (
        written(run.found)
        if given.only == ["pages"]
        else report.introduction() + written(run.found)
    )
    say(page)
    if not (given.articles or given.only or run.failed):
        PAGE.write_text(page, "utf-8")
    return 1 if run.failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="*", help="sizes instead of all")
    parser.add_argument("--only", nargs="*", choices=PARTS, help="parts instead of all")
    return parser.parse_args()


class Run:
    """What was measured so far; a part that fails is told, and the others go on."""

    def __init__(self) -> None:
        self.found: Figures = {}
        self.failed: list[str] = []

    def all(self, sizes: list[int], parts: list[str]) -> None:
        for articles in (0, *sizes):
            self.step(f"prepare {articles:,}", steps.prepare, articles, "queries" in parts)
        if "indexing" in parts:
            self.each("indexing", sizes, steps.indexing)
            self.keep("writing", steps.stock_writing)
        if "queries" in parts:
            self.each("queries", sizes, steps.asking)
        if "exact" in parts:
            self.keep("exact", steps.exactness, EXACT, TRIES)
        if "load" in parts:
            self.keep("load", steps.loaded, max(sizes), LOAD_SECONDS)
        if "kills" in parts:
            self.step(f"prepare {KILLED:,}", steps.prepare, KILLED, False)
            self.keep("kills", steps.killed, KILLED, ROUNDS)
        if "pages" in parts:
            self.step(f"prepare {READ:,}", steps.prepare, READ, False)
            self.keep("pages", steps.pages, READ)

    def each(self, name: str, sizes: list[int], work: Callable[[int], Figures]) -> None:
        told = {articles: self.step(f"{name} {articles:,}", work, articles) for articles in sizes}
        if kept := {articles: found for articles, found in told.items() if found}:
            self._note(name, kept)

    def keep(self, name: str, work: Callable[..., Figures], *values: object) -> None:
        if found := self.step(name, work, *values):
            self._note(name, found)

    def _note(self, name: str, found: Figures | dict[int, Figures]) -> None:
        """Kept at once too, so that a run that is broken off was not for nothing."""
        self.found[name] = found
        (data() / "figures.json").write_text(json.dumps(self.found, indent=1), "utf-8")

    def step(self, name: str, work: Callable[..., Figures | None], *values: object) -> Figures:
        begun = time.perf_counter()
        found = None
        try:
            found = work(*values)
        except (RuntimeError, OSError, ValueError, subprocess.SubprocessError) as error:
            self.failed.append(name)
            sys.stderr.write(f"{name} failed: {error}\n")
        sys.stderr.write(f"{name}: {time.perf_counter() - begun:.0f} s\n")
        return found or {}


def written(found: Figures) -> str:
    """The tables of what was measured."""
    parts = ["## Goals\n", goal_table(found)] if set(found) - {"pages"} else []
    for articles, asked in found.get("queries", {}).items():
        parts += [f"## Queries, {articles:,} articles\n", "With four facets:\n"]
        parts += [report.queries(asked, True), "Without:\n", report.queries(asked, False)]
        parts += [_agreement(asked), report.memories(asked)]
    if indexed := found.get("indexing"):
        parts += [
            "## Indexing\n",
            report.indexing(indexed, found.get("writing"), steps.WRITTEN_BY_STOCK),
        ]
    if load := found.get("load"):
        parts += ["## Load\n", report.load(load)]
    if costs := found.get("pages"):
        parts += [f"## Pages, {READ:,} articles\n", report.pages(costs)]
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
