"""Our engine over the index that `reindex` made of the database; run inside the site."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.db import connections

from search import roster
from search.backend import policy_backend
from search.engine import Engine, EngineQuery, FacetRequest, Filter
from search.serving import warm
from search.tests.bench.asking import TOP, Asked, main
from search.tests.bench.questions import Answer, Question
from search.tree import Among, And, Between, Node, Phrase, Word

FACETS = tuple(FacetRequest(name, name) for name in ("city", "official", "industry", "month"))


def tree(question: Question) -> Node:
    if question.phrase:
        return Phrase("".join(question.words))
    words = tuple(Word(word) for word in question.words)
    return words[0] if len(words) == 1 else And(words)


def filters(question: Question) -> tuple[Filter, ...]:
    """Named otherwise than the facets, so that these count under all conditions, as peers do."""
    if not question.days:
        return ()
    return (
        Filter("where", Among("city", (question.city,))),
        Filter("when", Between(*question.days)),
    )


class Ours:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def ask(self, question: Question, counted: bool) -> Answer:
        asked = EngineQuery(
            tree(question), filters(question), FACETS if counted else (), "relevance", 0, TOP
        )
        found = self.engine.search(asked)
        return Answer(found.total, found.ids, found.facets)


def opened() -> Asked:
    """The index open, as a worker's is before its first search."""
    engine = Engine(policy_backend().root)
    engine.count()
    return Ours(engine)


def prepared(articles: int) -> Callable[[], Asked]:
    """The dictionary and the names are loaded before a worker is forked."""
    warm()
    roster.keep_current()
    connections.close_all()
    return opened


def build(articles: int) -> None:
    raise SystemExit("manage.py reindex builds ours")


if __name__ == "__main__":
    sys.exit(main(build, prepared, sys.argv[1:]))
