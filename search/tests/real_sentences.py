"""Articles for tests: sentences of the invented pages, recombined; as many as a test asks for."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from search.engine import Document

SOURCES = Path(__file__).resolve().parents[2] / "archive" / "tests"
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


@cache
def sentences() -> list[str]:
    """Sentences of eight to 160 characters, each once."""
    found: dict[str, None] = {}
    for folder in ("sample_sources", "varied_sources"):
        for path in sorted((SOURCES / folder).glob("*.toml")):
            for text in _texts(tomllib.loads(path.read_text(encoding="utf-8"))):
                for sentence in _SENTENCE.findall(text):
                    if 8 <= len(sentence.strip()) <= 160:
                        found[sentence.strip()] = None
    return list(found)


def articles(count: int, seed: int = 1, length: int = 8) -> list[Document]:
    """`count` documents of about `length` sentences; a title is the beginning of a sentence."""
    draw, known, made = random.Random(seed), sentences(), []
    for number in range(1, count + 1):
        chosen = draw.sample(known, draw.randint(max(1, length // 2), length * 2))
        texts = {
            "title": chosen[0][: draw.randint(6, 22)],
            "kicker": draw.choice(known)[:10] if draw.random() < 0.3 else "",
            "subtitle": draw.choice(known)[:14] if draw.random() < 0.2 else "",
            "body": "".join(one + draw.choice(["", "", "\n"]) for one in chosen),
        }
        day = date(2021, 1, 1) + timedelta(days=draw.randint(0, 1500))
        made.append(Document(number, day, texts))
    return made
