"""Which documents a query tree finds. Deleted ones may be among them; the caller takes them out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from archive.text.fold import fold
from search.engine import counting
from search.engine.budget import Budget
from search.engine.cost import Cost
from search.engine.part import Int32s
from search.engine.schema import TEXTS
from search.engine.sets import Bools, Docs, contains, none, union
from search.engine.snapshot import Snapshot
from search.engine.units import Literal, Term, Unit, unit_of, words_of
from search.tree import (
    Among,
    And,
    Between,
    Everything,
    Named,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Word,
)


def fields_of(field: str) -> tuple[str, ...]:
    """The fields that are meant: "" is all texts but the byline."""
    return (field,) if field else tuple(TEXTS)


class Matcher:
    """Answers for one snapshot. Raises IndexUnavailable; ValueError for a Named, which is a name
    that nobody has resolved; TooCostly once all that it is asked has taken too long, of one
    budget of its own or of the one that is given."""

    def __init__(self, snapshot: Snapshot, budget: Budget | None = None) -> None:
        self.snapshot = snapshot
        self.size = snapshot.size
        self.budget = budget or Budget()

    def find(self, node: Node) -> Docs:
        """The documents that the node finds."""
        self.budget.check()
        match node:
            case Everything():
                return self.snapshot.everything
            case Nothing():
                return none(self.size)
            case Word(text, field):
                return self._word(fold(text), field)
            case Phrase() | Prefix() | Near():
                unit = unit_of(node)
                return self.standing([unit], node.field) if unit else self.snapshot.everything
            case Or(parts):
                return self._any([self.find(part) for part in parts])
            case And(parts):
                return self._all(parts)
        return self._narrowed(self.snapshot.everything, [node])

    def passing(self, docs: Docs, node: Node) -> Bools:
        """Which documents the node finds, as `Docs.chosen` takes it."""
        if docs.few:
            return self._among(docs.ids, node)
        match node:
            case Not(part):
                return ~self.find(part).mask
            case Among(field, values):
                return counting.holding(self.snapshot.table(field), values)
            case Between(first, last):
                return _between(self.snapshot.days, first, last)
            case Named():
                raise ValueError(f"{node} is a name that was not resolved")
        return self.find(node).mask

    def _among(self, ids: Int32s, node: Node) -> Bools:
        """Whether the node finds each of a few documents."""
        match node:
            case Not(part):
                return ~self._among(ids, part)
            case Among(field, values):
                return counting.held_by(self.snapshot.table(field), values, ids)
            case Between(first, last):
                return _between(self.snapshot.days.take(ids), first, last)
            case Or(parts):
                nothing = np.zeros(len(ids), np.bool_)
                return reduce(np.logical_or, [self._among(ids, part) for part in parts], nothing)
            case And(parts):
                left = self._narrowed(Docs(self.size, ids=ids), parts)
                return contains(left.ids, ids, self.size)
            case Named():
                raise ValueError(f"{node} is a name that was not resolved")
        return self.find(node).held_in(ids)

    def _all(self, parts: Sequence[Node]) -> Docs:
        """The rarest part finds documents, the others are asked about what is left of them."""
        finders = [part for part in parts if isinstance(part, _FINDERS)]
        if not finders:
            return self._narrowed(self.snapshot.everything, parts)
        cost = Cost(self.snapshot)
        first = min(finders, key=cost.most)
        rest = [part for part in parts if part is not first]
        return self._narrowed(self.find(first), sorted(rest, key=cost.of))

    def _narrowed(self, docs: Docs, parts: Sequence[Node]) -> Docs:
        for part in parts:
            if not docs.count:
                break
            docs = docs.chosen(self.passing(docs, part))
        return docs

    def _any(self, found: Sequence[Docs]) -> Docs:
        if all(docs.few for docs in found):
            return union([docs.ids for docs in found], self.size)
        return Docs(self.size, mask=np.logical_or.reduce([docs.mask for docs in found]))

    def standing(self, units: Sequence[Unit], field: str) -> Docs:
        """Documents in which one of the units stands."""
        names = fields_of(field)
        rows = [self.snapshot.occurrences(unit, name)[0] for unit in units for name in names]
        return union(rows, self.size)

    def _word(self, folded: str, field: str) -> Docs:
        """All the words, or the text as it stands however it is cut."""
        if not folded:
            return self.snapshot.everything
        words = words_of(folded)
        if len(words) < 2:
            return self.standing([*map(Term, words), Literal(folded)], field)
        cost = Cost(self.snapshot)
        words.sort(key=lambda word: cost.frequency(word, field))
        found = self.standing([Term(words[0])], field)
        for word in words[1:]:
            if found.count:
                found = found.chosen(self._with(found, word, field))
        return self._any([found, self.standing([Literal(folded)], field)])

    def _with(self, docs: Docs, word: str, field: str) -> Bools:
        if not docs.few:
            return self.standing([Term(word)], field).mask
        held = np.zeros(docs.count, np.bool_)
        for name in fields_of(field):
            row, _ = self.snapshot.occurrences(Term(word), name)
            held |= contains(row, docs.ids, self.size)
        return held


def _between(days: Int32s, first: int | None, last: int | None) -> Bools:
    found = np.ones(len(days), np.bool_)
    if first is not None:
        found &= days >= first
    if last is not None:
        found &= days <= last
    return found


_FINDERS = (Word, Phrase, Prefix, Near, And, Or, Nothing)
