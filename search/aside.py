"""Articles that cannot be indexed: found among the others, put aside, tried again now and then.

Such an article keeps a row in the outbox that says why, and whatever the index held of it; a
rebuild holds nothing of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Set
from datetime import timedelta

from django.db import Error
from django.db.models import Q
from django.utils import timezone

from search.engine import IndexBusy, IndexUnavailable
from search.models import Outbox

logger = logging.getLogger(__name__)
AGAIN = timedelta(minutes=10)
# What befalls the disk says nothing of an article; what the database says, may.
DISK = (IndexBusy, IndexUnavailable, OSError)
Failed = dict[int, Exception]


class Carried(Exception):
    """An error of another process, known by its `reason` only."""


def each(
    numbers: list[int], do: Callable[[list[int]], None], known: Set[int] = frozenset()
) -> Failed:
    """Do it with all at once; those with which it fails, and how.

    What is wrong with the disk is raised, and with the database where nothing went well, unless
    all of them are `known` to fail.
    """
    failed = _halved(numbers, do)
    if len(failed) == len(numbers) and not failed.keys() <= known:
        for error in failed.values():
            if isinstance(error, Error):
                raise error
    return failed


def _halved(numbers: list[int], do: Callable[[list[int]], None]) -> Failed:
    """One among five hundred costs eighteen tries instead of five hundred."""
    try:
        do(numbers)
    except DISK:
        raise  # and not five hundred times
    except Exception as error:  # noqa: BLE001 - whatever an article does must not stop the others
        if len(numbers) == 1:
            return {numbers[0]: error}
        half = len(numbers) // 2
        return _halved(numbers[:half], do) | _halved(numbers[half:], do)
    return {}


def is_due() -> Q:
    """Rows to work on now: those never tried, and those put aside some time ago.

    Or in a future that a clock spoke of which was set back since.
    """
    now = timezone.now()
    return Q(error="") | Q(created__lt=now - AGAIN) | Q(created__gt=now + AGAIN)


def reason(error: Exception) -> str:
    if isinstance(error, Carried):
        return str(error)
    return f"{type(error).__name__}：{' '.join(str(error).split())[:300]}"


def reasons() -> dict[int, str]:
    """Why each article that is put aside cannot be indexed."""
    return dict(Outbox.objects.exclude(error="").values_list("article", "error"))


def news(failed: Failed) -> Failed:
    """Those of which the outbox does not say so yet."""
    known = reasons() if failed else {}
    return {one: error for one, error in failed.items() if known.get(one) != reason(error)}


def put(failed: Failed) -> None:
    """Rows of its own for each, after the rows that asked for them are settled."""
    for number, error in failed.items():
        Outbox.objects.create(article=number, error=reason(error))


def tell(failed: Failed) -> None:
    for number, error in failed.items():
        logger.error("文章 %s 无法编入索引，先放在一旁。", number, exc_info=error)
