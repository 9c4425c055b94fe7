"""What there is to tell, noted in the database before anything is sent.

In one transaction the searches are marked as told and the mail is written down as waiting, so two
processes, or one that was killed and started again, never tell of the same article.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction

from search.desk.arrivals import Arrivals, arrivals, news, register
from search.desk.digests.due import due
from search.engine import IndexUnavailable
from search.models import DeliveredSearch, Delivery, Frequency, SavedSearch

log = logging.getLogger(__name__)
LISTED = 30  # articles that a mail names of one search


@dataclass(frozen=True, slots=True)
class Finding:
    """What is new for a saved search that was read as it was at that moment."""

    search: SavedSearch
    articles: list[int]


def reserve(now: datetime) -> int:
    """Write down one mail for each reader who is to be told something; how many.

    A search that cannot be asked is left as it is, to be asked the next time. Raises
    IndexUnavailable.
    """
    last = register()
    searches = SavedSearch.objects.filter(due(now), owner__is_active=True).exclude(owner__email="")
    rows = list(searches.order_by("owner", "pk"))
    if not rows:
        return 0
    came = arrivals(min(row.told for row in rows))
    # Only what has a number by now: the rest is for the next time.
    came = Arrivals({one: number for one, number in came.since.items() if 0 < number <= last})
    made = 0
    for owner, own in groupby(rows, key=lambda row: row.owner_id):
        made += _reserve(owner, list(_findings(own, came)), last, now)
    return made


def _findings(searches: Iterable[SavedSearch], came: Arrivals) -> Iterable[Finding]:
    for search in searches:
        try:
            found = news(search.query, came, search.told)
        except IndexUnavailable:
            raise
        except Exception:
            log.exception("%s 未能检索，下次再试。", search)
            continue
        if not found.problems:
            yield Finding(search, found.articles)


@transaction.atomic
def _reserve(owner: int, findings: list[Finding], last: int, now: datetime) -> int:
    """Whoever else does the same waits here, and then finds the searches marked."""
    held = SavedSearch.objects.select_for_update().filter(
        due(now), pk__in=[one.search.pk for one in findings]
    )
    rows = {row.pk: row for row in held.order_by("pk")}
    sound = [one for one in findings if _is_unchanged(one.search, rows.get(one.search.pk))]
    for finding in sound:
        _mark(finding, last, now)
    told = [one for one in sound if one.articles]
    if not told:
        return 0
    delivery = Delivery.objects.create(owner_id=owner, created=now, next_try=now)
    DeliveredSearch.objects.bulk_create(
        DeliveredSearch(
            delivery=delivery,
            search=one.search,
            total=len(one.articles),
            articles=one.articles[:LISTED],
        )
        for one in told
    )
    return 1


def _is_unchanged(read: SavedSearch, held: SavedSearch | None) -> bool:
    fields = ("told", "told_at", "query", "frequency")
    return held is not None and all(getattr(read, one) == getattr(held, one) for one in fields)


def _mark(finding: Finding, last: int, now: datetime) -> None:
    """Told up to here. Those that are told at once may be told again after a mail's gap only."""
    search = finding.search
    values: dict[str, object] = {"told": last} if last > search.told else {}
    if search.frequency != Frequency.IMMEDIATE or finding.articles:
        values["told_at"] = now
    if values:
        SavedSearch.objects.filter(pk=search.pk).update(**values)
