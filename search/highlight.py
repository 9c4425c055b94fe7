"""Marks on what matched. Everything else is escaped, so the only tag that comes out is <mark>."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from search.origins import Traced
from search.snippets import LONGEST_HIT, Marks, densest, merged, window
from search.sought import Place, Sought, all_sought
from search.tree import Node, wanted

SNIPPET = 120  # characters


@dataclass(frozen=True, slots=True)
class Highlighter:
    """What a query looks for, with the field each of it is looked for in; "" is any but the byline."""

    looked_for: tuple[tuple[str, Sought], ...]

    @classmethod
    def of(cls, tree: Node) -> Highlighter:
        return cls(tuple(all_sought(wanted(tree))))

    def _places(self, folded: str, field: str) -> list[Place]:
        """What matched in the folded text of a field, ascending; places may overlap."""
        asked = [one for where, one in self.looked_for if where in _asked_by(field)]
        return sorted(place for one in asked for place in one.places(folded)) if folded else []

    def marks(self, text: str, field: str) -> Marks:
        """What matched in the original text: ascending, apart from one another, half-open."""
        if not self.looked_for or not text:
            return []
        traced = Traced(text)
        return merged([traced.origin(*place[:2]) for place in self._places(traced.text, field)])

    def first(self, text: str, field: str) -> tuple[int, int] | None:
        """Where in the original text the earliest match stands, half-open."""
        traced = Traced(text) if self.looked_for and text else None
        places = self._places(traced.text, field) if traced else []
        return traced.origin(*places[0][:2]) if traced and places else None

    def whole(self, text: str, field: str = "title") -> str:
        """The whole text of a field as safe HTML."""
        return marked(text, self.marks(text, field), 0, len(text))

    def matched(self, text: str, field: str) -> str:
        """The whole text as safe HTML where something in it matched, else nothing."""
        marks = self.marks(text, field)
        return marked(text, marks, 0, len(text)) if marks else ""

    def snippet(self, text: str, size: int = SNIPPET, field: str = "body") -> str:
        """About `size` characters around the densest matches, as safe HTML; no match is cut."""
        start, end, marks = self._shown(text, size, field)
        before, after = "…" * (start > 0), "…" * (end < len(text))
        return before + marked(text, marks, start, end).replace("\n", " ") + after

    def _shown(self, text: str, size: int, field: str) -> tuple[int, int, Marks]:
        """The window and the marks in and around it; no other place is traced back."""
        traced = Traced(text) if self.looked_for and text else None
        places = self._places(traced.text, field) if traced else []
        if traced is None or not places:
            return 0, min(len(text), size), []
        begin = places[densest(places, size)][0]
        near = range(begin - size - LONGEST_HIT, begin + size + LONGEST_HIT)
        close = [traced.origin(*place[:2]) for place in places if place[0] in near]
        first = traced.origin(begin, begin + 1)[0]
        marks = merged(close)
        return *window(text, marks, first, size), marks


def _asked_by(field: str) -> tuple[str, ...]:
    """The fields of leaves that are looked for in a field of the article."""
    return (field,) if field == "byline" else ("", field)


def marked(text: str, marks: Marks, start: int, end: int) -> str:
    """`text[start:end]` escaped, the marked parts of it inside <mark>."""
    parts = []
    at = start
    for left, right in marks:
        left, right = max(left, start), min(right, end)
        if left < right:
            parts.append(f"{escape(text[at:left])}<mark>{escape(text[left:right])}</mark>")
            at = right
    parts.append(escape(text[at:end]))
    return "".join(parts)
