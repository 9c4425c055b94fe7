"""/readyz: whether everything is there that the site needs to go on, for whoever watches over it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from archive.ingest import worker
from archive.models import Article
from archive.views.reading import read_only
from archive.web.client import is_this_machine
from search.indexing import presence
from search.indexing.health import OK, index_state
from search.models import Outbox

LATE = 900.0  # seconds that a change may wait for the index
MEGABYTE = 1_000_000  # bytes


@read_only
def readyz(request: HttpRequest) -> JsonResponse:
    """200 or 503. What of it is not ready, only this machine itself is told: a proxy's clients see
    the status alone, which an outside monitor needs, and nothing that a stranger could use."""
    parts = {name: look() for name, look in PARTS.items()}
    is_ready = all(state == OK for state in parts.values())
    document: dict[str, Any] = {"status": OK if is_ready else "error"}
    if is_this_machine(request):
        document |= parts
    response = JsonResponse(
        document, status=200 if is_ready else 503, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store"
    return response


def _database() -> str:
    """A database without tables answers too, so an article is asked for."""
    try:
        Article.objects.exists()
    except DatabaseError:
        return "数据库不可用，原因见日志。"
    return OK


def _index() -> str:
    """It can be asked, and what was changed reaches it in time."""
    try:
        state = index_state()
    except OSError:
        state = "索引无法核对，原因见日志。"
    if state != OK:
        return _without_paths(state)
    try:
        late = Outbox.objects.filter(applied=False, error="").aggregate(
            waiting=Count("pk"), oldest=Min("created")
        )
    except DatabaseError:
        return OK  # the database says so itself
    waits = (timezone.now() - late["oldest"]).total_seconds() if late["waiting"] else 0.0
    if waits > LATE:
        return f"{late['waiting']} 处改动等待编入索引，最早的已等 {waits / 60:.0f} 分钟。"
    return OK


def _without_paths(reason: str) -> str:
    return reason if "/" not in reason else "索引不可用，原因见 /healthz。"


def _worker() -> str:
    return OK if worker.is_running() else "解析程序没有运行。"


def _indexer() -> str:
    return OK if presence.is_running() else "索引程序没有运行。"


def _disk() -> str:
    try:
        free = shutil.disk_usage(settings.ARCHIVE_DATA).free // MEGABYTE
    except OSError as error:
        return f"数据文件夹无法查看（{error.strerror}）。"
    if not os.access(settings.ARCHIVE_DATA, os.W_OK):
        return "数据文件夹不能写入。"
    if free < settings.MIN_FREE_MB:
        return f"数据文件夹所在的磁盘只剩 {free} MB，少于 {settings.MIN_FREE_MB} MB。"
    return OK


PARTS: dict[str, Callable[[], str]] = {
    "database": _database,
    "index": _index,
    "worker": _worker,
    "indexer": _indexer,
    "disk": _disk,
}
