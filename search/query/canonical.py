"""A tree as text: what a reader might have typed for it, in one spelling; texts as notices quote them."""

from __future__ import annotations

from search.query.days import shown
from search.query.fields import STARS
from search.query.tokens import is_word
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

QUOTED = 40  # characters of a text that a notice repeats
# What opens, what closes, and what may not stand between.
_QUOTES = (('"', '"', '"＂“”'), ("「", "」", "」"), ("『", "』", "』"))


def describe(node: Node) -> str:
    """`title:储能 AND NOT (光伏 OR "风 电")`; what parse gave is parsed from it again.

    Codes and what finds nothing have no spelling of their own: `city=370900|370800`, `∅`.
    """
    match node:
        case And(parts):
            return " AND ".join(map(_part, parts))
        case Or(parts):
            return " OR ".join(map(_part, parts))
        case Not(part):
            return f"NOT {_part(part)}"
        case Near(left, right, distance, field):
            near = f"{_bare(left)} NEAR/{distance} {_bare(right)}"
            return f"{field}:({near})" if field else near
        case _:
            return _leaf(node)


def brief(text: str) -> str:
    """What a reader typed, as a notice quotes it."""
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def _part(node: Node) -> str:
    """In brackets where it might fall apart."""
    apart = isinstance(node, And | Or) or (isinstance(node, Near) and not node.field)
    return f"({describe(node)})" if apart else describe(node)


def _leaf(node: Node) -> str:
    match node:
        case Word(text, field):
            return _in(field, text)
        case Phrase(text, field):
            return _in(field, _quoted(text))
        case Prefix(text, field):
            return _in(field, f"{text}*")
        case Named(facet, text, instead):
            return _in(instead.field, instead.text) if instead else _in(facet, _bare(text))
        case Between():
            return _in("date", shown(node))
        case Among(field, values):
            return f"{field}={'|'.join(values)}"
        case Nothing():
            return "∅"
        case _:
            return "" if isinstance(node, Everything) else repr(node)


def _in(field: str, value: str) -> str:
    return f"{field}:{value}" if field else value


def _bare(text: str) -> str:
    """Without quotes where they change nothing."""
    return text if is_word(text) and text[-1] not in STARS else _quoted(text)


def _quoted(text: str) -> str:
    for begin, end, barred in _QUOTES:
        if not set(barred) & set(text):
            return f"{begin}{text}{end}"
    return f'"{"".join(one for one in text if one not in _QUOTES[0][2])}"'
