"""Figures as the tables show them: each with the sentence it stands in."""

from __future__ import annotations

from archive import selectors
from archive.models import Figure


def with_quote(figure: Figure) -> dict:
    """A row of a figures table; `is_placed` where the text can be gone to."""
    sentence = selectors.quote(article=figure.article, text=figure.text, evidence=figure.evidence)
    placed = any(selectors.spans(article=figure.article, evidence=figure.evidence))
    return {"figure": figure, "quote": sentence, "is_placed": placed}
