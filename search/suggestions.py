"""What a reader may mean by what is typed: words of the articles, officials, places, industries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.urls import reverse

from archive.text.fold import fold
from search.engine import IndexUnavailable
from search.facets import link
from search.request import SearchRequest
from search.suggesting.current import shelf
from search.suggesting.patterns import INITIALS, WHOLE, literal, spoken
from search.suggesting.shelf import KINDS, TERM, Rows, Shelf

MOST = 10
LONGEST = 40  # characters; what is longer means one thing only
FEW = 8  # rows that full syllables find, below which initials are read too
# What each kind may take at least, in the order in which they are shown.
SHARES = {"official": 3, "place": 2, "industry": 2, "term": 3}
_PLAIN = re.compile(r"[a-z' ]+")
_QUOTE = re.compile('["＂“”「」『』]')
_OPERATOR = re.compile(r"""["“”＂「」『』()（）:：*-]|^(?:AND|OR|NOT)$""")


@dataclass(frozen=True, slots=True)
class Typed:
    """`last` is completed, folded; `before` stays as it is typed."""

    before: str
    last: str

    @classmethod
    def of(cls, text: str) -> Typed:
        """The last of several words, or all of them where they are pinyin with blanks.

        What has a meaning of its own in a query (quotes, fields, a minus) is not completed.
        """
        text = " ".join(text.replace("\x00", " ").split())
        if _PLAIN.fullmatch(text.lower()):
            return cls("", text.lower()[:LONGEST])
        before, _, last = text.rpartition(" ")
        quoted = len(_QUOTE.findall(before)) % 2
        known = not quoted and not _OPERATOR.search(last) and len(last) <= LONGEST
        return cls(before, fold(last) if known else "")


def suggest(text: str) -> list[dict[str, Any]]:
    """`llx`, `lilanxiang` and `李兰` all give 李兰祥; at most ten, of every kind some."""
    typed = Typed.of(text)
    if not typed.last:
        return []
    try:
        known = shelf()
    except IndexUnavailable:
        return []
    rows, whole = _begun(known, typed.last)
    order = np.lexsort((-known.counts[rows], ~np.isin(rows, whole)))
    return _mixed(_kinds(known, rows[order]), typed, known)


def _begun(known: Shelf, text: str) -> tuple[Rows, Rows]:
    """The rows that begin as the text, and those of them that are no longer than it."""
    rows = known.any_begun([*literal(text), *spoken(text)])
    if len(rows) < FEW:
        rows = np.union1d(rows, known.any_begun(spoken(text, INITIALS)))
    return rows, known.any_whole([*literal(text), *spoken(text, WHOLE)])


def _kinds(known: Shelf, rows: Rows) -> dict[str, list[int]]:
    """The best of each kind, as many as could be shown."""
    kinds = known.kinds[rows]
    return {kind: rows[kinds == KINDS.index(kind)][: 2 * MOST].tolist() for kind in SHARES}


def _mixed(found: dict[str, list[int]], typed: Typed, known: Shelf) -> list[dict[str, Any]]:
    """Some of every kind, the free places to those that have more; no word twice."""
    shown = {kind: [*_distinct(rows, known)] for kind, rows in found.items()}
    names = [row for kind, rows in shown.items() if kind != "term" for row in rows]
    called = {known.text(row) for row in names}
    shown["term"] = [row for row in shown["term"] if known.text(row) not in called]
    shares = _shares({kind: len(rows) for kind, rows in shown.items()})
    return [_row(row, typed, known) for kind in SHARES for row in shown[kind][: shares[kind]]]


def _shares(found: dict[str, int]) -> dict[str, int]:
    """How many of each kind are shown; free places go round among those that have more."""
    shares = {kind: min(share, found[kind]) for kind, share in SHARES.items()}
    while sum(shares.values()) < MOST and (more := [k for k in SHARES if shares[k] < found[k]]):
        for kind in more[: MOST - sum(shares.values())]:
            shares[kind] += 1
    return shares


def _distinct(rows: list[int], known: Shelf) -> Iterator[int]:
    """An official found under two names is shown once."""
    seen = set()
    for row in rows:
        name = known.names[row]
        key = row if name == TERM else (known.listed[name].kind, known.listed[name].value)
        if key not in seen:
            seen.add(key)
            yield row


def _row(row: int, typed: Typed, known: Shelf) -> dict[str, Any]:
    """A name narrows what was typed before it; a word is added to it."""
    before = SearchRequest(q=typed.before)
    if known.names[row] == TERM:
        value = f"{typed.before} {known.text(row)}".strip()
        kind, label, request = "term", value, SearchRequest(q=value)
    else:
        name = known.listed[known.names[row]]
        kind, value, label = name.kind, name.value, name.label
        request = before.toggled(kind, value)
    return {"kind": kind, "value": value, "label": label, "url": link(reverse("search"), request)}
