"""Which articles are new: numbered in the order in which they came out, whatever their date.

A number is given once an article is published and in the index, so a search that looks for what
has a later number than the last time finds each article once: not before the index has it, not
again when it is taken back and published anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import connections as databases
from django.db import router
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.http import QueryDict
from django.utils import timezone

from archive.models import Article
from archive.turns import Turn, in_turn
from search.address import every, read
from search.executor import SearchExecutor
from search.models import Outbox, Publication
from search.request import SearchRequest


@dataclass(frozen=True, slots=True)
class Arrivals:
    """New articles by number, newest first; `more`: there may be others, they were not counted."""

    since: dict[int, int]  # article: its publication, or 0 where it has no number yet
    more: bool = False

    def after(self, publication: int) -> set[int]:
        return {one for one, number in self.since.items() if not number or number > publication}


@dataclass(frozen=True, slots=True)
class News:
    """The new articles of one search, newest first; `problems` says why they could not be told."""

    articles: list[int]
    more: bool = False
    problems: tuple[str, ...] = ()


def register() -> int:
    """Number what has come out; the last number given. One process at a time."""
    if _unnumbered().exists():
        with in_turn(Turn.NUMBERS):  # so that no number shows before a lower one does
            _number()
    return latest()


def latest() -> int:
    """The number of the article that came out last."""
    return Publication.objects.aggregate(last=Max("pk"))["last"] or 0


def _unnumbered() -> QuerySet[Article]:
    """Published and in the index, as far as its changes have got there."""
    waiting = Outbox.objects.filter(applied=False, article=OuterRef("pk"))
    known = Publication.objects.filter(article=OuterRef("pk"))
    return Article.objects.published().filter(~Exists(known), ~Exists(waiting)).order_by("pk")


def _number() -> None:
    using = router.db_for_write(Publication)
    sql, values = _unnumbered().values("pk").query.get_compiler(using).as_sql()
    with databases[using].cursor() as cursor:
        table = databases[using].ops.quote_name(Publication._meta.db_table)
        cursor.execute(
            f"INSERT INTO {table} (article, first) "  # noqa: S608
            f"SELECT chosen.pk, %s FROM ({sql}) AS chosen WHERE true ON CONFLICT DO NOTHING",
            [timezone.now(), *values],
        )


def arrivals(after: int, most: int | None = None) -> Arrivals:
    """What came out after a publication, what has no number yet included; `most` bounds it."""
    numbered = Publication.objects.filter(pk__gt=after).order_by("-pk")
    rows = list(numbered.values_list("article", "pk")[: most and most + 1])
    more = most is not None and len(rows) > most
    bare = _unnumbered().order_by("-pk").values_list("pk", flat=True)[:most]
    return Arrivals(dict.fromkeys(bare, 0) | dict(rows[:most]), more)


def news(query: str, found: Arrivals, after: int, known: SearchRequest | None = None) -> News:
    """Those of the arrivals after a publication that the search of a query string finds.

    `known` is the search where its codes were looked up already. Raises IndexUnavailable.
    """
    if known is None:
        address = read(QueryDict(query))
        if address.problems:
            return News([], problems=tuple(address.problems))
        known = address.request
    wanted = found.after(after)
    hits = SearchExecutor(replace(every(known), sort="newest")).numbers() if wanted else []
    return News([one for one in hits if one in wanted], found.more)
