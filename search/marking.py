"""Which pieces of an article's text speak of what, as its mentions' evidence says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from archive import selectors
from archive.models import Article
from archive.records import FIELDS

KINDS = ("place", "official", "person", "industry", "figure")
# Of two mentions of one length the narrower kind is the one that the piece leads to.
RANK = {
    kind: rank for rank, kind in enumerate(("official", "person", "place", "figure", "industry"))
}


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]` of a field; `anchor` is what a figure's place is called, once a figure."""

    start: int
    end: int
    kind: str
    name: str
    address: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text that the same pieces cover, the closest of them first."""

    start: int
    end: int
    pieces: tuple[Piece, ...] = ()


Pieces = dict[str, list[Piece]]


def pieces_of(article: Article) -> Pieces:
    """By field; evidence that points at no text of the article is left out."""
    found: Pieces = {name: [] for name in FIELDS}
    if article.pk is None:
        return found
    for kind, name, address, evidence, anchor in _mentioned(article):
        for field, start, end in selectors.spans(article=article, evidence=evidence):
            found[field].append(Piece(start, end, kind, name, address, anchor))
            anchor = ""
    return found


Mentioned = tuple[str, str, str, list[Any], str]


def _mentioned(article: Article) -> Iterator[Mentioned]:
    """Kind, name, address, evidence and anchor of every mention."""
    for place in article.place_mentions.all():
        yield "place", place.place.name, place.place.get_absolute_url(), place.evidence, ""
    for one in article.official_mentions.all():
        yield "official", one.official.name, one.official.get_absolute_url(), one.evidence, ""
    for person in article.person_mentions.all():
        yield "person", person.name, exact(person.name), person.evidence, ""
    for row in article.industry_mentions.all():
        yield "industry", row.industry.name, row.industry.get_absolute_url(), row.evidence, ""
    for figure in article.figures.all():
        told = figure.indicator or figure.text
        yield "figure", told, f"#row-{figure.pk}", figure.evidence, f"figure-{figure.pk}"


def exact(name: str) -> str:
    """The search for a name as it stands: whoever is no official has no page."""
    quoted = '"' + name.replace('"', "") + '"'
    return f"{reverse('search')}?{urlencode({'q': quoted})}"


def stretches(pieces: Iterable[Piece], length: int) -> list[Stretch]:
    """The whole of a text in runs, ascending: pieces may overlap, runs never do.

    The shortest piece is closest, so that a name within a longer one keeps its own link.
    Example: 市高级人民法院 as a place and 高级人民法院 in it as an industry give 市 and the rest.
    """
    rows = sorted(pieces, key=lambda piece: piece.start)
    cuts = sorted({0, length, *(one.start for one in rows), *(one.end for one in rows)})
    found: list[Stretch] = []
    covering: list[Piece] = []
    at = 0
    for start, end in zip(cuts, cuts[1:], strict=False):
        while at < len(rows) and rows[at].start <= start:
            covering.append(rows[at])
            at += 1
        covering = [piece for piece in covering if piece.end > start]
        found.append(Stretch(start, end, tuple(sorted(covering, key=_closeness))))
    return _joined(found)


def _joined(runs: list[Stretch]) -> list[Stretch]:
    """Neighbours that lead to the same place are one."""
    found: list[Stretch] = []
    for run in runs:
        last = found[-1] if found else None
        if last and last.pieces[:1] == run.pieces[:1]:
            pieces = tuple(dict.fromkeys((*last.pieces, *run.pieces)))
            found[-1] = Stretch(last.start, run.end, pieces)
        else:
            found.append(run)
    return found


def _closeness(piece: Piece) -> tuple[int, int]:
    return piece.end - piece.start, RANK[piece.kind]
