"""The Haystack backend of the archive: articles in and out of the engine, and nothing of Whoosh."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from haystack import connections, indexes
from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery, log_query
from haystack.constants import DEFAULT_ALIAS
from haystack.exceptions import SkipDocument
from haystack.models import SearchResult
from haystack.utils import get_identifier

from archive.models import Article
from search import lookups, roster
from search.engine import Document, EngineQuery, FacetRequest, Filter, SearchEngine, engine_at
from search.engine.schema import FACETS, SLOTS, build_schema
from search.tree import Everything, Node, Not

SIMILAR = 100  # articles that are told to be like another


def document_of(prepared: dict[str, Any]) -> Document:
    """The engine's document of what an index prepared; Haystack's `text` is the body."""
    return Document(
        number=int(prepared["django_id"]),
        date=date.fromisoformat(str(prepared["date"])[:10]),
        texts={name: prepared["text" if name == "body" else name] or "" for name in SLOTS},
        facets={name: _values(prepared[name]) for name in FACETS},
        subjects=prepared["subjects"],
    )


def _values(value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, (list, tuple)) else [value]) if one]


class PolicyBackend(BaseSearchBackend):
    """`engine` is the door for everything that Haystack has no words for."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.root = Path(options["PATH"])

    @property
    def engine(self) -> SearchEngine:
        return engine_at(self.root)

    def setup(self) -> None:
        """Nothing to prepare: `update` and `clear` make an index where there is none."""

    def build_schema(self, fields: dict[str, Any]) -> tuple[str, Any]:
        return "text", build_schema()

    def documents(self, index: indexes.SearchIndex, articles: Iterable[Any]) -> list[Document]:
        """What the index makes of the articles, those left out that it skips."""
        found = []
        for article in articles:
            try:
                found.append(document_of(index.full_prepare(article)))
            except SkipDocument:
                continue
        return found

    def update(
        self, index: indexes.SearchIndex, iterable: Iterable[Article], commit: bool = True
    ) -> None:
        """Where there is no index, one of these alone: `update_index` brings the others.

        It bears no mark of the database, so the indexer builds a whole one in any case.
        """
        roster.keep_current()
        self.engine.begin()
        self.engine.write(self.documents(index, iterable))

    def remove(self, obj_or_string: Article | str, commit: bool = True) -> None:
        self.engine.write([], [int(get_identifier(obj_or_string).rsplit(".", 1)[1])])

    def clear(self, models: list[type] | None = None, commit: bool = True) -> None:
        if models is None or Article in models:
            self.engine.clear()

    @log_query
    def search(self, query_string: Node | str, **kwargs: Any) -> dict[str, Any]:
        """Haystack's answer to a tree; a string is browse-all (`*`) or what a reader types."""
        if kwargs.get("models") and Article not in kwargs["models"]:
            return {"results": [], "hits": 0, "facets": {}}
        roster.keep_current()
        found = self.engine.search(_query(_tree(query_string), kwargs))
        results = _results(zip(found.ids, found.scores, strict=True), kwargs.get("result_class"))
        counts = {
            name: sorted(values.items(), key=lambda row: (-row[1], row[0]))
            for name, values in found.facets.items()
        }
        facets = {"fields": counts, "dates": {}, "queries": {}} if counts else {}
        return {"results": results, "hits": found.total, "facets": facets}

    def more_like_this(
        self,
        model_instance: Article,
        additional_query_string: Node | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """The nearest articles, nearest first, at most `SIMILAR`, among those that a tree leaves."""
        roster.keep_current()
        text = f"{model_instance.title} {model_instance.body}"
        found = self.engine.similar(text, {model_instance.pk}, self.engine.count())
        if additional_query_string not in (None, Everything()):
            among = set(self.engine.search(EngineQuery(_tree(additional_query_string))).ids)
            found = [row for row in found if row[0] in among]
        cut = found[:SIMILAR][start_offset:end_offset]
        return {
            "results": _results(cut, kwargs.get("result_class")),
            "hits": min(len(found), SIMILAR),
        }


def _results(rows: Iterable[tuple[int, float]], kind: type | None) -> list[Any]:
    """Numbers and scores as Haystack gives them."""
    return [
        (kind or SearchResult)(
            "archive", "article", str(number), score, id=f"archive.article.{number}"
        )
        for number, score in rows
    ]


def _tree(query: Node | str) -> Node:
    if not isinstance(query, str):
        return query
    return Everything() if query == "*" else lookups.typed(query)


def _query(tree: Node, options: dict[str, Any]) -> EngineQuery:
    lookups.refuse(options)
    narrowed = options.get("narrow_queries") or ()
    return EngineQuery(
        tree=tree,
        filters=tuple(Filter(text, lookups.narrowed(text)) for text in sorted(narrowed)),
        facets=tuple(FacetRequest(name, name) for name in options.get("facets") or ()),
        order=lookups.order(options.get("sort_by") or []),
        start=options.get("start_offset") or 0,
        stop=options.get("end_offset"),
    )


class PolicyQuery(BaseSearchQuery):
    """Haystack's filters become a tree instead of a string."""

    def build_query(self) -> Node:
        return lookups.tree(self.query_filter)

    def matching_all_fragment(self) -> Node:
        return Everything()

    def build_not_query(self, query_string: Node) -> Node:
        return Not(query_string)


class PolicyEngine(BaseEngine):
    backend = PolicyBackend
    query = PolicyQuery


def policy_backend() -> PolicyBackend:
    """The backend of this thread."""
    return connections[DEFAULT_ALIAS].get_backend()


def article_index() -> indexes.SearchIndex:
    return connections[DEFAULT_ALIAS].get_unified_index().get_index(Article)
