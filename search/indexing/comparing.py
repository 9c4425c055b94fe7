"""Whether the index holds what the database does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.models import Article
from search import aside, roster
from search.backend import policy_backend
from search.engine import IndexAway, IndexUnavailable, stamp
from search.indexing import marks
from search.indexing.documents import documents
from search.indexing.draining import LOCK
from search.indexing.parts import in_parts
from search.models import Outbox

UNLIKE = "索引与数据库不符"


def needs_reindex() -> str:
    """Why the index is not to be used; "" where it is. Reads every byte of it.

    Raises OSError and IndexAway where that cannot be told, IndexBusy.
    """
    try:
        policy_backend().engine.verify()
        return mismatch()
    except IndexAway:
        raise
    except IndexUnavailable as error:
        return error.why


def mismatch() -> str:
    """Why the index is not this database's; "" where it is. Raises IndexUnavailable, IndexBusy.

    One of another state of it, or of another one, has another mark. Where the marks agree, it
    still may hold other articles than are published, beyond those that wait in the outbox.
    """
    engine = policy_backend().engine
    with engine.lock(LOCK):  # so that what is not carried in yet, waits
        if not marks.agree():
            return UNLIKE
        differing = engine.numbers() ^ set(_published())
        return "" if differing <= _waiting() else UNLIKE


def is_marked() -> bool:
    """As `mismatch`, but by the marks only, at once. Raises IndexUnavailable, IndexBusy."""
    with policy_backend().engine.lock(LOCK):
        return marks.agree()


def may_be_part() -> bool:
    """Whether it was begun by other means than a rebuild, so that it bears no mark; very cheap."""
    return not policy_backend().engine.mark()


def _published() -> list[int]:
    return list(Article.objects.published().order_by("pk").values_list("pk", flat=True))


def _waiting() -> set[int]:
    return set(Outbox.objects.values_list("article", flat=True))


@dataclass(slots=True)
class Differences:
    """Articles by number: published but not indexed, indexed but not published, out of date.

    `unfit` gives the reason why one cannot be indexed, `waiting` are those whose change is on
    its way; such are in none of the lists.
    """

    missing: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    unfit: dict[int, str] = field(default_factory=dict)


def differences() -> Differences:
    """Compare the database with the index, beside the indexer.

    Raises IndexUnavailable, also where it is damaged; OSError; IndexBusy.
    """
    engine = policy_backend().engine
    engine.verify()
    roster.keep_current()
    first = _compared(_published(), engine.stamps())
    suspects = {*first.missing, *first.extra, *first.stale}
    with engine.lock(LOCK):  # while nothing is carried in
        waiting = _waiting() - aside.reasons().keys()
        stamps = engine.stamps()
        left = {one: stamps[one] for one in suspects - waiting if one in stamps}
        found = _compared(sorted(suspects - waiting), left)
        waiting |= _waiting() - aside.reasons().keys()  # what changed while it was compared
    for numbers in (found.missing, found.extra, found.stale):
        numbers[:] = [number for number in numbers if number not in waiting]
    found.unfit = first.unfit | found.unfit
    found.waiting = sorted(waiting)
    return found


def _compared(numbers: Iterable[int], indexed: dict[int, int]) -> Differences:
    """Of these articles, and of others that are `indexed`."""
    found = Differences(unfit=aside.reasons())
    seen: set[int] = set(found.unfit)

    def compare(some: list[int]) -> None:
        for document in documents(some):
            seen.add(document.number)
            if document.number in found.unfit:
                continue
            if document.number not in indexed:
                found.missing.append(document.number)
            elif indexed[document.number] != stamp(document):
                found.stale.append(document.number)

    for part in in_parts(list(numbers)):
        failed = aside.each(part, compare)
        found.unfit |= {number: aside.reason(error) for number, error in failed.items()}
    found.extra = sorted(indexed.keys() - seen - found.unfit.keys())
    return found
