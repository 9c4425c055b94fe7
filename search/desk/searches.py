"""Saved searches: written here, and read for the pages that list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.address import every, read
from search.desk.arrivals import News, arrivals, news, register
from search.desk.describing import Asked, asked
from search.desk.limits import LONGEST_QUERY, MOST_SEARCHES, LimitReached, lock
from search.engine import IndexUnavailable, TooCostly
from search.models import Frequency, SavedSearch

MOST_NEW = 1000  # new articles that are looked for on a page


@dataclass(frozen=True, slots=True)
class Row:
    """A saved search as a list shows it; `news` is None where there is no index to ask."""

    search: SavedSearch
    told: str
    news: News | None


def canonical(parameters: QueryDict) -> tuple[str, list[str]]:
    """The search that the parameters mean, and what of them is not understood."""
    address = read(parameters)
    return every(address.request).query_string(), address.problems


def same(*, owner: AbstractBaseUser, query: str) -> SavedSearch | None:
    """The one that was saved before."""
    return SavedSearch.objects.filter(owner=owner, query=query).first()


@transaction.atomic
def save(*, owner: AbstractBaseUser, name: str, query: str, frequency: str) -> SavedSearch:
    """What is there by now is not new; a form that was sent twice saves once. Raises LimitReached."""
    if len(query) > LONGEST_QUERY:
        raise LimitReached(_("这个检索的条件太长，不能保存。"))
    lock(owner)
    if before := same(owner=owner, query=query):
        return before
    if SavedSearch.objects.filter(owner=owner).count() >= MOST_SEARCHES:
        text = _("最多保存 %(most)s 个检索，请先删除不用的。")
        raise LimitReached(text % {"most": MOST_SEARCHES})
    last = register()
    return SavedSearch.objects.create(
        owner=owner,
        name=name,
        query=query,
        frequency=frequency,
        language=get_language(),
        seen=last,
        told=last,
    )


def change(search: SavedSearch, *, name: str, frequency: str) -> None:
    """Mail that begins now tells of what comes from now on.

    What was told is else left alone: mail may have gone out since the search was read.
    """
    values: dict[str, object] = {"name": name, "frequency": frequency, "language": get_language()}
    if search.frequency == Frequency.NONE != frequency:
        values |= {"told": register(), "told_at": timezone.now()}
    SavedSearch.objects.filter(pk=search.pk).update(**values)


def look(search: SavedSearch) -> None:
    """Its owner has seen what is new."""
    SavedSearch.objects.filter(pk=search.pk).update(seen=register())


def silence(*, owner: int) -> int:
    """No mail any more for any of a reader's searches; for how many there was some."""
    searches = SavedSearch.objects.filter(owner=owner).exclude(frequency=Frequency.NONE)
    return searches.update(frequency=Frequency.NONE)


def rows(searches: Sequence[SavedSearch] | QuerySet[SavedSearch]) -> list[Row]:
    """With what each asks for, and what is new in it."""
    found = list(searches)
    meant = asked([search.query for search in found])
    fresh = _news(found, meant)
    return [
        Row(search, one.words, fresh.get(search.pk))
        for search, one in zip(found, meant, strict=True)
    ]


def _news(searches: Sequence[SavedSearch], meant: Sequence[Asked]) -> dict[int, News]:
    if not searches:
        return {}
    came = arrivals(min(search.seen for search in searches), MOST_NEW)
    try:
        return {
            search.pk: news(search.query, came, search.seen, one.request if one.known else None)
            for search, one in zip(searches, meant, strict=True)
        }
    except (IndexUnavailable, TooCostly):
        return {}
