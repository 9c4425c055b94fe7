"""The queries of the series as trees that the engine takes, each with what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from search import names
from search.meaning import as_asked
from search.query import brief, parse
from search.request import SearchRequest
from search.tree import Named, Node, Or, leaves


@dataclass(frozen=True, slots=True)
class Query:
    """`notices` are about this query alone; `is_unknown`: it holds a name that nothing bears."""

    text: str
    tree: Node
    notices: list[str]
    is_unknown: bool


def understood(texts: tuple[str, ...], common: SearchRequest) -> list[Query]:
    """All of them, their names looked up together: as many queries as for one.

    Raises IndexUnavailable.
    """
    parsed = [parse(text) for text in texts]
    whole, missing = names.settle(Or(tuple(one.tree for one in parsed)), common)
    found = []
    for text, one, tree in zip(texts, parsed, _parts(whole), strict=True):
        unknown = [line for line in missing if _speaks_of(line, one.tree)]
        notices = [_told(text, line) for line in (*one.notices, *unknown)]
        found.append(Query(text, as_asked(tree), notices, bool(unknown)))
    return found


def _parts(whole: Node) -> tuple[Node, ...]:
    return whole.parts if isinstance(whole, Or) else ()


def _speaks_of(line: str, tree: Node) -> bool:
    """Whether a line about a name is about one of this tree."""
    named = (leaf for leaf in leaves(tree) if isinstance(leaf, Named))
    return any(f"“{brief(leaf.text)}”" in line for leaf in named)


def _told(text: str, line: str) -> str:
    return _("%(series)s：%(line)s") % {"series": brief(text), "line": line}
