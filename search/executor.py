"""One object that turns a search request into a page of results; views and the API only call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.web.measuring import search_timed
from search import facets, names, roster
from search.backend import policy_backend
from search.engine import Budget, EngineQuery, EngineResult, FacetRequest
from search.found import FoundArticle, read
from search.highlight import Highlighter
from search.meaning import as_asked
from search.misses import apart, misses
from search.query import Parsed, parse
from search.request import SearchRequest
from search.results import Facet, Hit, SearchPage
from search.tree import is_ranked

BATCH = 200  # articles that an export holds at once


@dataclass(frozen=True, slots=True)
class SearchExecutor:
    """Raises IndexUnavailable from every method where there is no index to ask.

    `path` is the address that facet links begin with, `shape` how facets are listed.
    """

    request: SearchRequest
    path: str = "/search/"
    shape: Callable[[SearchRequest, facets.Counts, str], list[Facet]] = facets.build

    def page(self) -> SearchPage:
        """The page asked for; a page after the last one is empty, and says so."""
        parsed = self._understood()
        size = self.request.size
        start = self.request.start
        budget = Budget()
        found = self._ask(parsed, start, start + size, facets.requests(self.request), budget)
        pages = max(1, -(-found.total // size))
        built = self.shape(self.request, found.facets, self.path)
        told_of = apart if found.total else misses
        notices = [*parsed.notices, *told_of(parsed.tree, policy_backend().engine, budget)]
        if found.total and self.request.page > pages:
            told = {"page": self.request.page, "pages": pages}
            notices.append(_("没有第 %(page)s 页，共 %(pages)s 页。") % told)
        return SearchPage(
            total=found.total,
            page=self.request.page,
            pages=pages,
            size=size,
            hits=list(_hits(found, Highlighter.of(as_asked(parsed.tree)))),
            facets=built,
            chips=facets.chips(self.request, built, self.path),
            notices=notices,
            months=found.facets["month"],
        )

    def every_hit(self, marked: bool = True, most: int | None = None) -> tuple[int, Iterator[Hit]]:
        """The result in order, whatever page the request names; articles come in batches.

        `marked`: with what matched, and snippets; `most`: no more hits than that.
        """
        parsed = self._understood()
        found = self._ask(parsed, 0, most)
        return found.total, _every(found, Highlighter.of(as_asked(parsed.tree)) if marked else None)

    def total(self) -> int:
        """How many hits there are; none of them is ranked or read."""
        return self._ask(self._understood(), 0, 0).total

    def numbers(self) -> list[int]:
        """The articles of all hits, in order; none of them is read."""
        return self._ask(self._understood(), 0, None).ids

    def counts(self, *names: str) -> facets.Counts:
        """How many hits each value of the facets named has, of all facets where none is."""
        chosen = facets.requests(self.request, names)
        return self._ask(self._understood(), 0, 0, chosen).facets

    def _understood(self) -> Parsed:
        """What is typed, with codes for the names in it."""
        parsed = parse(self.request.q)
        tree, missing = names.settle(parsed.tree, self.request)
        return Parsed(tree, parsed.notices + missing)

    def _ask(
        self,
        parsed: Parsed,
        start: int,
        stop: int | None,
        counted: tuple[FacetRequest, ...] = (),
        budget: Budget | None = None,
    ) -> EngineResult:
        roster.keep_current()
        query = EngineQuery(
            tree=as_asked(parsed.tree),
            filters=facets.filters(self.request),
            facets=counted,
            order=self._order(parsed),
            start=start,
            stop=stop,
        )
        with search_timed():
            return policy_backend().engine.search(query, budget)

    def _order(self, parsed: Parsed) -> str:
        """Where no text is asked for there is nothing to rank by."""
        if self.request.sort == "relevance" and not is_ranked(parsed.tree):
            return "newest"
        return self.request.sort


def _hits(found: EngineResult, highlighter: Highlighter | None) -> Iterator[Hit]:
    """An article that was taken back a moment ago is passed over."""
    articles = read(found.ids)
    for number, score in zip(found.ids, found.scores, strict=True):
        if article := articles.get(number):
            yield _hit(article, score, highlighter) if highlighter else Hit(article, score)


def _hit(article: FoundArticle, score: float, highlighter: Highlighter) -> Hit:
    return Hit(
        article,
        score,
        highlighter.whole(article.headline),
        highlighter.snippet(article.body),
        highlighter.whole(article.kicker, "kicker"),
        highlighter.matched(article.subtitle, "subtitle"),
    )


def _every(found: EngineResult, highlighter: Highlighter | None) -> Iterator[Hit]:
    for start in range(0, len(found.ids), BATCH):
        cut = slice(start, start + BATCH)
        batch = EngineResult(found.total, found.ids[cut], found.scores[cut], {})
        yield from _hits(batch, highlighter)
