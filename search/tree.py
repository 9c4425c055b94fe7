"""What a query asks for, as a tree: the parser makes it, the engine answers it. Plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Word:
    """Plain words: all of them, ranked; or the text as it stands. `field` "" means any."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The text exactly as it stands, folded: title, kicker, subtitle or body, or any of them."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Among:
    """A facet field that holds one of the values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Days as `date.toordinal()` numbers, both included; None leaves an end open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Node = Everything | Word | Phrase | Among | Between | And | Or | Not


def wanted(node: Node) -> Iterator[Word | Phrase]:
    """The words and phrases that a hit may show: everything not under a NOT."""
    match node:
        case Word() | Phrase():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part)
