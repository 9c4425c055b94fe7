"""What a query asks for, as a tree: the parser makes it, the engine answers it. Plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    """The text exactly as it stands, folded: one of title, kicker, subtitle, body, byline; "" any but byline."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with the text (储能* finds 储能, 储能站), in a field or any."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """Both texts as they stand, in either order, in the same field of the same article.

    At most `distance` folded characters stand between the end of one and the beginning of the
    other; overlapping is near. A text is near itself only where it stands at two places.
    """

    left: str
    right: str
    distance: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """`official:李兰祥` as typed, before names are resolved to codes; the engine never sees it.

    `facet` is a facet's name: city, county, official, industry, newspaper. `instead` is what is
    looked for where nobody bears the name and it may have been text: 城市：让生活更美好.
    """

    facet: str
    text: str
    instead: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article: a name that nobody bears."""


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


Node = (
    Everything | Nothing | Word | Phrase | Prefix | Near | Named | Among | Between | And | Or | Not
)


Text = Word | Phrase | Prefix | Near


def wanted(node: Node) -> Iterator[Text]:
    """The texts that a hit may show: everything not under a NOT."""
    match node:
        case Word() | Phrase() | Prefix() | Near():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part)


def is_ranked(node: Node) -> bool:
    """Whether hits can be ranked: names, days and what is excluded make none better than another."""
    return any(wanted(node))


def leaves(node: Node) -> Iterator[Node]:
    """Every node that holds no other, those under a NOT too."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same tree with every leaf changed."""
    match node:
        case And(parts):
            return And(tuple(mapped(part, change) for part in parts))
        case Or(parts):
            return Or(tuple(mapped(part, change) for part in parts))
        case Not(part):
            return Not(mapped(part, change))
        case _:
            return change(node)
