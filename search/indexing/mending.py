"""What differs between index and database is carried in again; a damaged index is built anew."""

from __future__ import annotations

from django.db import transaction

from search.indexing.comparing import Differences
from search.indexing.draining import drain
from search.indexing.rebuilding import reindex
from search.models import Outbox

MANY = 5000  # articles above which building all anew is the quicker way


def mend(found: Differences) -> int:
    """Queue what is missing, stale or too much, and wait until it is in; how many articles.

    A running indexer may take them out of the queue first. Raises as `drain` and `reindex` do.
    """
    numbers = sorted({*found.missing, *found.extra, *found.stale})
    if len(numbers) > MANY:
        reindex()
    elif numbers:
        with transaction.atomic():
            Outbox.objects.bulk_create([Outbox(article=number) for number in numbers])
        drain()
    return len(numbers)
