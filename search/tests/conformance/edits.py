"""What happens to an archive that is indexed already: articles change, go and come."""

from __future__ import annotations

import random
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from archive.models import Article
from search.indexer import drain
from search.models import Outbox
from search.outbox import note

SEED = 17
CHANGED, WITHDRAWN, PUBLISHED = 120, 40, 20
ADDED = "补记：储能项目并网，哈哈。"


def edit() -> list[int]:
    """Some articles say more, some are withdrawn, some drafts are published; their numbers."""
    draw = random.Random(SEED)
    known = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    drafts = list(
        Article.objects.filter(status="draft").order_by("pk").values_list("pk", flat=True)
    )
    chosen = draw.sample(known, CHANGED + WITHDRAWN)
    with transaction.atomic():
        rows = Article.objects.filter(pk__in=chosen[:CHANGED])
        rows.update(body=Concat(F("body"), Value(ADDED)))
        Article.objects.filter(pk__in=chosen[CHANGED:]).update(status="draft")
        Article.objects.filter(pk__in=drafts[:PUBLISHED]).update(status="published")
    return [*chosen, *drafts[:PUBLISHED]]


def carry(numbers: Sequence[int]) -> int:
    """Into the index that stands, by way of the outbox."""
    Outbox.objects.all().delete()
    note(Article.objects.filter(pk__in=numbers))
    return drain()
