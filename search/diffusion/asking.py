"""The question put to the engine: a term as a tree, the places and days as filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from search import names, roster
from search.backend import policy_backend
from search.diffusion.request import DiffusionRequest
from search.diffusion.scope import Area
from search.diffusion.tracing import Past, Trace, traced
from search.engine import Crossing, Filter, Span
from search.meaning import as_asked
from search.query import describe, parse
from search.request import SearchRequest
from search.tree import Among, Between, Everything, Node, Phrase, Word, mapped


@dataclass(frozen=True, slots=True)
class Asked:
    """`typed` is the tree in the words of the query language, codes resolved in `tree` only.

    `is_empty`: there is nothing to trace.
    """

    tree: Node
    typed: str
    notices: list[str]

    @property
    def is_empty(self) -> bool:
        return isinstance(self.tree, Everything)


def asked(request: DiffusionRequest) -> Asked:
    """What is typed: plain words are texts as they stand, as if each were quoted.

    低空经济 finds what "低空经济" finds; 低空经济 OR 低空产业 finds either text.
    """
    roster.keep_current()
    parsed = parse(request.q)
    exact = mapped(parsed.tree, _exact)
    role = "subject" if request.role == "subject" else ""
    tree, missing = names.settle(exact, SearchRequest(role=role))
    return Asked(as_asked(tree), describe(exact), parsed.notices + missing)


def _exact(leaf: Node) -> Node:
    return Phrase(leaf.text, leaf.field) if isinstance(leaf, Word) else leaf


def trace(tree: Node, request: DiffusionRequest, areas: Sequence[Area]) -> Trace:
    """The spread over the areas. Raises IndexUnavailable."""
    term, everything = _crossed(tree, request, areas)
    if not (request.date_from or request.date_to):
        return traced(areas, term, everything)
    always = replace(request, date_from="", date_to="")
    past = Past(*_crossed(tree, always, areas), request.first_day or date.min)
    return traced(areas, term, everything, past)


def _crossed(tree: Node, request: DiffusionRequest, areas: Sequence[Area]) -> list[Crossing]:
    """Of the term, and of all articles."""
    engine = policy_backend().engine
    trees = [tree, Everything()]
    return engine.crosses(trees, _filters(request, areas), request.field, request.by)


def _filters(request: DiffusionRequest, areas: Sequence[Area]) -> list[Filter]:
    found = [Filter("places", Among(request.field, tuple(one.code for one in areas)))]
    if request.newspaper:
        found.append(Filter("newspaper", Among("newspaper", request.newspaper)))
    first, last = request.first_day, request.last_day
    if first or last:
        days = Between(first.toordinal() if first else None, last.toordinal() if last else None)
        found.append(Filter("days", days))
    return found


def papers_of(request: DiffusionRequest, areas: Sequence[Area]) -> dict[str, int]:
    """Articles on the places by newspaper, over the same days. Raises IndexUnavailable."""
    found = policy_backend().engine.cross(
        Everything(), _filters(request, areas), "newspaper", "year"
    )
    totals = found.counts.sum(axis=1).tolist()
    return dict(zip(found.values, totals, strict=True))


def issues_of_papers() -> tuple[dict[str, Span], dict[str, int]]:
    """By newspaper: its first and last issue with their number, and months without any between.

    Over the whole archive, whatever is asked. Raises IndexUnavailable.
    """
    engine = policy_backend().engine
    found = engine.cross(Everything(), field="newspaper")
    gaps = {}
    for at, slug in enumerate(found.values):
        held = found.counts[at].nonzero()[0]
        gaps[slug] = int(held[-1] - held[0] + 1 - len(held))
    return engine.spans(Everything(), field="newspaper"), gaps
