"""Plain numbers are asked for with and without commas between their thousands: 5,000 and 5000."""

from __future__ import annotations

import re
import unicodedata

from search.tree import Node, Or, Word, mapped

_GROUPED = re.compile(r"(?<![0-9A-Za-z.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
# No year, no code that begins with 0, and no piece of 2024-03, 3/1000 or A1000.
_LONG = re.compile(r"(?<![0-9A-Za-z.,:/_-])[1-9][0-9]{3,14}(?![0-9A-Za-z,:/_年-])")


def widened(tree: Node) -> Node:
    """The tree that the engine is asked: each word that holds such a number, or its other spelling."""
    return mapped(tree, _either)


def _either(leaf: Node) -> Node:
    other = respelled(leaf.text) if isinstance(leaf, Word) else ""
    return Or((leaf, Word(other, leaf.field))) if isinstance(leaf, Word) and other else leaf


def respelled(text: str) -> str:
    """`投资5,000万元` → `投资5000万元`, `12345.6` → `12,345.6`; "" where there is nothing to change."""
    plain = unicodedata.normalize("NFKC", text)
    other = _GROUPED.sub(lambda number: number[0].replace(",", ""), plain)
    if other == plain:
        other = _LONG.sub(lambda number: f"{int(number[0]):,}", plain)
    return "" if other == plain else other
