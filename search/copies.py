"""Reprints (通稿) on one page of results: shown as one, with its copies below it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from search.mentioned import Mentioned, mentioned
from search.results import Hit


@dataclass(slots=True)
class Folded:
    """The best placed hit of a text, and the other papers' copies of it, in the order found."""

    hit: Hit
    mentioned: list[Mentioned]
    copies: list[Hit] = field(default_factory=list)


def fold_copies(hits: list[Hit], chosen: Set[str] = frozenset()) -> list[Folded]:
    """Every hit once; counts and pages stay those of articles, each paper's copy is one.

    `chosen`: codes of the request, which come first among what a hit mentions.
    """
    rows: list[Folded] = []
    first: dict[int, Folded] = {}
    for hit in hits:
        group = hit.article.reprints_id
        if group in first:
            first[group].copies.append(hit)
            continue
        rows.append(Folded(hit, mentioned(hit.article, chosen)))
        if group is not None:
            first[group] = rows[-1]
    return rows
