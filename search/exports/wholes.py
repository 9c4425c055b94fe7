"""What lists leave out of an article, read for a batch of hits by three queries: body parts, people, figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.models import Article, Figure, PersonMention
from search.answers import FIGURE, OWN
from search.exports.export import batches
from search.results import Hit


@dataclass(slots=True)
class Whole:
    """`own` are the article's fields by the names of OWN; `figures` rows by those of FIGURE."""

    own: dict[str, Any]
    people: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)


def wholes(hits: Iterable[Hit]) -> Iterator[tuple[Hit, Whole]]:
    """Each hit with the rest of its article; one taken back meanwhile is passed over."""
    for batch in batches(hits):
        numbers = [hit.article.pk for hit in batch]
        rows = Article.objects.published().filter(pk__in=numbers).values("pk", *OWN)
        found = {row.pop("pk"): Whole(row) for row in rows}
        people = PersonMention.objects.filter(article__in=numbers)
        for row in people.values("article_id", "name", "post"):
            if whole := found.get(row.pop("article_id")):
                whole.people.append(row)
        for number, rows_of in figures(numbers).items():
            if whole := found.get(number):
                whole.figures = rows_of
        yield from ((hit, found[hit.article.pk]) for hit in batch if hit.article.pk in found)


def figures(numbers: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The figures of these articles, by article, in the order of the text."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in Figure.objects.filter(article__in=numbers).values("article_id", *FIGURE):
        found.setdefault(row.pop("article_id"), []).append(row)
    return found
