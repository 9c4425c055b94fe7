"""Reprints (通稿) on one page of results: shown as one, with its copies below it."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.results import Hit


@dataclass(slots=True)
class Folded:
    """The best placed hit of a text, and the other papers' copies of it, in the order found."""

    hit: Hit
    copies: list[Hit] = field(default_factory=list)


def fold_copies(hits: list[Hit]) -> list[Folded]:
    """Every hit once; counts and pages stay those of articles, each paper's copy is one."""
    rows: list[Folded] = []
    first: dict[int, Folded] = {}
    for hit in hits:
        group = hit.article.reprints_id
        if group in first:
            first[group].copies.append(hit)
            continue
        rows.append(Folded(hit))
        if group is not None:
            first[group] = rows[-1]
    return rows
