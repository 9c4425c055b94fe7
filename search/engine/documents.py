"""What the index takes in, and the stamp by which a stale entry is known."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the index sees it; `facets` maps index fields to their values.

    `texts` maps the fields of schema.SLOTS to their texts as printed; `subjects` are the names
    of what it is about, separated by blanks.
    """

    number: int
    date: date
    texts: dict[str, str]
    facets: dict[str, list[str]] = field(default_factory=dict)
    subjects: str = ""


def stamp(document: Document) -> int:
    """A hash (64 bits) of everything indexed: another stamp means a stale entry."""
    facets = {name: sorted(set(values)) for name, values in document.facets.items() if values}
    texts = {name: text for name, text in document.texts.items() if text}
    seen = [document.date.isoformat(), texts, facets, document.subjects]
    plain = json.dumps(seen, sort_keys=True, ensure_ascii=False)
    return int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest())
