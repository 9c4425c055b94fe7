"""The figures as tables: for the terminal, and for docs/reference/benchmarks-cluster.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from search.tests.bench.cluster.steps import CLUSTER, EMBEDDED
from search.tests.bench.questions import CLASSES
from search.tests.bench.report import KINDS, machine, short, table

Figures = dict[str, Any]
ROUNDED = (
    "the others are mostly those of phrases, which stand once in\n  each hit: these differ by"
    " their length alone, which the cluster rounds, and then by day."
)
SHOWN = 2  # sizes of the embedded engine beside those of the cluster
PAGES = {
    "everything": "everything, nine facets (the home page)",
    "months of industries": "a frequent word: every industry by month",
    "months of cities, of everything": "all articles: every city by month",
    "spans": "first and last day of each newspaper",
    "similar": "twenty articles like one",
    "deep": "newest first, the page at hit 50,000",
    "deep, ranked": "by score, the page at hit 50,000",
    "export": "numbers of all hits of a word of 10%",
    "lexicon": "all words, and how often each name is",
    "count": "how many articles there are",
    "generation": "whether anything has changed",
    "edit": "an article written, until it is found",
}
FIELDS = {
    "chars": "every character with its place (exact phrases)",
    "pairs": "every two neighbouring characters (which narrow these)",
    "words": "words (rank, and plain words)",
    "lexicon": "the words of an article once more, as values (suggestions)",
    "facets": "nine facets",
}
INTRODUCTION = """\
# Benchmarks of the cluster

Written by `make bench-cluster` on {day}. Machine: {cores} cores, {model}, Python {python}.
Three nodes of OpenSearch share this machine with the client and with the embedded engine that is measured beside them: what a
real cluster does on three machines at once is done here on two cores, one after the other. So read **CPU**, and read ratios.

- **Articles** are those of [the other benchmark](benchmarks.md), with a byline, all nine facets and the names of what they are about. They are
  drawn a block at a time; the CPU of that is left out. Three shards, one replica of each (of a million none: the disk is shared too),
  packed at the end as every rebuild is.
- **Queries** are the five classes of the other benchmark, eight questions each, chosen on 100,000 articles and asked at every size. A page
  asks for the first twenty hits, the exact total, six facets with every value (the counts of a facet leave its own choice out), and whether
  the text stands nowhere as it was typed.
- **Milliseconds** are those of the clock as the caller sees them, one request at a time, after each question was asked once; "first" is the
  slowest of these first times. **CPU** is that of all nodes, from `/proc`, a request; that of the caller stands beside it.
- **Both engines** are asked the same; {agreement}

To repeat it: `make bench-cluster`, an hour and a half with a million articles, 25 GB below `BENCH_DATA`; `ARTICLES="10000 100000"`
is done in a quarter of an hour. `OPENSEARCH_NODES` names a cluster that runs already (a folder of `.ci/opensearch`).

