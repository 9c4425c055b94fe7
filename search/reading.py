"""An article read from a search: its texts with every hit marked and numbered, and the way back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from operator import itemgetter

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from archive.models import Article
from search import roster
from search.engine import IndexUnavailable
from search.highlight import Highlighter
from search.meaning import as_asked
from search.query import parse as parse_query
from search.request import SearchRequest, parse
from search.snippets import Marks
from search.tree import Node

NUMBERED = 20  # hits that can be gone to one by one where no script runs


def asked(parameters: QueryDict) -> SearchRequest:
    """The search that an address carries; whatever is malformed in it is left out."""
    pairs = [(name, value) for name, values in parameters.lists() for value in values]
    return parse(pairs)[0]


def carried(request: SearchRequest) -> str:
    """What the links of a page of results carry on to the articles: the search, or nothing."""
    return f"?{request.query_string()}" if request.q else ""


@dataclass(slots=True)
class Reading:
    """Safe HTML of each text; `total` hits are numbered as they stand on the page, from the kicker on.

    `bylines` are pairs of what people did (记者) and their names. `query` and `back` are "" where
    the reader does not come from a search; `looked` tells whether any text was looked for in
    titles or body, and not bylines, names and days alone.
    """

    query: str
    back: str
    kicker: SafeString = field(default_factory=SafeString)
    title: SafeString = field(default_factory=SafeString)
    subtitle: SafeString = field(default_factory=SafeString)
    bylines: list[tuple[str, SafeString]] = field(default_factory=list)
    paragraphs: list[SafeString] = field(default_factory=list)
    total: int = 0
    looked: bool = False

    @property
    def numbers(self) -> range:
        return range(1, min(self.total, NUMBERED) + 1)


def read(article: Article, parameters: QueryDict) -> Reading:
    """The texts of an article, marked where the address says what was searched for."""
    request = asked(parameters)
    page = Reading(request.q, carried(request))
    if request.q:
        roster.keep_current()
    finder = Highlighter.of(_tree(request.q))
    page.looked = any(where != "byline" for where, _ in finder.looked_for)

    def part(text: str, name: str) -> SafeString:
        marks = finder.marks(text, name)
        html = numbered(text, marks, 0, len(text), page.total)
        page.total += len(marks)
        return mark_safe(html)  # noqa: S308 - `numbered` has escaped the text

    page.kicker = part(article.kicker, "kicker")
    # A headline made of the beginning of the body is no title that anything could match.
    title = part(article.title, "title")
    page.title = title if article.title else mark_safe(escape(article.headline))  # noqa: S308
    page.subtitle = part(article.subtitle, "subtitle")
    page.bylines = [(did, part("、".join(names), "byline")) for did, names in _people(article)]
    marks = finder.marks(article.body, "body")
    page.paragraphs = list(_paragraphs(article.body, marks, page.total))
    page.total += len(marks)
    return page


def _tree(query: str) -> Node:
    """As it was searched; as it was typed where the index is away meanwhile."""
    tree = parse_query(query).tree
    try:
        return as_asked(tree)
    except IndexUnavailable:
        return tree


def _people(article: Article) -> Iterator[tuple[str, list[str]]]:
    """Those the article is by, with what they did."""
    kinds = {
        "记者": article.reporters,
        "通讯员": article.correspondents,
        "整理": article.compilers,
        "摄影": article.photographers,
    }
    return ((did, names) for did, names in kinds.items() if names)


def _paragraphs(body: str, marks: Marks, before: int) -> Iterator[SafeString]:
    """The printed paragraphs; a hit that runs on into the next one is marked in both."""
    start = 0
    for line in body.split("\n"):
        end = start + len(line)
        if text := line.strip():
            first = start + line.index(text)
            yield mark_safe(numbered(body, marks, first, first + len(text), before))  # noqa: S308
        start = end + 1


def numbered(text: str, marks: Marks, start: int, end: int, before: int) -> str:
    """`text[start:end]` escaped, its hits inside `<mark id="hit-1">`, counted from `before` on.

    The part of a hit that began further up has no number of its own.
    """
    parts = []
    at = start
    begin = bisect_right(marks, start, key=itemgetter(1))
    stop = bisect_left(marks, end, key=itemgetter(0))
    for number, (left, right) in enumerate(marks[begin:stop], before + begin + 1):
        first, last = max(left, start), min(right, end)
        name = f' id="hit-{number}"' if first == left else ""
        parts.append(f"{escape(text[at:first])}<mark{name}>{escape(text[first:last])}</mark>")
        at = last
    return "".join([*parts, escape(text[at:end])])
