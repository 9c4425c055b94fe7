"""Where in an article something is said, as far as its evidence still fits its texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.models import Article
from archive.records import FIELDS


def spans(*, article: Article, evidence: Any) -> Iterator[tuple[str, int, int]]:
    """Field, start and end of each piece that lies within a text; whatever else is passed over."""
    for row in evidence if isinstance(evidence, list) else ():
        match row:
            case [str(field), int(start), int(end)] if field in FIELDS:
                if 0 <= start < end <= len(getattr(article, field)):
                    yield field, start, end
