"""Collections: everything that writes one. Each change locks the collection, so none is lost."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from search.desk.limits import MOST_ARTICLES, MOST_COLLECTIONS, LimitReached, lock
from search.models import Collection, CollectionArticle

UP, DOWN, TOP = "up", "down", "top"
MOVES = (UP, DOWN, TOP)


class NameTaken(ValueError):
    """The reader has a collection of this name; the message is fit for the page."""


@transaction.atomic
def create(*, owner: AbstractBaseUser, name: str, description: str = "") -> Collection:
    """Raises LimitReached, NameTaken."""
    lock(owner)
    if Collection.objects.filter(owner=owner).count() >= MOST_COLLECTIONS:
        text = _("最多建 %(most)s 个文章集，请先删除不用的。")
        raise LimitReached(text % {"most": MOST_COLLECTIONS})
    with _named(name):
        return Collection.objects.create(owner=owner, name=name, description=description)


def describe(collection: Collection, *, name: str, description: str) -> None:
    """Nothing else of it is written: it may be shared no more since it was read. Raises NameTaken."""
    values = {"name": name, "description": description, "updated": timezone.now()}
    with _named(name):
        Collection.objects.filter(pk=collection.pk).update(**values)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """A reader has one collection of a name, also where two tabs make it at once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        text = _("您已有名为“%(name)s”的文章集。")
        raise NameTaken(text % {"name": name}) from error


@transaction.atomic
def keep(collection: Collection, *, article: int, note: str = "") -> bool:
    """Put an article at the end; False where it was in, its note is then replaced by one given.

    Raises LimitReached.
    """
    _lock(collection)
    entry = collection.entries.filter(article=article).first()
    if entry is not None:
        if note:
            annotate(entry, note)
        return False
    if collection.entries.count() >= MOST_ARTICLES:
        text = _("一个文章集最多收 %(most)s 篇文章。")
        raise LimitReached(text % {"most": MOST_ARTICLES})
    last = collection.entries.aggregate(last=Max("order"))["last"] or 0
    collection.entries.create(article=article, note=note, order=last + 1)
    return True


def annotate(entry: CollectionArticle, note: str) -> None:
    CollectionArticle.objects.filter(pk=entry.pk).update(note=note)
    _touch(entry.collection)


def take_out(entry: CollectionArticle) -> None:
    entry.delete()
    _touch(entry.collection)


@transaction.atomic
def move(entry: CollectionArticle, where: str) -> None:
    """One place UP or DOWN, or to the TOP."""
    _lock(entry.collection)
    rows = entry.collection.entries
    entry = rows.filter(pk=entry.pk).first()
    if entry is None:  # taken out in another tab
        return
    before, after = rows.filter(order__lt=entry.order), rows.filter(order__gt=entry.order)
    if where == TOP:
        first = before.aggregate(first=Min("order"))["first"]
        if first is not None:
            before.update(order=F("order") + 1)
            rows.filter(pk=entry.pk).update(order=first)
    elif other := before.last() if where == UP else after.first():
        rows.filter(pk=other.pk).update(order=entry.order)
        rows.filter(pk=entry.pk).update(order=other.order)


@transaction.atomic
def arrange(collection: Collection, keys: Sequence[int]) -> None:
    """These entries in this order, in the places that they hold among all; others are left out."""
    _lock(collection)
    held = dict(collection.entries.filter(pk__in=keys).values_list("pk", "order"))
    wanted = [key for key in dict.fromkeys(keys) if key in held]
    rows = [
        CollectionArticle(pk=key, order=order)
        for key, order in zip(wanted, sorted(held.values()), strict=True)
    ]
    CollectionArticle.objects.bulk_update(rows, ["order"])


def share(collection: Collection) -> str:
    """A new secret link; the one before leads nowhere from now on."""
    token = secrets.token_urlsafe(24)
    Collection.objects.filter(pk=collection.pk).update(token=token)
    return token


def unshare(collection: Collection) -> None:
    Collection.objects.filter(pk=collection.pk).update(token=None)


def _lock(collection: Collection) -> None:
    """Whoever else changes it waits until this transaction ends."""
    Collection.objects.select_for_update().get(pk=collection.pk)
    _touch(collection)


def _touch(collection: Collection) -> None:
    Collection.objects.filter(pk=collection.pk).update(updated=timezone.now())
