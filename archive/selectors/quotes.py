"""The sentence around a piece of an article, for figures shown with their source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from archive.models import Article
from archive.selectors.evidence import spans

# A closing quotation mark belongs to the sentence that it ends.
ENDS = "。！？!?；;\n"
SENTENCE_END = re.compile(rf"[{ENDS}][”’」』）]*")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in three parts; `hit` is what it is quoted for."""

    before: str
    hit: str
    after: str


def quote(*, article: Article, text: str, evidence: Any) -> Quote:
    """The sentence of the article that holds `text`, at its evidence or where it first stands.

    Example: 30亿元 gives 全年签约项目12个，总投资 | 30亿元 | ，带动就业3000人。
    """
    for name, start, end in spans(article=article, evidence=evidence):
        return _sentence(getattr(article, name), start, end)
    start = article.body.find(text)
    if start >= 0:
        return _sentence(article.body, start, start + len(text))
    return Quote("", text, "")


def _sentence(source: str, start: int, end: int) -> Quote:
    """Read from the piece outwards, for texts are long and their figures many."""
    mark = max(source.rfind(sign, 0, start) for sign in ENDS)
    before = SENTENCE_END.match(source, mark) if mark >= 0 else None
    first = min(before.end(), start) if before else 0
    stops = (match.end() for match in SENTENCE_END.finditer(source, start))
    last = next((stop for stop in stops if stop >= end), len(source))
    return Quote(source[first:start].lstrip(), source[start:end], source[end:last].rstrip())
