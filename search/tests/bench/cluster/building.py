"""Builds the index of N articles as `reindex` does, out of the generator instead of a database.

`… site search.tests.bench.cluster.building N SECONDS OUT`: SEARCH_URL says which engine, as for the site.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from archive.text.cutting import cut_many
from search.backend import policy_backend
from search.engine import Renewal
from search.indexing import crew
from search.tests.bench.cluster import nodes
from search.tests.bench.cluster.articles import Articles, blocks
from search.tests.bench.folders import size_of

Block = tuple[int, int]


def cpu() -> float:
    """Seconds of this process and of the children that have ended."""
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in every)


def build(articles: int, most: float) -> dict[str, Any]:
    """Seconds of the clock and of CPU, here and in the nodes; bytes of the index.

    No block is begun after `most` seconds: then it is what was done until then that is measured.
    """
    made = Articles()
    made.keep_names_whole()
    cut_many(["预热"])
    drawing = _drawing(made, articles)
    received = nodes.bytes_received() if nodes.processes() else 0
    begun, here, there = time.perf_counter(), cpu(), nodes.seconds()
    with policy_backend().engine.rebuild() as fresh:
        staged = _stage_all(fresh, made, articles, begun + most)
        read = time.perf_counter() - begun
        fresh.add([path for _, paths in sorted(staged) for path in paths])
        fresh.publish()
    articles = policy_backend().engine.count()
    found = {
        "articles": articles,
        "wall": time.perf_counter() - begun,
        "staged": read,
        "cpu": cpu() - here - drawing * articles,
        "nodes_cpu": nodes.seconds() - there,
    }
    return found | _kept(received)


def _drawing(made: Articles, articles: int) -> float:
    """Seconds of CPU that it takes to draw an article, which is no part of indexing it."""
    begun, count = time.process_time(), min(5_000, articles)
    for _ in made.parts(0, count):
        pass
    return (time.process_time() - begun) / count


def _stage_all(
    fresh: Renewal, made: Articles, articles: int, until: float
) -> list[tuple[int, list[Path]]]:
    found: list[tuple[int, list[Path]]] = []
    tasks, begun = blocks(articles), time.perf_counter()
    for row in crew.shared_out(partial(_stage, fresh, made, until), tasks, crew.cores()):
        found.append(row)
        spent = time.perf_counter() - begun
        sys.stderr.write(f"{len(found)} of {len(tasks)} blocks, {spent:.0f} s\n")
    return found


def _stage(fresh: Renewal, made: Articles, until: float, block: Block) -> tuple[int, list[Path]]:
    parts = made.parts(*block) if time.perf_counter() < until else ()
    return block[0], [fresh.stage(part) for part in parts]


def _kept(received: int) -> dict[str, Any]:
    backend = policy_backend()
    if not nodes.processes():
        return {"primaries": size_of(backend.root / backend.engine.searched())}
    between = nodes.bytes_received() - received
    return nodes.stored() | {"between": between, "resident": nodes.megabytes()}


if __name__ == "__main__":
    told = json.dumps(build(int(sys.argv[1]), float(sys.argv[2])), indent=1)
    Path(sys.argv[3]).write_text(told, "utf-8")
