"""Searches asked of the engine that stands, through what a page of results is made by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from search import facets
from search.advice import advice
from search.engine import TooCostly
from search.executor import SearchExecutor
from search.request import SearchRequest
from search.results import Facet, Hit
from search.spelling import meant
from search.tests.conformance.questions import Question

WHOLE = 12  # of so many questions one is asked for every hit, as an export asks
HELPED = 3  # of so many one is asked what may have been meant
EXPORTED = 120  # hits of such a one
Marked = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """`ids` are all hits in order, `shown` what the page shows of each of its own.

    `told` is everything else, by name; what two engines answer is the same there, or wrong.
    """

    ids: list[int]
    shown: dict[int, Marked]
    told: dict[str, Any]


def answers(questions: Sequence[Question], halfway: Callable[[], None]) -> list[Answer]:
    """In their order; `halfway` happens between two of them."""
    found = []
    for at, one in enumerate(questions):
        if at == len(questions) // 2:
            halfway()
        found.append(_answer(one.request, at))
    return found


def _answer(request: SearchRequest, number: int) -> Answer:
    """What it raises is an answer too: the other engine is to find it as costly."""
    try:
        return _answered(request, number)
    except TooCostly as error:
        return Answer([], {}, {"error": str(error)})


def _answered(request: SearchRequest, number: int) -> Answer:
    counted: list[facets.Counts] = []

    def shape(asked: SearchRequest, counts: facets.Counts, path: str) -> list[Facet]:
        counted.append(counts)
        return facets.build(asked, counts, path)

    executor = SearchExecutor(request, shape=shape)
    page = executor.page()
    ids = executor.numbers()
    told = {
        "total": page.total,
        "pages": page.pages,
        "counts": counted[0],
        "facets": page.facets,
        "chips": page.chips,
        "months": page.months,
        "notices": page.notices,
        "as many": (len(page.hits), len(ids), len({*ids})),
    }
    shown = {hit.article.pk: _marked(hit) for hit in page.hits}
    if request.order != "relevance":
        told["page"] = [hit.article.pk for hit in page.hits]
    if number % HELPED == 0:
        told["meant"] = meant(request, found=bool(page.total))
        told["advice"] = advice(request, page)
    if number % WHOLE == 0:
        told["every hit"] = _whole(request)
    return Answer(ids, shown, told)


def _whole(request: SearchRequest) -> list[tuple[int, Marked]]:
    """An export of the newest, with what is marked in each."""
    executor = SearchExecutor(replace(request, sort="newest"))
    total, hits = executor.every_hit(most=EXPORTED)
    assert executor.total() == total
    return [(total, ("", "", "", "")), *((hit.article.pk, _marked(hit)) for hit in hits)]


def _marked(hit: Hit) -> Marked:
    return hit.title, hit.snippet, hit.kicker, hit.subtitle
