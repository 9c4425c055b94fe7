"""What lies in a collection: each entry with its article as it is now, wherever that has gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.models import MovedArticle
from search.found import FoundArticle, read
from search.models import Collection, CollectionArticle


@dataclass(frozen=True, slots=True)
class Entry:
    """`article` is None where it was taken back; `moved`: it was merged into this one."""

    row: CollectionArticle
    article: FoundArticle | None
    moved: bool


def entries(rows: Iterable[CollectionArticle]) -> list[Entry]:
    """Only articles that are published now are shown."""
    held = list(rows)
    present = now([row.article for row in held])
    articles = read(present.values())
    return [
        Entry(row, articles.get(present[row.article]), present[row.article] != row.article)
        for row in held
    ]


def now(numbers: Sequence[int]) -> dict[int, int]:
    """The number under which each article goes now: what was merged is what it was merged into."""
    moved = MovedArticle.objects.filter(former_id__in=numbers)
    return {number: number for number in numbers} | dict(
        moved.values_list("former_id", "article_id")
    )


def notes(collection: Collection) -> dict[int, str]:
    """The articles in order, each once, as they are called now, with what is noted on each."""
    held = list(collection.entries.values_list("article", "note"))
    present = now([number for number, _note in held])
    found: dict[int, list[str]] = {}
    for number, note in held:
        found.setdefault(present[number], []).extend([note] if note else [])
    return {number: "\n".join(several) for number, several in found.items()}
