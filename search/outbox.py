"""Listens to the archive and notes, in the same transaction, which articles the index must reread.

A save outside of a transaction commits before Django tells of it, so whoever writes articles
does it inside `transaction.atomic`; bulk writes that send no signal call `note`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connections as databases
from django.db import models, router
from django.db.models import QuerySet
from django.utils import timezone
from haystack.signals import BaseSignalProcessor

from archive.models import (
    Article,
    Industry,
    IndustryMention,
    Issue,
    Newspaper,
    Official,
    OfficialMention,
    Page,
    PersonMention,
    Place,
    PlaceMention,
    Post,
)
from archive.turns import take_turn
from search.models import Outbox

MENTIONS = (PlaceMention, OfficialMention, IndustryMention, PersonMention)
# How an article is reached from what it is printed in or speaks of.
PATHS: dict[type[models.Model], tuple[str, ...]] = {
    Newspaper: ("page__issue__newspaper",),
    Issue: ("page__issue",),
    Page: ("page",),
    Official: ("official_mentions__official",),
    Post: ("official_mentions__post",),
    Place: ("place_mentions__place", "place_mentions__place__parent"),
    Industry: ("industry_mentions__industry",),
}
Receiver = Callable[..., None]


def note(articles: QuerySet[Article]) -> None:
    """Write a row for each article of the queryset, by one insert … select."""
    using = router.db_for_write(Outbox)
    chosen = articles.order_by().values("pk").distinct()
    sql, values = chosen.query.get_compiler(using).as_sql()
    with databases[using].cursor() as cursor:
        table = databases[using].ops.quote_name(Outbox._meta.db_table)
        cursor.execute(
            f"INSERT INTO {table} (article, created, applied, error) "  # noqa: S608
            f"SELECT chosen.pk, %s, %s, %s FROM ({sql}) AS chosen",
            [timezone.now(), False, "", *values],
        )


def _article_changed(instance: Article, **kwargs: Any) -> None:
    Outbox.objects.create(article=instance.pk)


def _mention_changed(instance: models.Model, **kwargs: Any) -> None:
    Outbox.objects.create(article=instance.article_id)  # type: ignore[attr-defined]


def _entity_changes(instance: models.Model, **kwargs: Any) -> None:
    """Not while an article that names it is stored: that would go into the index as it is now."""
    if not instance._state.adding:
        take_turn()


def _entity_saved(instance: models.Model, created: bool, **kwargs: Any) -> None:
    """A new one is not spoken of yet; deleting one is refused while it is."""
    if created:
        return
    for path in PATHS[type(instance)]:
        note(Article.objects.filter(**{path: instance.pk}))


class OutboxSignalProcessor(BaseSignalProcessor):
    """Haystack's hook for signals; `setup` runs once all models are there."""

    def setup(self) -> None:
        for signal, sender, receiver in self._wires():
            signal.connect(receiver, sender=sender, dispatch_uid=f"outbox-{sender.__name__}")

    def teardown(self) -> None:
        for signal, sender, _ in self._wires():
            signal.disconnect(sender=sender, dispatch_uid=f"outbox-{sender.__name__}")

    def _wires(self) -> list[tuple[Any, type[models.Model], Receiver]]:
        changed = [(Article, _article_changed), *((one, _mention_changed) for one in MENTIONS)]
        both = (models.signals.post_save, models.signals.post_delete)
        wires: list[tuple[Any, type[models.Model], Receiver]] = [
            (signal, sender, receiver) for signal in both for sender, receiver in changed
        ]
        wires += [(models.signals.pre_save, sender, _entity_changes) for sender in PATHS]
        return wires + [(models.signals.post_save, sender, _entity_saved) for sender in PATHS]