"""


def page(found: Figures) -> str:
    told = disagreements(found)
    agreement = f"{len(told)} answers differ." if told else "all totals and counts are equal."
    if shared := overlap(found):
        told_of = ", ".join(f"{share:.0%} at {size:,}" for size, share in shared.items())
        agreement += f"\n  Of the first ten hits both have {told_of} articles; {ROUNDED}"
    text = INTRODUCTION.format(day=date.today().isoformat(), agreement=agreement, **machine())
    text += "".join(f"- {line}\n" for line in told)
    return text + "\n".join(_parts(found))


def _parts(found: Figures) -> Iterator[str]:
    if built := found.get("building"):
        yield "## Indexing\n"
        yield _indexing(built)
        yield "".join(f"{line}\n" for line in found.get("notes", ()))
        yield "## Size\n"
        yield _sizes(built)
    if fields := found.get("fields"):
        yield _fields(fields[CLUSTER]["0"])
    if asked := found.get("asking"):
        for counted, name in ((True, "## A page of results\n"), (False, "## Hits alone\n")):
            yield name
            yield _classes(asked, counted)
        yield "## Other pages\n"
        yield _pages(asked)
        yield "## Memory\n"
        yield _memory(asked)


def _sized(rows: Figures) -> list[tuple[int, Figures]]:
    return sorted((int(articles), one) for articles, one in rows.items() if one)


def _indexing(built: Figures) -> str:
    head = ["", "articles", "a second of the clock", "a second of CPU", "CPU each, ms: ours"]
    rows = []
    for engine in (CLUSTER, EMBEDDED):
        for size, one in _sized(built.get(engine, {})):
            cpu = one["cpu"] + one["nodes_cpu"]
            rates = [f"{size / seconds:,.0f}" for seconds in (one["wall"], cpu)]
            spent = [short(one[name] / size * 1000) for name in ("cpu", "nodes_cpu")]
            if engine == EMBEDDED:
                spent[1] = "–"
            rows.append([engine, f"{size:,}", *rates, *spent, f"{one['peak']:,.0f}"])
    return table([*head, "the nodes'", "our memory at the peak, MB"], rows)


def _sizes(built: Figures) -> str:
    head = ["", "articles", "bytes an article, one copy", "MB, one copy", "MB, all", "segments"]
    rows = []
    for engine in (CLUSTER, EMBEDDED):
        for size, one in _sized(built.get(engine, {})):
            whole = one.get("total", one["primaries"])
            megabytes = [f"{part / 1e6:,.0f}" for part in (one["primaries"], whole)]
            each = f"{one['primaries'] / size:,.0f}"
            rows.append([engine, f"{size:,}", each, *megabytes, str(one.get("segments", "–"))])
    return table(head, rows)


def _fields(found: Figures) -> str:
    articles, whole = found["articles"], found["whole"]
    lines = [["all fields", f"{whole / articles:,.0f}", "100%"]]
    for kind, size in found["without"].items():
        less = whole - size
        lines.append([FIELDS[kind], f"{less / articles:,.0f}", f"{less / whole:.0%}"])
    sent = f"{found['sent'] / articles:,.0f}"
    head = f"Of {articles:,} articles in one segment; {sent} bytes were sent for each.\n\n"
    return head + table(["what the index is smaller by without", "bytes an article", ""], lines)


def _classes(asked: Figures, counted: bool) -> str:
    rows = [(KINDS[kind], kind + "+" * counted) for kind in CLASSES]
    return _times(asked, "classes", rows)


def _pages(asked: Figures) -> str:
    return _times(asked, "pages", [(said, name) for name, said in PAGES.items()])


def _times(asked: Figures, part: str, cells: list[tuple[str, str]]) -> str:
    """The clock at each size, then what the largest costs, then both engines at one size."""
    sized, own = _sized(asked.get(CLUSTER, {})), asked.get(EMBEDDED, {})
    head = ["ms"] + [f"{size:,}" for size, _ in sized]
    head += ["95 of 100", "first", "CPU of the nodes", "our CPU"]
    shown = [size for size, _ in _sized(own)][-SHOWN:]
    head += [f"embedded, {size:,}" for size in shown]
    lines = []
    for said, cell in cells:
        row = [short(one[part][cell]["median"]) for _, one in sized]
        last = sized[-1][1][part][cell]
        row += [short(last[name]) for name in ("p95", "first", "nodes_cpu", "cpu")]
        row += [short(own[str(size)][part][cell]["median"]) for size in shown]
        lines.append([said, *row])
    return table(head, lines)


def _memory(asked: Figures) -> str:
    head = ["", "articles", "resident, MB", "heap used of, MB", "global ordinals, MB"]
    rows = []
    for engine in (CLUSTER, EMBEDDED):
        for size, one in _sized(asked.get(engine, {})):
            resident = ", ".join(f"{part:,.0f}" for part in one["resident"])
            heap = [f"{row['used']:,.0f} of {row['most']:,.0f}" for row in one.get("heap", [])]
            ordinals = [f"{row['fielddata']:,.1f}" for row in one.get("heap", [])]
            rows.append(
                [engine, f"{size:,}", resident, ", ".join(heap) or "–", ", ".join(ordinals) or "–"]
            )
    return table(head, rows)


def disagreements(found: Figures) -> list[str]:
    """Questions that the two engines answer differently, in the total or in any count."""
    asked = found.get("asking", {})
    lines = []
    for size, one in _sized(asked.get(CLUSTER, {})):
        own = asked.get(EMBEDDED, {}).get(str(size))
        for cell, told in one["classes"].items() if own else ():
            pairs = zip(told["answers"], own["classes"][cell]["answers"], strict=True)
            for at, (theirs, ours) in enumerate(pairs, 1):
                if (theirs["total"], theirs["counts"]) != (ours["total"], ours["counts"]):
                    both = f"{theirs['total']:,} against {ours['total']:,}"
                    lines.append(f"{size:,} articles, {cell} {at}: {both}")
    return lines


def overlap(found: Figures) -> dict[int, float]:
    """By size: what share of the first ten hits both engines have, at the mean of all questions."""
    asked, shares = found.get("asking", {}), {}
    for size, one in _sized(asked.get(CLUSTER, {})):
        if own := asked.get(EMBEDDED, {}).get(str(size)):
            every = [
                len({*theirs["top"]} & {*ours["top"]}) / len(ours["top"])
                for cell, told in one["classes"].items()
                for theirs, ours in zip(
                    told["answers"], own["classes"][cell]["answers"], strict=True
                )
                if ours["top"]
            ]
            shares[size] = sum(every) / len(every)
    return shares
