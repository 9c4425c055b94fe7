"""What is aimed at, beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from search.tests.bench.questions import CLASSES
from search.tests.bench.report import an_article, short, table, times

Figures = dict[str, Any]
Goal = tuple[str, str, bool]


def goals(found: Figures) -> Iterator[Goal]:
    """What is asked, what is, and whether that holds; of what was measured in this run."""
    if asked := found.get("queries"):
        yield from _queries(asked[max(asked)], max(asked))
    if indexed := found.get("indexing"):
        yield from _indexing(indexed)
    if exact := found.get("exact"):
        told = f"{exact['tries'] - len(exact['wrong']):,} of {exact['tries']:,}"
        yield (
            f"random pieces of {exact['articles']:,} articles: exact = scan",
            told,
            not exact["wrong"],
        )
    if load := found.get("load"):
        yield from _load(load)
    if kills := found.get("kills"):
        told = (
            f"{kills['rounds'] - len(kills['faults'])} of {kills['rounds']}, {kills['hit']} at work"
        )
        yield "kill -9: index and database agree after the next start", told, not kills["faults"]


def _queries(found: Figures, articles: int) -> Iterator[Goal]:
    cells = [f"{kind}+" for kind in CLASSES]
    least = min(times(found, "tantivy", cell) for cell in cells)
    yield (
        f"{articles:,} articles, facets: no class slower than tantivy",
        f"{short(least)}×",
        least >= 1,
    )
    least = min(times(found, "stock", cell) for cell in cells)
    yield "every class 500 times faster than stock", f"{short(least)}×", least >= 500
    most = max(median(found["ours"]["cold"][cell]) for cell in cells)
    yield "cold at most 60 ms of CPU", f"{short(most)} ms", most <= 60


def _indexing(found: dict[int, Figures]) -> Iterator[Goal]:
    largest = max(found)
    ours = found[largest]["ours"]
    spent, size = an_article(ours, largest), ours["bytes"] / largest
    busy = ours["cpu"] / ours["wall"]
    yield "rebuild: at most 6 ms of CPU an article", f"{short(spent)} ms", spent <= 6
    yield "at most 1,024 MB at its peak", f"{short(ours['peak'])} MB", ours["peak"] <= 1024
    yield "at most 4,096 bytes of index an article", f"{size:,.0f}", size <= 4096
    yield "both cores used: CPU / wall", short(busy), busy >= 1.5
    if len(found) > 1:
        ratio = spent / an_article(found[min(found)]["ours"], min(found))
        yield (
            f"cost an article at most 1.3 times that at {min(found):,}",
            f"{short(ratio)}×",
            ratio <= 1.3,
        )


def _load(found: Figures) -> Iterator[Goal]:
    yield "60 requests a second", short(found["rate"]), found["rate"] >= 60
    yield "95 of 100 within 100 ms", f"{short(found['p95'])} ms", found["p95"] <= 100
    yield "no errors", str(len(found["errors"])), not found["errors"]
    yield (
        "an edited article is found within 2 s",
        f"{short(found['visible'])} s",
        found["visible"] <= 2,
    )
    most = max(one["pss"] for one in found["workers"])
    yield "a worker holds at most 200 MB (PSS)", f"{short(most)} MB", most <= 200


def goal_table(found: Figures) -> str:
    rows = [[what, told, "yes" if held else "**no**"] for what, told, held in goals(found)]
    return table(["goal", "measured", "held"], rows)
