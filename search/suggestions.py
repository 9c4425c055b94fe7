"""What a reader may mean by what is typed: words of the articles, and names of every kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from django.urls import reverse

from archive.text.fold import fold
from search.backend import policy_backend
from search.engine import EngineQuery, IndexUnavailable, TooCostly
from search.facets import link
from search.query.fields import FIELDS, TEXT_LABELS
from search.request import SearchRequest
from search.suggesting.current import shelf
from search.suggesting.patterns import INITIALS, WHOLE, literal, spoken
from search.suggesting.shelf import KINDS, TERM, Rows, Shelf
from search.tree import Word

MOST = 10
LONGEST = 40  # characters; what is longer means one thing only
FEW = 8  # rows that full syllables find, below which initials are read too
FEW_HELD = 50  # articles; a word of no more may have gone with the last of them
# What each kind may take at least, in the order in which they are shown.
SHARES = {"official": 3, "place": 2, "industry": 2, "newspaper": 1, "term": 2}
_PLAIN = re.compile(r"[a-z' ]+")
_QUOTE = re.compile('["＂“”「」『』]')
_MEANS = re.compile(r"""["“”＂「」『』()（）:：*-]""")  # something in a query, so no word
_FIELD = re.compile(rf"({'|'.join(FIELDS)})[:：]", re.IGNORECASE)
_TERMS = frozenset({"term"})
_PLACES = {"city": "place", "county": "place"}  # facets that share a kind
_OPENED = {'"': '"', "＂": "＂", "“": "”", "「": "」", "『": "』"}
_OPERATOR = re.compile(r"AND|OR|NOT|NEAR(?:/[0-9]+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """`last` is completed, folded; `before` stays as it is typed, operators in capitals.

    `around`: what stands before and after a word that completes it: a field, an open quote, and the
    quote that closes it. `kinds` of what may complete it.
    """

    before: str
    last: str
    around: tuple[str, str] = ("", "")
    kinds: frozenset[str] = frozenset(SHARES)

    @classmethod
    def of(cls, text: str) -> Typed:
        """The last of several words, or all of them where they are pinyin with blanks.

        What has a meaning of its own in a query (a quote that is closed, a minus, an operator) is
        not completed; a quote just opened by words alone, a field by what stands in it.
        """
        typed = text.replace("\x00", " ").split()
        plain = " ".join(typed).lower()
        operators = len(typed) > 1 and any(map(_OPERATOR.fullmatch, typed))
        if not typed or (_PLAIN.fullmatch(plain) and not operators):
            return cls("", plain[:LONGEST])
        *before, last = typed
        quotes = len(_QUOTE.findall(" ".join(before)))
        around, kinds, last = _within(last)
        means = quotes % 2 or _MEANS.search(last) or (operators and _OPERATOR.fullmatch(last))
        known = kinds and not means and len(last) <= LONGEST
        led = " ".join(before if quotes else _led(before))
        return cls(led, fold(last) if known else "", around, kinds)

    @property
    def narrowed(self) -> str | None:
        """What a name would narrow; None after OR, NOT and NEAR, where it would do otherwise."""
        *rest, end = self.before.split(" ")
        if end == "AND":
            return " ".join(rest)
        return None if _OPERATOR.fullmatch(end) else self.before


def _within(last: str) -> tuple[tuple[str, str], frozenset[str], str]:
    """What stands around the text to complete, the kinds that may complete it, and that text."""
    kinds, lead = frozenset(SHARES), ""
    if field := _FIELD.match(last):
        lead, last = field[0], last[field.end() :]
        name = FIELDS[field[1].lower()]
        kinds = _TERMS if name in TEXT_LABELS else frozenset({_PLACES.get(name, name)} & {*SHARES})
    if tail := _OPENED.get(last[:1], ""):
        lead, last = lead + last[0], last[1:]
        kinds &= _TERMS
    return (lead, tail), kinds, last


def _led(before: list[str]) -> list[str]:
    """Operators as the search reads them; AND and OR that nothing stands before are left out."""
    read = [one.upper() if _OPERATOR.fullmatch(one) else one for one in before]
    while read and read[0] in ("AND", "OR"):
        read = read[1:]
    return read


def is_held(text: str) -> bool:
    """Whether any article holds a word still; the shelf may be older than the last deletion."""
    query = EngineQuery(Word(text), order="newest", stop=0)
    return policy_backend().engine.search(query).total > 0


def suggest(text: str) -> list[dict[str, Any]]:
    """`llx`, `lilanxiang` and `李兰` all give 李兰祥; at most ten, of every kind some."""
    typed = Typed.of(text)
    if not typed.last:
        return []
    try:
        known = shelf()
        rows, whole = _begun(known, typed.last)
        order = np.lexsort((-known.counts[rows], ~np.isin(rows, whole)))
        return _mixed(_kinds(known, rows[order]), typed, known)
    except (IndexUnavailable, TooCostly):
        return []


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
    narrows = typed.narrowed is not None
    found = {kind: rows if kind in typed.kinds else [] for kind, rows in found.items()}
    shown = {kind: [*_distinct(rows, known)] for kind, rows in found.items() if narrows}
    called = {known.text(row) for kind in shown if kind != "term" for row in shown[kind]}
    # An industry is more than the word: who has typed that word may mean no more than it.
    called -= {typed.last} & {known.text(row) for row in shown.get("industry", [])}
    words = (row for row in found["term"] if known.text(row) not in called)
    shown["term"] = [*islice((row for row in words if _stands(row, known)), MOST)]
    shares = _shares({kind: len(rows) for kind, rows in shown.items()})
    return [_row(row, typed, known) for kind, rows in shown.items() for row in rows[: shares[kind]]]


def _stands(row: int, known: Shelf) -> bool:
    """What many articles hold is not gone within minutes."""
    return int(known.counts[row]) > FEW_HELD or is_held(known.text(row))


def _shares(found: dict[str, int]) -> dict[str, int]:
    """How many of each kind are shown; free places go round among those that have more."""
    shares = {kind: min(SHARES[kind], rows) for kind, rows in found.items()}
    while sum(shares.values()) < MOST and (more := [k for k in found if shares[k] < found[k]]):
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


def named(text: str) -> list[dict[str, Any]]:
    """What bears just this name, as suggestions are given: 大众日报 is a newspaper."""
    plain = fold(" ".join(text.split()))
    if not plain or len(plain) > LONGEST:
        return []
    try:
        known = shelf()
    except IndexUnavailable:
        return []
    rows = [row for row in known.any_whole(literal(plain)).tolist() if known.names[row] != TERM]
    return [_row(row, Typed("", plain), known) for row in islice(_distinct(rows, known), MOST)]


def _row(row: int, typed: Typed, known: Shelf) -> dict[str, Any]:
    """A name narrows what was typed before it; a word is added to it."""
    if known.names[row] == TERM:
        value = f"{typed.before} {known.text(row).join(typed.around)}".strip()
        kind, label, request = "term", value, SearchRequest(q=value)
    else:
        name = known.listed[known.names[row]]
        kind, value, label = name.kind, name.value, name.label
        request = SearchRequest(q=typed.narrowed or "").toggled(kind, value)
    return {"kind": kind, "value": value, "label": label, "url": link(reverse("search"), request)}
