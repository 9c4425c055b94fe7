"""Carries changes from the outbox into the index; one indexer works at a time.

A row is deleted only after the index has committed what it asks for, so a kill at any point
costs nothing but doing the same again. An article that cannot be indexed is put aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction

from archive.models import Article
from search import aside
from search.backend import article_index, policy_backend
from search.engine import Document, IndexUnavailable, stamp
from search.models import Outbox

BATCH = 200
LOCK = "indexer"
Write = Callable[[Iterable[Document], Iterable[int]], None]


def documents(numbers: Iterable[int]) -> list[Document]:
    """What the index should hold of these articles; those not published are left out."""
    index = article_index()
    articles = index.index_queryset().filter(pk__in=list(numbers))
    return policy_backend().documents(index, articles)


def _apply(write: Write, numbers: list[int]) -> None:
    fresh = documents(numbers)
    write(fresh, set(numbers) - {document.number for document in fresh})


def drain() -> int:
    """Bring the index up to date; the number of articles it reread.

    Raises IndexBusy where another indexer works for a minute on end, IndexUnavailable where
    there is no whole index to add to.
    """
    done = 0
    policy_backend().engine.generation()
    with policy_backend().engine.store.lock(LOCK):
        while rows := list(Outbox.objects.filter(aside.is_due(), applied=False)[:BATCH]):
            numbers = sorted({row.article for row in rows})
            known = {row.article for row in rows if row.error}
            failed = aside.each(numbers, partial(_apply, policy_backend().engine.write), known)
            with transaction.atomic():
                news = aside.news(failed)
                _settle([row.pk for row in rows], numbers)
                aside.put(failed)
            aside.tell(news)
            done += len(numbers) - len(failed)
        if not policy_backend().engine.is_rebuilding():
            Outbox.objects.filter(applied=True).delete()
    return done


def _settle(rows: list[int], numbers: list[int]) -> None:
    """A rebuild under way has perhaps read these articles before they changed: keep the rows."""
    Outbox.objects.filter(article__in=numbers).exclude(error="").delete()
    handled = Outbox.objects.filter(pk__in=rows)
    if policy_backend().engine.is_rebuilding():
        handled.update(applied=True)
    else:
        handled.delete()


def reindex(progress: Callable[[int], None] = lambda done: None) -> int:
    """Build a new index beside the old one, then search it; the number of its articles.

    Raises IndexBusy where another rebuild is under way, IndexUnavailable where it cannot be kept.
    """
    engine = policy_backend().engine
    with engine.rebuild() as fresh:
        done = last = 0
        failed: aside.Failed = {}
        while numbers := _next_numbers(last):
            failed |= aside.each(numbers, partial(_apply, fresh.write))
            last = numbers[-1]
            done += len(numbers)
            if len(failed) == done > 1:
                # Then it is the program, and an empty index is no better than the old one.
                raise failed[last]
            progress(done)
        # No indexer works from here on, so nothing slips between the replay and the swap.
        with engine.store.lock(LOCK):
            rows = dict(Outbox.objects.values_list("pk", "article"))
            for part in _parts(sorted({*rows.values(), *failed})):
                again = aside.each(part, partial(_apply, fresh.write), failed.keys())
                failed = {one: failed[one] for one in failed if one not in part} | again
            fresh.publish()
            news = aside.news(failed)
            with transaction.atomic():
                for part in _parts(list(rows)):
                    Outbox.objects.filter(pk__in=part).delete()
                aside.put(failed)
    aside.tell(news)
    return engine.count()


def _parts(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))


def _next_numbers(last: int) -> list[int]:
    published = Article.objects.published().filter(pk__gt=last).order_by("pk")
    return list(published.values_list("pk", flat=True)[:1000])


def needs_reindex() -> str:
    """Why the index is not to be used; "" where it is.

    An index of another database (one was put back, or begun anew) holds other articles than are
    published, beyond those that wait in the outbox.
    """
    try:
        indexed = policy_backend().engine.numbers()
    except IndexUnavailable as error:
        return error.why
    published = set(Article.objects.published().values_list("pk", flat=True))
    waiting = set(Outbox.objects.values_list("article", flat=True))
    return "" if (indexed ^ published) <= waiting else "索引与数据库不符"


@dataclass(slots=True)
class Differences:
    """Articles by number: published but not indexed, indexed but not published, out of date.

    `unfit` gives the reason why one cannot be indexed; such are in none of the lists.
    """

    missing: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    unfit: dict[int, str] = field(default_factory=dict)


def differences() -> Differences:
    """Compare the database with the index. Raises IndexUnavailable."""
    indexed = policy_backend().engine.stamps()
    found = Differences(unfit=aside.reasons())
    last = 0
    seen: set[int] = set(found.unfit)

    def compare(numbers: list[int]) -> None:
        for document in documents(numbers):
            seen.add(document.number)
            if document.number in found.unfit:
                continue
            if document.number not in indexed:
                found.missing.append(document.number)
            elif indexed[document.number] != stamp(document):
                found.stale.append(document.number)

    while numbers := _next_numbers(last):
        last = numbers[-1]
        failed = aside.each(numbers, compare)
        found.unfit |= {number: aside.reason(error) for number, error in failed.items()}
    found.extra = sorted(indexed.keys() - seen - found.unfit.keys())
    return found
