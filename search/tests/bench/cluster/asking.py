"""Asks the engine of the site what its pages ask, and tells what an answer took; run inside the site.

`… site search.tests.bench.cluster.asking QUESTIONS OUT [--seconds S]`: SEARCH_URL says which engine.
"""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from search.backend import policy_backend
from search.engine import (
    Budget,
    Document,
    EngineQuery,
    EngineResult,
    FacetRequest,
    Filter,
    SearchEngine,
)
from search.engine.schema import FACETS
from search.facets import requests
from search.misses import apart, misses
from search.request import SearchRequest
from search.tests.bench.asking import TOP, told
from search.tests.bench.cluster import nodes
from search.tests.bench.cluster.articles import Articles
from search.tests.bench.ours import tree
from search.tests.bench.processes import memory
from search.tests.bench.questions import CLASSES, Answer, Question, read
from search.tree import Among, Between, Everything, Node

MOST, LEAST = 320, 24  # requests of a class
DEEP = 50_000  # the hit that a deep page begins with
EDITS = 20
COUNTED = requests(SearchRequest())  # what a page of results counts
ALL = tuple(FacetRequest(name, name) for name in FACETS)
Ask = Callable[[], Any]


def filters(question: Question) -> tuple[Filter, ...]:
    """As a page puts them: the counts of the facet that is chosen in leave its choice out."""
    if not question.days:
        return ()
    return (
        Filter("city", Among("city", (question.city,))),
        Filter("month", Between(*question.days)),
    )


class Pages:
    """What the pages of the site ask an engine."""

    def __init__(self, engine: SearchEngine) -> None:
        self.engine = engine

    def results(self, question: Question, counted: bool) -> EngineResult:
        """A page of results; with its facets, and whether a text stands nowhere as it was typed."""
        budget, asked = Budget(), tree(question)
        facets = COUNTED if counted else ()
        query = EngineQuery(asked, filters(question), facets, "relevance", 0, TOP)
        found = self.engine.search(query, budget)
        if counted:
            (apart if found.total else misses)(asked, self.engine, budget)
        return found

    def everything(self) -> EngineResult:
        return self.engine.search(EngineQuery(facets=ALL, order="newest", stop=TOP))

    def deep(self, node: Node) -> EngineResult:
        return self.engine.search(EngineQuery(node, start=DEEP, stop=DEEP + TOP, order="newest"))

    def ranked_deep(self, node: Node) -> EngineResult:
        return self.engine.search(EngineQuery(node, start=DEEP, stop=DEEP + TOP))

    def export(self, node: Node) -> EngineResult:
        return self.engine.search(EngineQuery(node, order="newest"))

    def suggestions(self) -> tuple[int, int]:
        """What the shelf of suggestions is made of: words, and how often each name is."""
        words, _ = self.engine.lexicon()
        found = self.engine.search(EngineQuery(facets=ALL, order="newest", stop=0))
        return len(words), len(found.facets["official"])


def timed(asks: list[Ask], seconds: float, most: int = MOST, least: int = LEAST) -> dict[str, Any]:
    """Each once for the first time, then again and again, one after another.

    Milliseconds of the clock; of CPU a request, here and in the nodes, both told by the round.
    """
    firsts = [_wall(ask) for ask in asks]
    begun, here, there = time.perf_counter(), time.process_time(), nodes.seconds()
    spent: list[float] = []
    while len(spent) < most and (len(spent) < least or time.perf_counter() - begun < seconds):
        spent += [_wall(ask) for ask in asks]
    here, there = time.process_time() - here, nodes.seconds() - there
    return {
        "first": max(firsts),
        "median": median(spent),
        "p95": quantiles(spent, n=20)[-1] if len(spent) > 1 else spent[0],
        "requests": len(spent),
        "cpu": here / len(spent) * 1000,
        "nodes_cpu": there / len(spent) * 1000,
    }


