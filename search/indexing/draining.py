"""Carries changes from the outbox into the index; one indexer works at a time.

A row is deleted only after the index has committed what it asks for, so a kill at any point
costs nothing but doing the same again. An article that cannot be indexed is put aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import count

from django.db import transaction

from search import aside, roster
from search.backend import policy_backend
from search.engine import Document
from search.indexing import marks
from search.indexing.documents import documents
from search.models import Outbox

BATCH = 500  # rows for one commit
LOCK = "indexer"
Write = Callable[[Iterable[Document], Iterable[int]], None]


def apply(write: Write, numbers: list[int]) -> None:
    """Make the index hold of these articles what the database does."""
    fresh = documents(numbers)
    write(fresh, set(numbers) - {document.number for document in fresh})


def drain(most: int | None = None) -> int:
    """Bring the index up to date, or by `most` commits; the number of articles it reread.

    Raises IndexBusy where another indexer works for a minute on end, IndexDamaged where there is
    no whole index to add to, IndexUnavailable where it cannot be written now.
    """
    done = 0
    engine = policy_backend().engine
    engine.generation()
    with engine.lock(LOCK):
        for _ in count() if most is None else range(most):
            rows = list(Outbox.objects.filter(aside.is_due(), applied=False)[:BATCH])
            if not rows:
                break
            done += _carry(rows)
        if Outbox.objects.filter(applied=True).exists() and not engine.is_rebuilding():
            Outbox.objects.filter(applied=True).delete()
    return done


def _carry(rows: list[Outbox]) -> int:
    """One commit of the index, then one of the database; the number of articles that went in."""
    roster.keep_current()
    mark = _mark()
    numbers = sorted({row.article for row in rows})
    known = {row.article for row in rows if row.error}
    failed = aside.each(numbers, partial(apply, policy_backend().engine.write), known)
    with transaction.atomic():
        news = aside.news(failed)
        _settle([row.pk for row in rows], numbers)
        aside.put(failed)
        if mark:
            marks.settle(mark)
    aside.tell(news)
    return len(numbers) - len(failed)


def _mark() -> str:
    """Noted on both sides; "" where the index is another database's, which is not to be hidden."""
    if not marks.agree():
        return ""
    mark = marks.fresh()
    policy_backend().engine.note(mark)
    return mark


def _settle(rows: list[int], numbers: list[int]) -> None:
    """A rebuild under way has perhaps read these articles before they changed: keep the rows."""
    Outbox.objects.filter(article__in=numbers).exclude(error="").delete()
    handled = Outbox.objects.filter(pk__in=rows)
    if policy_backend().engine.is_rebuilding():
        handled.update(applied=True)
    else:
        handled.delete()
