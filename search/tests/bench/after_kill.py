"""A start after a kill: the index is brought up to date and compared; run inside the site.

`… site search.tests.bench.after_kill CHANGE`: then that many articles get another text.
"""

from __future__ import annotations

import sys
import time

from django.core.management import call_command
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat

from archive.models import Article
from search import outbox
from search.backend import policy_backend
from search.models import Outbox


def bring_up_to_date() -> None:
    call_command("reindex", if_needed=True)
    call_command("run_indexer", once=True)
    call_command("check_archive")
    indexed, stored = policy_backend().engine.count(), Article.objects.published().count()
    if indexed != stored or Outbox.objects.exists():
        left = Outbox.objects.count()
        sys.exit(f"{indexed} indexed, {stored} stored, {left} in the outbox")


def change(count: int) -> None:
    """In four transactions, so that the indexer comes to write several segments."""
    text = Concat("body", Value(f"\n更新于{time.time():.3f}。"))
    for _ in range(4 if count else 0):
        with transaction.atomic():
            chosen = Article.objects.published().order_by("?")[: count // 4]
            some = Article.objects.filter(pk__in=list(chosen.values_list("pk", flat=True)))
            some.update(body=text)
            outbox.note(some)


if __name__ == "__main__":
    bring_up_to_date()
    change(int(sys.argv[1]))
