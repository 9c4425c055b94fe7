"""From an article's texts and facet values to what the index keeps of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from archive.text.fold import fold
from archive.text.segment import words
from search.engine import schema

JOINT = "\x1f"  # stands between the folded texts; folding never gives it
LONGEST = 64  # characters of a word that are kept; longer ones are no words


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the index sees it; `facets` maps index fields to their values."""

    number: int
    date: date
    texts: dict[str, str]
    facets: dict[str, list[str]] = field(default_factory=dict)
    subjects: str = ""


def stamp(document: Document) -> int:
    """A hash of 64 bits of everything indexed: another stamp means a stale entry."""
    facets = {name: sorted(set(values)) for name, values in document.facets.items() if values}
    texts = {name: text for name, text in document.texts.items() if text}
    plain = json.dumps(
        [document.date.isoformat(), texts, facets, document.subjects], sort_keys=True
    )
    return int(hashlib.sha256(plain.encode()).hexdigest()[:16], 16)


def grams(folded: str) -> set[str]:
    """Every single character and every pair; a query of one or two needs nothing more."""
    pairs = {folded[i : i + 2] for i in range(len(folded) - 1)}
    return {gram for gram in pairs | set(folded) if JOINT not in gram}


def terms(folded: str) -> list[str]:
    return [word[:LONGEST] for word in words(folded)]


def fields_of(document: Document) -> dict[str, Any]:
    """The keyword arguments of Whoosh's `add_document`."""
    folded = [fold(document.texts.get(name, "")) for name in schema.TEXTS]
    joined = JOINT.join(folded)
    found: dict[str, Any] = {
        name: terms(text) for name, text in zip(schema.TEXTS, folded, strict=True) if text
    }
    found |= {name: sorted(set(document.facets.get(name, ()))) for name in schema.FACETS}
    return {name: values for name, values in found.items() if values} | {
        schema.KEY: str(document.number),
        schema.NUMBER: document.number,
        schema.DAY: document.date.toordinal(),
        schema.GRAMS: sorted(grams(joined)),
        "folded": joined,
        "stamp": stamp(document),
    }
