"""Whether the articles of an annotated page came back from a file, each with title and body."""

from __future__ import annotations

import re
from collections import Counter

from archive.ingest.pipeline import parse_bytes


def bare(text: str | None) -> str:
    return re.sub(r"[\s—―─\-–~《》〈〉\"'“”‘’「」]", "", text or "")


def alike(a: str, b: str) -> bool:
    """The same body but for a signature, which belongs to the byline where it stands alone."""
    a, b = bare(a), bare(b)
    grams = [Counter(text[n : n + 6] for n in range(max(1, len(text) - 5))) for text in (a, b)]
    shared = 2 * (grams[0] & grams[1]).total() / (grams[0] + grams[1]).total()
    return shared >= 0.97 or (b.startswith(a) and 0 < len(b) - len(a) <= 24 and b[-1] in "）摄")


def missed(data: bytes, gold: list[dict]) -> list[str]:
    """The articles of the annotation that did not come back with their title and body."""
    made = [
        (bare((a.kicker or "") + (a.title or "") + (a.subtitle or "")), a.body)
        for page, _ in parse_bytes(data, "page.pdf")
        for a in page.articles
    ]
    return [
        article["headline_full"] or article["body"][:20]
        for article in gold
        if not any(
            head == bare(article["headline_full"]) and alike(body, article["body"])
            for head, body in made
        )
    ]
