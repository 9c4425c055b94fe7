"""Query trees as conditions of the cluster: which articles they find. Nothing here is ranked.

What a text asks for is settled here as the embedded engine settles it (engine/matching.py); a
text as it stands is a phrase of single characters, found by the pairs that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from archive.text.fold import fold
from search.engine.budget import TooCostly
from search.engine.matching import fields_of
from search.engine.schema import FACETS
from search.engine.units import Literal, Near, Stem, Term, Unit, unit_of, words_of
from search.opensearch.fields import CHARS, DATE, PAIRS, chars, pairs
from search.tree import (
    Among,
    And,
    Between,
    Everything,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Word,
)
from search.tree import Near as NearTexts

Clause = dict[str, Any]
EVERYTHING: Clause = {"match_all": {}}
NOTHING: Clause = {"match_none": {}}
MOST = 1000  # clauses in one question: a cluster takes 1024 unless it is told otherwise
TRIED = (12, 4, 1, 0)  # pairs beside a phrase: more of them rule out more articles sooner
_FARTHEST = 1_000_000  # characters between two texts; no article is as long
_LEAVES = (
    "match_all",
    "match_none",
    "match_phrase",
    "prefix",
    "range",
    "span_term",
    "term",
    "terms",
)


def condition(tree: Node, most: int = MOST) -> Clause:
    """What finds the tree's articles, in at most so many clauses.

    Raises TooCostly where they do not suffice; ValueError for a name that was not resolved,
    KeyError for a facet field that there is not.
    """
    for number in TRIED:
        found = Conditions(number).of(tree)
        if width(found) <= most:
            return found
    raise TooCostly


def width(clause: Any) -> int:
    """How many clauses the cluster counts."""
    if isinstance(clause, dict):
        return sum(1 if key in _LEAVES else width(part) for key, part in clause.items())
    return sum(map(width, clause)) if isinstance(clause, list) else 0


def all_of(clauses: Sequence[Clause]) -> Clause:
    """Everything where there is none."""
    clauses = [one for one in clauses if one != EVERYTHING]
    if len(clauses) < 2:
        return clauses[0] if clauses else EVERYTHING
    return {"bool": {"filter": clauses}}


def any_of(clauses: Sequence[Clause]) -> Clause:
    """Nothing where there is none."""
    if len(clauses) < 2:
        return clauses[0] if clauses else NOTHING
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


class Conditions:
    """`most` pairs are asked beside a phrase, so that few articles' characters are compared."""

    def __init__(self, most: int = TRIED[0]) -> None:
        self.most = most

    def of(self, node: Node) -> Clause:
        match node:
            case Everything():
                return EVERYTHING
            case Nothing():
                return NOTHING
            case Word(text, field):
                return self._word(fold(text), field)
            case Phrase() | Prefix() | NearTexts():
                unit = unit_of(node)
                return self.standing([unit], node.field) if unit else EVERYTHING
            case Among(field, values):
                return {"terms": {_facet(field): sorted(set(values))}}
            case Between(first, last):
                return _between(first, last)
            case Or(parts):
                return any_of([self.of(part) for part in parts])
            case And(parts):
                return self._all(parts)
            case Not():
                return self._all([node])
        raise ValueError(f"{node} is a name that was not resolved")

    def _all(self, parts: Iterable[Node]) -> Clause:
        held, absent = [], []
        for part in parts:
            if isinstance(part, Not):
                absent.append(self.of(part.part))
            else:
                held.append(self.of(part))
        if not absent:
            return all_of(held)
        return {"bool": {"filter": held, "must_not": absent}}

    def standing(self, units: Sequence[Unit], field: str) -> Clause:
        """What finds articles in which one of the units stands."""
        return any_of([self.unit(unit, name) for unit in units for name in fields_of(field)])

    def _word(self, folded: str, field: str) -> Clause:
        """All the words, or the text as it stands however it is cut."""
        if not folded:
            return EVERYTHING
        literal, words = Literal(folded), [Term(word) for word in words_of(folded)]
        if len(words) < 2:
            return self.standing([*words, literal], field)
        every = all_of([self.standing([word], field) for word in words])
        return any_of([every, self.standing([literal], field)])

    def unit(self, unit: Unit, field: str, boost: float = 1.0) -> Clause:
        """What finds the unit in one field, and ranks it where hits are ranked."""
        match unit:
            case Term(text):
                return _term(field, text, boost)
            case Stem(text):
                return {"prefix": {field: {"value": text, "boost": boost}}}
            case Literal(text):
                return self._literal(text, field, boost)
            case Near(left, right, distance):
                return self._near(left, right, min(distance, _FARTHEST), field, boost)

    def _literal(self, text: str, field: str, boost: float) -> Clause:
        if len(text) == 1:
            return _term(field + CHARS, chars(text), boost)
        if len(text) == 2:
            return _term(field + PAIRS, pairs(text), boost)
        phrase = {"match_phrase": {field + CHARS: {"query": chars(text), "boost": boost}}}
        return self._beside(phrase, [text], field)

    def _beside(self, clause: Clause, texts: Sequence[str], field: str) -> Clause:
        """The clause, asked only of articles that hold the pairs of the texts."""
        held = list(
            dict.fromkeys(pair for text in texts for pair in pairs(text).split(" ") if pair)
        )
        if len(held) > self.most:
            held = [held[at * len(held) // self.most] for at in range(self.most)]
        if not held:
            return clause
        return {"bool": {"must": [clause], "filter": [_term(field + PAIRS, pair) for pair in held]}}

    def _near(self, left: str, right: str, distance: int, field: str, boost: float) -> Clause:
        sides = [_span(text, field + CHARS) for text in (left, right)]
        spans = {"clauses": sides, "slop": distance, "in_order": left == right, "boost": boost}
        found = self._beside({"span_near": spans}, [left, right], field)
        if left != right:
            return found
        # Spans that are in order never overlap.
        doubled = [self._literal(text, field, boost) for text in _overlapped(left)]
        return any_of([found, *doubled])


def _term(field: str, text: str, boost: float = 1.0) -> Clause:
    return {"term": {field: {"value": text, "boost": boost}}}


def _span(text: str, field: str) -> Clause:
    """The text as it stands, as spans."""
    clauses = [{"span_term": {field: one}} for one in chars(text).split(" ")]
    if len(clauses) == 1:
        return clauses[0]
    return {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}


def _overlapped(text: str) -> list[str]:
    """What holds the text twice, one upon the other: 泰安泰安泰 of 泰安泰."""
    found: list[str] = []
    for shift in range(1, len(text)):
        if text.startswith(text[shift:]):
            twice = text + text[-shift:]
            if not any(one in twice for one in found):
                found.append(twice)
    return found


def _facet(field: str) -> str:
    if field not in FACETS:
        raise KeyError(field)
    return field


def _between(first: int | None, last: int | None) -> Clause:
    """Days that no calendar has lie before or after all articles."""
    if first is not None and first > date.max.toordinal():
        return NOTHING
    if last is not None and last < date.min.toordinal():
        return NOTHING
    ends = {}
    if first is not None and first > date.min.toordinal():
        ends["gte"] = date.fromordinal(first).isoformat()
    if last is not None and last < date.max.toordinal():
        ends["lte"] = date.fromordinal(last).isoformat()
    return {"range": {DATE: ends}} if ends else EVERYTHING
