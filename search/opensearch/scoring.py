"""Ranking on the cluster: BM25 by field with the embedded engine's weights (engine/ranking.py).

The cluster weighs a word by how rare it is in each field; here it weighs the same in all of them.
So each clause is boosted by what undoes the cluster's weight and puts ours in its place. What is
left is often (k1 + 1) / (often + norm), as ours, but that the cluster rounds lengths; of 3.0 and
later without (k1 + 1), for which only what counts once makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.text.fold import fold
from search.engine.matching import fields_of
from search.engine.ranking import LITERAL, WEIGHTS, rarity
from search.engine.schema import SUBJECTS
from search.engine.units import Literal, Near, Stem, Term, Unit, unit_of, words_of
from search.opensearch.conditions import Clause, Conditions, width
from search.opensearch.fields import CHARS, PAIRS, chars, pairs
from search.opensearch.frequencies import Statistics
from search.tree import And, Node, Text, Word, wanted

_LEAST = 0.001  # of the cluster's weight; what every article of a field holds has next to none
_VARIANTS = 50  # words that rank by a beginning, the most frequent ones


class Weighed(NamedTuple):
    """A unit that ranks; `once`: its points are the same however often and wherever it stands."""

    unit: Unit
    field: str
    once: bool = False


def weighed(tree: Node) -> list[Weighed]:
    """Everything that is wanted, but for what would give the same points to every hit."""
    sure = tree.parts if isinstance(tree, And) else (tree,)
    found = [(leaf in sure, one) for leaf in wanted(tree) for one in _weighed(leaf)]
    return [one for is_sure, one in found if not (is_sure and one.once)]


def _weighed(leaf: Text) -> Iterator[Weighed]:
    if not isinstance(leaf, Word):
        if (unit := unit_of(leaf)) is not None:
            yield Weighed(unit, leaf.field)
    elif folded := fold(leaf.text):
        words = words_of(folded)
        yield from (Weighed(Term(word), leaf.field) for word in words)
        # Like one more word, and a rare one: words apart seldom outweigh it.
        yield Weighed(Literal(folded), leaf.field, once=len(words) < 2)


def tokens(units: Iterable[Weighed]) -> dict[str, list[str]]:
    """By field, the tokens whose frequencies `scores` needs."""
    found = {"body" + CHARS: ["的"]}  # tells how many articles there are
    for unit, field, _ in units:
        for name in _fields(unit, field):
            for place, token in _tokens(unit, name):
                found.setdefault(place, []).append(token)
    return found


def scores(units: Iterable[Weighed], known: Statistics, most: int) -> list[Clause]:
    """Clauses whose points add up to the score; the rarest units first where `most` clauses do
    not suffice for all."""
    rows = sorted(((_rarity(one, known), one) for one in units), key=lambda row: -row[0])
    found: list[Clause] = []
    for weight, one in rows:
        clauses = list(_clauses(one, weight, known))
        most -= width(clauses)
        if most < 0:
            break
        found += clauses
    return found


def _clauses(one: Weighed, weight: float, known: Statistics) -> Iterator[Clause]:
    unit = one.unit
    if one.once and isinstance(unit, Literal):
        held = Conditions().of(Word(unit.text, one.field))
        yield {"constant_score": {"filter": held, "boost": LITERAL * weight}}
        return
    for field in _fields(unit, one.field):
        ours = weight * WEIGHTS.get(field, 1.0)
        if isinstance(unit, Stem):
            yield _stem(unit, field, ours)
        elif _frequency(unit, field, known) or not known.count:
            yield _ranking(unit, field, ours, known)


def _ranking(unit: Unit, field: str, weight: float, known: Statistics) -> Clause:
    """The unit in a field, ranked with this weight instead of the cluster's.

    Two texts near each other rank by the rarer one, where the other is near: as spans they would
    rank by how near.
    """
    if not isinstance(unit, Near):
        return Conditions().unit(unit, field, weight / _theirs(unit, field, known))
    sides = [Literal(unit.left), Literal(unit.right)]
    rarer = min(sides, key=lambda side: _frequency(side, field, known))
    near = Conditions().unit(unit, field)
    return {"bool": {"must": [_ranking(rarer, field, weight, known)], "filter": [near]}}


def term(field: str, word: str, weight: float, known: Statistics) -> Clause:
    """A word in a field, ranked with this weight instead of the cluster's."""
    return _ranking(Term(word), field, weight, known)


def _stem(unit: Stem, field: str, boost: float) -> Clause:
    rewrite = f"top_terms_blended_freqs_{_VARIANTS}"
    return {"prefix": {field: {"value": unit.text, "boost": boost, "rewrite": rewrite}}}


def _fields(unit: Unit, field: str) -> tuple[str, ...]:
    """What an article is about is known by words alone."""
    if field or isinstance(unit, Literal | Near):
        return fields_of(field)
    return (*fields_of(field), SUBJECTS)


def _tokens(unit: Unit, field: str) -> Iterator[tuple[str, str]]:
    """Fields of the index and tokens in them."""
    match unit:
        case Term(text):
            yield field, text
        case Literal(text):
            yield from _written(text, field)
        case Near(left, right, _):
            yield from _written(left, field)
            yield from _written(right, field)


def _written(text: str, field: str) -> Iterator[tuple[str, str]]:
    if len(text) != 2:
        yield from ((field + CHARS, one) for one in chars(text).split(" "))
    if len(text) > 1:
        yield from ((field + PAIRS, one) for one in pairs(text).split(" "))


def _rarity(one: Weighed, known: Statistics) -> float:
    if isinstance(one.unit, Stem):
        return 1.0  # how many articles hold one of its words is not known
    found = max(_frequency(one.unit, name, known) for name in fields_of(one.field))
    return rarity(found, known.count)


def _frequency(unit: Unit, field: str, known: Statistics) -> int:
    """About how many articles hold the unit: of a text as it stands, its rarest pair."""
    rows = [row for row in _tokens(unit, field) if len(row[1]) > 1 or not row[0].endswith(CHARS)]
    rows = rows or list(_tokens(unit, field))
    return min((known.frequency(*row) for row in rows), default=0)


def _theirs(unit: Unit, field: str, known: Statistics) -> float:
    """What the cluster weighs the unit with: a phrase with the sum of its characters."""
    rows = list(_tokens(unit, field))
    if isinstance(unit, Literal) and len(unit.text) > 2:
        rows = [row for row in rows if row[0].endswith(CHARS)]
    return max(_LEAST, sum(known.idf(*row) for row in rows))
