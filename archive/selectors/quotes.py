"""The sentence around a piece of an article, for figures shown with their source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.models import Article
from archive.records import FIELDS

# A closing quotation mark belongs to the sentence that it ends.
SENTENCE_END = re.compile(r"[。！？!?；;\n][”’」』）]*")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in three parts; `hit` is what it is quoted for."""

    before: str
    hit: str
    after: str


def quote(*, article: Article, text: str, evidence: list) -> Quote:
    """The sentence of the article that holds `text`, at its evidence or where it first stands.

    Example: 30亿元 gives 全年签约项目12个，总投资 | 30亿元 | ，带动就业3000人。
    """
    for name, start, end in evidence or ():
        source = getattr(article, name) if name in FIELDS else ""
        if 0 <= start < end <= len(source):
            return _sentence(source, start, end)
    start = article.body.find(text)
    if start >= 0:
        return _sentence(article.body, start, start + len(text))
    return Quote("", text, "")


def _sentence(source: str, start: int, end: int) -> Quote:
    ends = [match.end() for match in SENTENCE_END.finditer(source)]
    first = max((stop for stop in ends if stop <= start), default=0)
    last = min((stop for stop in ends if stop >= end), default=len(source))
    return Quote(source[first:start].lstrip(), source[start:end], source[end:last].rstrip())
