"""Which documents a query tree finds. Deleted ones may be among them; the caller takes them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from archive.text.fold import fold
from search.fresh import counting
from search.fresh.part import Int32s, empty
from search.fresh.schema import TEXTS
from search.fresh.sets import Bools, contains, union
from search.fresh.snapshot import Snapshot
from search.fresh.units import Literal, Term, Unit, unit_of, words_of
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

Test = Callable[[Int32s], Bools]


def fields_of(field: str) -> tuple[str, ...]:
    """The fields that are meant: "" is all texts but the byline."""
    return (field,) if field else tuple(TEXTS)


def documents(unit: Unit, field: str, snapshot: Snapshot) -> Int32s:
    """The documents in which the unit stands, ascending."""
    rows = [snapshot.occurrences(unit, name)[0] for name in fields_of(field)]
    return union(rows, snapshot.size)


class Matcher:
    """Answers for one snapshot. Raises IndexUnavailable; ValueError for a Named, which is a name
    that nobody has resolved."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def find(self, node: Node) -> Int32s:
        """The documents that the node finds, ascending."""
        match node:
            case Everything():
                return self.snapshot.everything
            case Nothing():
                return empty(np.int32)
            case Word(text, field):
                return self._word(fold(text), field)
            case Phrase() | Prefix() | Near():
                unit = unit_of(node)
                if unit is None:
                    return self.snapshot.everything
                return documents(unit, node.field, self.snapshot)
            case Or(parts):
                return union([self.find(part) for part in parts], self.snapshot.size)
            case And(parts):
                return self._all(parts)
        return self._narrowed(self.snapshot.everything, [node])

    def test(self, node: Node, ids: Int32s) -> Bools:
        """Whether the node finds each of the documents `ids`."""
        match node:
            case Everything():
                return np.ones(len(ids), np.bool_)
            case Not(part):
                return ~self.test(part, ids)
            case Among(field, values):
                table = self.snapshot.table(field)
                return counting.held_by(table, values, ids, self.snapshot.size)
            case Between(first, last):
                return self._between(first, last, ids)
            case Or(parts):
                none = np.zeros(len(ids), np.bool_)
                return reduce(np.logical_or, [self.test(part, ids) for part in parts], none)
            case And(parts):
                return contains(self._narrowed(ids, parts), ids, self.snapshot.size)
            case Named():
                raise ValueError(f"{node} is a name that was not resolved")
        return contains(self.find(node), ids, self.snapshot.size)

    def _between(self, first: int | None, last: int | None, ids: Int32s) -> Bools:
        days = self.snapshot.days.take(ids)
        found = np.ones(len(ids), np.bool_)
        if first is not None:
            found &= days >= first
        if last is not None:
            found &= days <= last
        return found

    def _all(self, parts: Sequence[Node]) -> Int32s:
        """The rarest part finds documents, the others are asked about what is left of them."""
        finders = [part for part in parts if isinstance(part, _FINDERS)]
        if not finders:
            return self._narrowed(self.snapshot.everything, parts)
        first = min(finders, key=self.most)
        rest = [part for part in parts if part is not first]
        return self._narrowed(self.find(first), sorted(rest, key=self._cost))

    def _narrowed(self, ids: Int32s, parts: Sequence[Node]) -> Int32s:
        for part in parts:
            if not len(ids):
                break
            ids = ids[self.test(part, ids)]
        return ids

    def _cost(self, node: Node) -> int:
        """A facet or the date costs nothing beside reading postings."""
        match node:
            case Everything() | Nothing() | Among() | Between():
                return 0
            case Not(part):
                return self._cost(part)
        return self.most(node) + 1

    def most(self, node: Node) -> int:
        """About how many documents the node finds at most, told without reading postings."""
        match node:
            case Word(text, field) | Phrase(text, field):
                return self._least(fold(text), field)
            case Near(left, right, _, field):
                return min(self._least(fold(text), field) for text in (left, right))
            case And(parts):
                return min(map(self.most, parts), default=self.snapshot.size)
            case Or(parts):
                return sum(map(self.most, parts))
            case Nothing():
                return 0
        return self.snapshot.size

    def _least(self, folded: str, field: str) -> int:
        """How many documents hold the rarest of the words."""
        counts = [self.frequency(word, field) for word in words_of(folded)]
        return min(counts, default=self.snapshot.size)

    def frequency(self, word: str, field: str) -> int:
        """How many documents hold the word, in the field that has it most often."""
        return max(self.snapshot.frequency(name, word) for name in fields_of(field))

    def _word(self, folded: str, field: str) -> Int32s:
        """All the words, or the text as it stands however it is cut."""
        if not folded:
            return self.snapshot.everything
        words = words_of(folded)
        if len(words) > 1:
            words.sort(key=lambda word: self.frequency(word, field))
        literal = documents(Literal(folded), field, self.snapshot)
        if not words:
            return literal
        found = documents(Term(words[0]), field, self.snapshot)
        for word in words[1:]:
            if not len(found):
                break
            found = found[self._holds(word, field, found)]
        return union([found, literal], self.snapshot.size)

    def _holds(self, word: str, field: str, ids: Int32s) -> Bools:
        size, held = self.snapshot.size, np.zeros(len(ids), np.bool_)
        for name in fields_of(field):
            held |= contains(self.snapshot.occurrences(Term(word), name)[0], ids, size)
        return held


_FINDERS = (Word, Phrase, Prefix, Near, And, Or, Nothing)
