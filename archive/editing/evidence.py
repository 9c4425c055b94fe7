"""What evidence points at, for editors: its words, and where something that they add is said."""

from __future__ import annotations

import re
from typing import Any

SHOWN = 3


def quotes(evidence: list[list[Any]], texts: dict[str, str]) -> list[str]:
    """The words that evidence points at, each once, at most three."""
    words = [texts.get(field, "")[start:end] for field, start, end in evidence]
    return list(dict.fromkeys(word for word in words if word))[:SHOWN]


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
