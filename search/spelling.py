"""您要找的是不是: for a search without hits, or of a word that no article holds, what is nearly typed so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from time import thread_time

from django.urls import reverse

from archive.text.fold import fold
from archive.text.segment import query_words
from search.backend import policy_backend
from search.engine import EngineQuery, IndexUnavailable, TooCostly
from search.executor import SearchExecutor
from search.facets import link
from search.misses import is_cut
from search.query import parse
from search.query.tokens import Broken, seen, tokens, words
from search.request import SearchRequest
from search.suggesting.current import shelf
from search.suggesting.nearby import is_known, near, spelling
from search.suggesting.shelf import Shelf
from search.tree import Named, Node, Phrase, Word, leaves

MOST = 3
TRIED = 8  # searches that may be asked for these
PATIENCE = 0.02  # seconds of CPU after which no further search is asked for
LOOKED_AT = 10  # words of a query that are looked at
WORDS = 4  # of them that may be wrong
LONGEST = 30  # characters of one that are
SHORT = 4  # characters of a text that is likely one word
_PIECES = 6  # stretches of a long word that are compared


@dataclass(frozen=True, slots=True)
class Meant:
    """`query` is what would be typed; `url` keeps everything that is chosen."""

    query: str
    url: str


def meant(request: SearchRequest, found: bool = False) -> list[Meant]:
    """At most three that have hits under the same choices; none where the index is away.

    Where something was `found`, only short texts are doubted that are no word and stand nowhere as
    typed: 除能 finds whatever holds 除 and 能.
    """
    doubted = [leaf for leaf in _asked(request) if not found or _is_scattered(leaf)]
    if not doubted:
        return []
    try:
        known = shelf()
        wrong = {
            text: _instead(known, text) for text in islice(_without_hits(doubted, known), WORDS)
        }
        return list(islice(_with_hits(request, _queries(request.q, wrong)), MOST))
    except (IndexUnavailable, TooCostly):  # it is only help
        return []


def _asked(request: SearchRequest) -> list[Node]:
    return list(islice(dict.fromkeys(leaves(parse(request.q).tree)), LOOKED_AT))


def _is_scattered(leaf: Node) -> bool:
    """Whether a plain text is found by pieces of it, and short enough to be meant as one word."""
    return isinstance(leaf, Word) and len(fold(leaf.text)) <= SHORT and is_cut(leaf)


def _without_hits(asked: list[Node], known: Shelf) -> Iterator[str]:
    """What no article holds as it was typed, names that nobody bears among it."""
    engine = policy_backend().engine
    for leaf in asked:
        match leaf:
            case Named(_, text):
                missing = not is_known(known, text)
            case Word(text, field) | Phrase(text, field):
                sought = Phrase(text, field) if _is_scattered(leaf) else leaf
                missing = not engine.search(EngineQuery(sought, order="newest", stop=0)).total
            case _:
                continue
        if missing and len(text) <= LONGEST:
            yield text


def _instead(known: Shelf, text: str) -> list[str]:
    """Texts to put in its place: near it as a whole, or with one stretch of it set right."""
    whole = [spelling(known, row) for row in near(known, text, TRIED)]
    if whole or len(text) < 4:
        return whole
    plain = fold(text)
    found = []
    for start, end in islice(_doubtful(known, plain), _PIECES):
        for row in near(known, plain[start:end], 2):
            found.append(plain[:start] + spelling(known, row) + plain[end:])
    return list(dict.fromkeys(found))


def _doubtful(known: Shelf, plain: str) -> Iterator[tuple[int, int]]:
    """Stretches of two to four characters that are no word, whole words in them never cut apart.

    除能产业 falls into 除, 能, 产业, so 除能 is one. Shorter ones first.
    """
    borders = [0]
    for word in query_words(plain):
        at = plain.find(word, borders[-1])
        borders += [at, at + len(word)] if at >= 0 else []
    borders = sorted({*borders, len(plain)})
    for size in (2, 3, 4):
        for start in borders:
            end = start + size
            if end in borders and not is_known(known, plain[start:end]):
                yield start, end


def _queries(query: str, wrong: dict[str, list[str]]) -> Iterator[str]:
    """The query with every wrong text set right: by the nearest of each, by the next ones."""
    if not wrong or not all(wrong.values()):
        return
    typed, places = _places(query, wrong)
    for turn in range(max(map(len, wrong.values()))):
        fresh, done = "", 0
        for at, text in places:
            fresh += typed[done:at] + wrong[text][min(turn, len(wrong[text]) - 1)]
            done = at + len(text)
        if places:
            yield fresh + typed[done:]


def _places(query: str, wrong: Collection[str]) -> tuple[str, list[tuple[int, str]]]:
    """The query as it was read, and where each wrong text stands in it as a word of its own."""
    typed = seen(query)
    try:
        read = tokens(typed)
    except Broken:
        typed = " ".join(words(typed))
        read = tokens(typed)
    values = [one for one in read if one.kind in ("word", "phrase")]
    found = [(typed.index(one.text, one.at), one.text.strip()) for one in values]
    return typed, [(typed.index(text, at), text) for at, text in found if text in wrong]


def _with_hits(request: SearchRequest, queries: Iterator[str]) -> Iterator[Meant]:
    began = thread_time()
    for query in islice(dict.fromkeys(queries), TRIED):
        if thread_time() - began > PATIENCE:
            return
        asked = replace(request, q=query, page=1)
        if SearchExecutor(asked).total():
            yield Meant(query, link(reverse("search"), asked))
