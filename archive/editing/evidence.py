"""Where in a text something is said, after the text was edited."""

from __future__ import annotations

import re
from typing import Any

from archive.models import (
    Article,
    Figure,
    IndustryMention,
    OfficialMention,
    PersonMention,
    PlaceMention,
)
from archive.records import FIELDS

MENTIONS = (PlaceMention, OfficialMention, IndustryMention, PersonMention, Figure)
SHOWN = 3


def texts_of(article: Article) -> dict[str, str]:
    """The four fields that evidence points into."""
    return {name: getattr(article, name) for name in FIELDS}


def quotes(evidence: list[list[Any]], texts: dict[str, str]) -> list[str]:
    """The words that evidence points at, each once, at most three."""
    words = [texts.get(field, "")[start:end] for field, start, end in evidence]
    return list(dict.fromkeys(word for word in words if word))[:SHOWN]


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


def sightings(texts: dict[str, str], names: list[str]) -> list[list[Any]]:
    """Where the first of the names that is found stands, three places at most: [field, start, end]."""
    for name in names:
        found = [
            [field, match.start(), match.end()]
            for field, text in texts.items()
            for match in re.finditer(re.escape(name), text)
        ]
        if found:
            return found[:SHOWN]
    return []


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


def move_evidence(article: Article, before: dict[str, str]) -> None:
    """Bring the evidence of an edited article's mentions up to date."""
    after = texts_of(article)
    if after == before:
        return
    for model in MENTIONS:
        rows = list(model._default_manager.filter(article=article))
        for row in rows:
            row.evidence = moved(row.evidence, before, after)
        model._default_manager.bulk_update(rows, ["evidence"])
