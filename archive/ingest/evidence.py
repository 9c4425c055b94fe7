"""Evidence after its text has changed: it points at the same words again, where they stand now."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from archive.ingest.figure_facts import settle_figures
from archive.ingest.mentions import TABLES
from archive.models import Article
from archive.records import FIELDS


def texts_of(article: Article) -> dict[str, str]:
    """The four fields that evidence points into."""
    return {name: getattr(article, name) for name in FIELDS}


def moved(
    evidence: list[list[Any]], before: dict[str, str], after: dict[str, str]
) -> list[list[Any]]:
    """Evidence for the edited texts: the same words at their nearest place; gone words are left out."""
    rows = []
    for field, start, end in evidence:
        words, text = before[field][start:end], after[field]
        if place := _nearest(text, words, start):
            rows.append([field, *place])
    return rows


def move_evidence(
    article: Article, before: dict[str, str], tables: Collection[str] = tuple(TABLES)
) -> None:
    """Bring the evidence in these tables of an article up to date, and what figures rest on it.

    `before` are its texts before.
    """
    after = texts_of(article)
    if after == before:
        return
    for table in tables:
        manager = TABLES[table]._default_manager
        rows: list[Any] = list(manager.filter(article=article))
        for row in rows:
            row.evidence = moved(row.evidence, before, after)
        manager.bulk_update(rows, ["evidence"])
    settle_figures([article])


def _nearest(text: str, words: str, start: int) -> tuple[int, int] | None:
    if not words:
        return None
    places = []
    found = text.find(words)
    while found >= 0:
        places.append(found)
        found = text.find(words, found + 1)
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - start))
    return nearest, nearest + len(words)
