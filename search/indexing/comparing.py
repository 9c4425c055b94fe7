"""Whether the index holds what the database does."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.models import Article
from search import aside, roster
from search.backend import policy_backend
from search.engine import IndexUnavailable, stamp
from search.indexing.documents import documents
from search.indexing.health import verify
from search.indexing.parts import in_parts
from search.models import Outbox


def needs_reindex() -> str:
    """Why the index is not to be used; "" where it is. Reads every byte of it."""
    try:
        verify()
        return mismatch()
    except IndexUnavailable as error:
        return error.why


def mismatch() -> str:
    """Why the index is not this database's; "" where it is. Raises IndexUnavailable.

    An index of another one (that was put back, or begun anew) holds other articles than are
    published, beyond those that wait in the outbox.
    """
    indexed = policy_backend().engine.numbers()
    published = set(_published())
    waiting = set(Outbox.objects.values_list("article", flat=True))
    return "" if (indexed ^ published) <= waiting else "索引与数据库不符"


def _published() -> list[int]:
    return list(Article.objects.published().order_by("pk").values_list("pk", flat=True))


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
    """Compare the database with the index. Raises IndexUnavailable, also where it is damaged."""
    verify()
    roster.keep_current()
    indexed = policy_backend().engine.stamps()
    found = Differences(unfit=aside.reasons())
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

    for part in in_parts(_published()):
        failed = aside.each(part, compare)
        found.unfit |= {number: aside.reason(error) for number, error in failed.items()}
    found.extra = sorted(indexed.keys() - seen - found.unfit.keys())
    return found
