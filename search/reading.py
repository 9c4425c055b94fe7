"""An article read from a search: its texts with every hit marked and numbered, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.models import Article
from archive.text.normalize import clean
from search import roster
from search.engine import IndexUnavailable, TooCostly
from search.highlight import Highlighter
from search.marked import Marked, Wanted, wanted_of
from search.marking import Pieces, pieces_of
from search.meaning import as_asked
from search.query import parse as parse_query
from search.request import SearchRequest, parse
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
    titles or body, and not bylines, names and days alone. `wanted` says what is marked besides.
    """

    query: str
    back: str
    wanted: Wanted
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
    """The texts of an article, marked where the address says what was searched for.

    `marks` in the address marks what it speaks of besides: `?marks=mentions`, `?marks=place`.
    """
    request = asked(parameters)
    pieces = pieces_of(article)
    page = Reading(request.q, carried(request), wanted_of(article, parameters, pieces))
    if request.q:
        roster.keep_current()
    finder = Highlighter.of(_tree(request.q))
    page.looked = any(where != "byline" for where, _sought in finder.looked_for)
    _fill(page, article, finder, pieces)
    return page


def _fill(page: Reading, article: Article, finder: Highlighter, pieces: Pieces) -> None:
    """Every text in the order of the page, for its hits are counted through."""

    def whole(text: str, name: str) -> SafeString:
        marks = finder.marks(text, name)
        printed = Marked(text, marks, pieces.get(name, []), page.wanted, page.total)
        page.total += len(marks)
        return printed.html(0, len(text))

    page.kicker = whole(article.kicker, "kicker")
    # A headline made of the beginning of the body is no title that anything could match.
    title = whole(article.title, "title")
    page.title = title if article.title else mark_safe(escape(clean(article.headline)))  # noqa: S308
    page.subtitle = whole(article.subtitle, "subtitle")
    page.bylines = [(did, whole("、".join(names), "byline")) for did, names in _people(article)]
    marks = finder.marks(article.body, "body")
    body = Marked(article.body, marks, pieces["body"], page.wanted, page.total)
    page.paragraphs = list(_paragraphs(body))
    page.total += len(marks)


def _tree(query: str) -> Node:
    """As it was searched; as it was typed where the index is away meanwhile."""
    tree = parse_query(query).tree
    try:
        return as_asked(tree)
    except (IndexUnavailable, TooCostly):
        return tree


def _people(article: Article) -> Iterator[tuple[str, list[str]]]:
    """Those the article is by, with what they did."""
    kinds = {
        _("记者"): article.reporters,
        _("通讯员"): article.correspondents,
        _("整理"): article.compilers,
        _("摄影"): article.photographers,
    }
    return ((did, names) for did, names in kinds.items() if names)


def _paragraphs(body: Marked) -> Iterator[SafeString]:
    """The printed paragraphs; a hit that runs on into the next one is marked in both."""
    start = 0
    for line in body.text.split("\n"):
        if text := line.strip():
            first = start + line.index(text)
            yield body.html(first, first + len(text))
        start += len(line) + 1
