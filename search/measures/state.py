"""Gauges that are asked when they are read: database, queue, articles, index, processes, disk.

A part that cannot be asked is left out, and `archive_database_up` or `archive_index_up` says so.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from archive.ingest import worker
from archive.models import Article, Import
from search.backend import policy_backend
from search.engine import IndexUnavailable
from search.indexing import health, presence
from search.models import Delivery, Outbox

_GENERATION = re.compile(r"(?:^|-)g([0-9]+)(?:-[^-]*)?$")  # g000012-abcd, archive-g000012-abcd
WAITING = (Import.Status.QUEUED, Import.Status.RUNNING)


class State(Collector):
    """Five questions to the database, at any size of the queue."""

    def collect(self) -> Iterator[Metric]:
        yield from _database()
        yield from _index()
        yield _gauge(
            "archive_worker_up", "Whether the worker, which reads files, runs.", worker.is_running()
        )
        yield _gauge(
            "archive_indexer_up",
            "Whether the indexer, which carries changes into the index, runs.",
            presence.is_running(),
        )
        with suppress(OSError):
            free = shutil.disk_usage(settings.ARCHIVE_DATA).free
            yield _gauge("archive_data_free_bytes", "Free space of the disk of ARCHIVE_DATA.", free)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value)


def _by(name: str, told: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for which, value in values.items():
        family.add_metric([which], value)
    return family


def _age(moment: datetime | None) -> float:
    """Seconds since then; 0 where there is no such moment, or the clock was set back."""
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment else 0.0


def _database() -> Iterator[Metric]:
    asked: list[Callable[[], list[Metric]]] = [_articles, _queue, _outbox, _mails, _size]
    found: list[Metric] = []
    up = True
    for ask in asked:
        try:
            found += ask()
        except (DatabaseError, OSError):
            up = False
            break
    yield _gauge("archive_database_up", "Whether the database answers.", up)
    yield from found


def _articles() -> list[Metric]:
    rows = Article.objects.order_by().values_list("status").annotate(Count("pk"))
    counts = dict.fromkeys(Article.Status.values, 0) | dict(rows)
    return [_by("archive_articles", "Articles in the database.", "status", counts)]


def _queue() -> list[Metric]:
    rows = Import.objects.filter(status__in=WAITING).order_by().values("status")
    found = {
        row["status"]: row
        for row in rows.annotate(number=Count("pk"), came=Min("created"), began=Min("started"))
    }
    counts = {str(one): found[one]["number"] if one in found else 0 for one in WAITING}
    queued, running = (found.get(one, {}) for one in WAITING)
    return [
        _by("archive_imports", "Files that wait to be read, or are read now.", "status", counts),
        _gauge(
            "archive_import_waiting_seconds",
            "Since the file that waits longest came in; 0 where none waits.",
            _age(queued.get("came")),
        ),
        _gauge(
            "archive_import_running_seconds",
            "Since the file that is read now was begun; 0 where none is.",
            _age(running.get("began")),
        ),
    ]


def _outbox() -> list[Metric]:
    waits = Q(applied=False, error="")
    found = Outbox.objects.aggregate(
        waiting=Count("pk", filter=waits),
        failed=Count("pk", filter=Q(applied=False) & ~Q(error="")),
        kept=Count("pk", filter=Q(applied=True)),
        oldest=Min("created", filter=waits),
    )
    counts = {state: found[state] for state in ("waiting", "failed", "kept")}
    return [
        _by(
            "archive_outbox_rows", "Changes of articles on their way to the index.", "state", counts
        ),
        _gauge(
            "archive_index_lag_seconds",
            "Since the oldest change that the index lacks; 0 where it lacks none.",
            _age(found["oldest"]),
        ),
    ]


def _mails() -> list[Metric]:
    rows = Delivery.objects.order_by().values_list("state").annotate(Count("pk"))
    counts = dict.fromkeys(Delivery.State.values, 0) | dict(rows)
    return [_by("archive_mails", "Mails to readers.", "state", counts)]


def _size() -> list[Metric]:
    return [_gauge("archive_database_bytes", "Size of the database on disk.", _bytes())]


def _bytes() -> int:
    """Of SQLite its files, what is not yet moved into the first of them included."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = str(connection.settings_dict["NAME"])
    sizes = 0
    for path in map(Path, (name, f"{name}-wal")):
        with suppress(FileNotFoundError):  # the second goes when nobody asks the database
            sizes += path.stat().st_size
    return sizes


def _index() -> Iterator[Metric]:
    engine = policy_backend().engine
    is_whole = False
    with suppress(OSError):
        is_whole = health.index_state() == health.OK
    yield _gauge("archive_index_up", "Whether the index can be asked, and is whole.", is_whole)
    with suppress(IndexUnavailable, OSError):
        name, number = engine.generation()
        if found := _GENERATION.search(name):
            yield _gauge(
                "archive_index_generation",
                "Number of the index, one more by a rebuild.",
                int(found[1]),
            )
        yield _gauge("archive_index_commit", "Number of the state of this index.", number)
        yield _gauge("archive_index_articles", "Articles in the index.", engine.count())
