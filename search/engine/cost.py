"""What a part of a query costs, told without reading postings, so that the rarest comes first."""

from __future__ import annotations

from archive.text.fold import fold
from search.engine.schema import TEXTS
from search.engine.snapshot import Snapshot
from search.engine.units import words_of
from search.tree import Among, And, Between, Everything, Near, Node, Not, Nothing, Or, Phrase, Word


class Cost:
    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def of(self, node: Node) -> int:
        """A facet or the date costs nothing beside reading postings."""
        match node:
            case Everything() | Nothing() | Among() | Between():
                return 0
            case Not(part):
                return self.of(part)
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
        names = (field,) if field else TEXTS
        return max(self.snapshot.frequency(name, word) for name in names)
