"""Stock Haystack with Whoosh: what a SearchQuerySet answers; run inside a site of its own.

`build` writes the index in bulk, `write` through Haystack's own `update`, a thousand at a time.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from haystack import connections
from haystack.inputs import Exact
from haystack.query import SearchQuerySet

from search.tests.bench.asking import TOP, Asked, main
from search.tests.bench.questions import Answer, Question
from search.tests.bench.stock.bulk import write_in_bulk
from search.tests.bench.stock.models import Article
from search.tests.bench.words import Texts

FACETS = ("city", "official", "industry", "month")
BATCH = 1_000


def articles(count: int) -> Iterator[Article]:
    texts = Texts(count)
    for number, row in enumerate(texts.corpus.rows, 1):
        facets = texts.corpus.facets(row)
        yield Article(
            pk=number,
            text=texts.of(row),
            city=facets["city"],
            official=facets["official"],
            industry=facets["industry"],
            month=facets["month"][0],
            day=texts.corpus.day(row),
        )


def build(count: int) -> None:
    """The same files that the stock writer makes in ten hours or so."""
    shutil.rmtree(_folder(), ignore_errors=True)
    backend = connections["default"].get_backend()
    backend.setup()
    prepared = _index().full_prepare
    rows = (
        {name: backend._from_python(value) for name, value in prepared(one).items()}
        for one in articles(count)
    )
    write_in_bulk(backend.index, "text", rows)


def write(count: int) -> None:
    shutil.rmtree(_folder(), ignore_errors=True)
    backend = connections["default"].get_backend()
    rows = list(articles(count))
    for start in range(0, count, BATCH):
        backend.update(_index(), rows[start : start + BATCH])


def _folder() -> Path:
    return Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])


def _index() -> object:
    return connections["default"].get_unified_index().get_index(Article)


class Stock:
    def ask(self, question: Question, counted: bool) -> Answer:
        words = " ".join(question.words)
        found = SearchQuerySet().filter(content=Exact(words) if question.phrase else words)
        if question.days:
            first, last = (f"{date.fromordinal(day):%Y%m%d}000000" for day in question.days)
            found = found.narrow(f'city_exact:"{question.city}"')
            found = found.narrow(f"day:[{first} to {last}]")
        for name in FACETS if counted else ():
            found = found.facet(name)
        top = [int(one.pk) for one in found[:TOP]]
        return Answer(found.count(), top, self._counts(found) if counted else {})

    def _counts(self, found: SearchQuerySet) -> dict[str, dict[str, int]]:
        told = found.facet_counts().get("fields", {})
        return {
            name: {value: often for value, often in told.get(name, ()) if value is not None}
            for name in FACETS
        }


def opened(count: int) -> Asked:
    return Stock()


if __name__ == "__main__":
    if sys.argv[1] == "write":
        sys.exit(write(int(sys.argv[2])))
    sys.exit(main(build, lambda count: lambda: opened(count), sys.argv[1:]))
