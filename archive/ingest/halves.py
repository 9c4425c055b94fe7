"""First halves (下转第三版) and the fragments that go on with them (上接第一版), told apart by evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.ingest.likeness import grams
from archive.text.numbers import parse_number

AGREES = 1.0  # a page number that fits
ENOUGH = 0.6
SHARED = 4.0  # what all pairs in common would weigh


@dataclass(frozen=True, slots=True)
class Half:
    """One part of a broken article: the page it stands on and the one it points to, if told."""

    text: str
    page: int | None
    other: int | None


def page_number(marker: str | None) -> int | None:
    """第一版 gives 1, 3版 gives 3, A03版 gives 3; None where no number is told."""
    found = re.search(r"[\d一二三四五六七八九十]+", marker or "")
    value = parse_number(found[0]) if found else None
    return int(value) if value else None


def pair_halves(firsts: Sequence[Half], rests: Sequence[Half]) -> list[tuple[int, int]]:
    """Which first half goes on in which fragment, as positions: the surest pair first.

    Page numbers decide where they are told; rare words in common do where several fit. A lone
    half and a lone fragment that nothing speaks against are one article.
    """
    lone = len(firsts) == 1 and len(rests) == 1
    scored = []
    for one, first in enumerate(firsts):
        for two, rest in enumerate(rests):
            score = _score(first, rest)
            if score is not None and (lone or score >= ENOUGH):
                scored.append((score, -one, -two))
    pairs: list[tuple[int, int]] = []
    for _, one, two in sorted(scored, reverse=True):
        if all(-one != a and -two != b for a, b in pairs):
            pairs.append((-one, -two))
    return pairs


def _score(first: Half, rest: Half) -> float | None:
    """How well two halves fit, None where a page number forbids it."""
    score = 0.0
    for told, actual in ((first.other, rest.page), (rest.other, first.page)):
        if told is not None and actual is not None:
            if told != actual:
                return None
            score += AGREES
    one, two = grams(first.text), grams(rest.text)
    smaller = min(len(one), len(two))
    return score + (SHARED * len(one & two) / smaller if smaller else 0.0)