def _wall(ask: Ask) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def classes(pages: Pages, rows: list[Question], seconds: float) -> dict[str, Any]:
    """Of every class, without and with facets: what it took, and what is compared."""
    found = {}
    for kind in CLASSES:
        some = [row for row in rows if row.kind == kind]
        for counted in (False, True):
            asks = [lambda row=row, counted=counted: pages.results(row, counted) for row in some]  # type: ignore[misc]
            spent = timed(asks, seconds)
            answers = [_compared(pages.results(row, counted)) for row in some]
            found[f"{kind}{'+' * counted}"] = spent | {"answers": answers}
            _say(f"{kind}{'+' * counted}", spent)
    return found


def _compared(found: EngineResult) -> dict[str, Any]:
    return told(Answer(found.total, found.ids, found.facets)) | {"top": found.ids[:10]}


def pages_beside(pages: Pages, rows: list[Question], seconds: float) -> dict[str, Any]:
    """What is asked beside searches; each few times where it takes long."""
    by_kind = {kind: [tree(row) for row in rows if row.kind == kind] for kind in CLASSES}
    often, some = by_kind["common"], by_kind["filtered"]
    engine = pages.engine
    texts = ["\n".join(one.texts.values())[:4000] for one in next(Articles().parts(0, 20))]
    asks: dict[str, list[Ask]] = {
        "everything": [pages.everything],
        "months of industries": [lambda t=t: engine.cross(t, (), "industry") for t in often],  # type: ignore[misc]
        "months of cities, of everything": [lambda: engine.cross(Everything(), (), "city")],
        "spans": [lambda: engine.spans(Everything())],
        "similar": [lambda t=t: engine.similar(t, (), 20) for t in texts],  # type: ignore[misc]
        "lexicon": [pages.suggestions],
        "deep": [lambda: pages.deep(Everything())],
        "deep, ranked": [lambda t=t: pages.ranked_deep(t) for t in often[:4]],  # type: ignore[misc]
        "export": [lambda t=t: pages.export(t) for t in some[:4]],  # type: ignore[misc]
        "count": [engine.count],
        "generation": [engine.generation],
    }
    found = {}
    for name, row in asks.items():
        found[name] = timed(row, seconds, most=200, least=2)
        _say(name, found[name])
    found["export"]["ids"] = len(pages.export(some[0]).ids)
    found["lexicon"]["words"] = pages.suggestions()[0]
    return found


def edits(engine: SearchEngine) -> dict[str, Any]:
    """From the beginning of a write of one article until a search finds what is new in it."""
    chosen = next(Articles().parts(0, EDITS))
    left = iter(chosen * 2)
    spent = timed([lambda: _until_found(engine, next(left))], 60.0, most=EDITS, least=EDITS)
    engine.write(chosen)
    _say("edit", spent)
    return {"edit": spent}


def _until_found(engine: SearchEngine, article: Document) -> None:
    text = f"编后记{time.time_ns()}号"
    engine.write([replace(article, texts=article.texts | {"subtitle": text})])
    query = EngineQuery(tree(Question("", (text,), phrase=True)))
    until = time.monotonic() + 60
    while engine.search(query).ids != [article.number]:
        if time.monotonic() > until:
            raise RuntimeError(f"{article.number} is not found")


def _say(name: str, spent: dict[str, Any]) -> None:
    sys.stderr.write(
        f"{name:34} {spent['median']:9.1f} {spent['p95']:9.1f} {spent['first']:9.1f}"
        f" {spent['cpu']:8.2f} {spent['nodes_cpu']:9.2f} {spent['requests']:4}\n"
    )


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("questions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=4.0)
    given = parser.parse_args()
    Articles().keep_names_whole()
    engine = policy_backend().engine
    rows, pages = read(given.questions), Pages(engine)
    found = {"articles": engine.count(), "classes": classes(pages, rows, given.seconds)}
    found["pages"] = pages_beside(pages, rows, given.seconds)
    if nodes.processes():
        found |= {"heap": nodes.heap(), "resident": nodes.megabytes()}
    else:
        found["resident"] = [memory(os.getpid())["rss"]]
    found["pages"] |= edits(engine)
    given.out.write_text(json.dumps(found, indent=1), "utf-8")


if __name__ == "__main__":
    main()
