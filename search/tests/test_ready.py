"""/readyz: each part that is missing makes it 503, and says so to this machine alone."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from archive.ingest import worker
from search import ready
from search.indexing import presence
from search.models import Outbox

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")
OUTSIDE = {"x-forwarded-for": "203.0.113.9"}


@pytest.fixture
def standing(
    reindexed: Callable[[], int], tmp_path: Path, settings: object
) -> Iterator[Callable[[], dict[str, str]]]:
    """All runs; call it for what /readyz says of the parts that are not ready."""
    settings.ARCHIVE_DATA = tmp_path  # type: ignore[attr-defined]
    settings.MIN_FREE_MB = 1  # type: ignore[attr-defined]
    with worker.only_worker(), presence.present():
        yield missing


def missing() -> dict[str, str]:
    response = Client().get("/readyz")
    told = response.json()
    found = {name: state for name, state in told.items() if state != "ok"}
    assert response.status_code == (503 if found else 200)
    assert found.pop("status", "ok") == ("error" if found else "ok")
    assert all("/" not in line and "\n" not in line for line in found.values())
    return found


def test_all_is_ready(
    standing: Callable[[], dict[str, str]], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        assert standing() == {}
    response = Client().get("/readyz")
    assert list(response.json()) == ["status", *ready.PARTS]
    assert response["Cache-Control"] == "no-store" and not response.cookies


def test_without_a_worker(standing: Callable[[], dict[str, str]], settings: object) -> None:
    worker.lock_path().unlink()
    assert standing() == {"worker": "解析程序没有运行。"}
    worker.lock_path().touch()  # left by one that was killed
    assert standing() == {"worker": "解析程序没有运行。"}


def test_without_an_indexer(
    standing: Callable[[], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    presence._file().unlink()
    assert standing() == {"indexer": "索引程序没有运行。"}


def test_without_an_index(standing: Callable[[], dict[str, str]], own_index: Path) -> None:
    shutil.rmtree(own_index)
    assert "索引还没有建立" in standing()["index"]


def test_with_an_index_that_is_late(standing: Callable[[], dict[str, str]]) -> None:
    Outbox.objects.create(article=1)
    Outbox.objects.create(article=2, error="no text")
    assert standing() == {}  # it waits since a moment
    Outbox.objects.update(created=timezone.now() - timedelta(hours=2))
    assert standing() == {"index": "1 处改动等待编入索引，最早的已等 120 分钟。"}


def test_without_a_database(
    standing: Callable[[], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise OperationalError('connection to server at "10.0.0.5" failed for user "archive"')

    monkeypatch.setattr("django.db.models.query.QuerySet.exists", away)
    found = standing()
    assert found["database"] == "数据库不可用，原因见日志。" and "10.0.0.5" not in str(found)


def test_with_a_full_or_closed_disk(
    standing: Callable[[], dict[str, str]], monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.MIN_FREE_MB = 500  # type: ignore[attr-defined]
    monkeypatch.setattr(ready.shutil, "disk_usage", lambda path: Usage(9, 9, 499_000_000))
    assert standing() == {"disk": "数据文件夹所在的磁盘只剩 499 MB，少于 500 MB。"}
    monkeypatch.setattr(ready.os, "access", lambda path, mode: False)
    assert standing() == {"disk": "数据文件夹不能写入。"}


def test_strangers_learn_the_status_alone(
    client: Client, standing: Callable[[], dict[str, str]], own_index: Path
) -> None:
    whole = client.get("/readyz", headers=OUTSIDE)
    assert (whole.status_code, whole.json()) == (200, {"status": "ok"})
    shutil.rmtree(own_index)
    broken = client.get("/readyz", headers=OUTSIDE)
    assert (broken.status_code, broken.json()) == (503, {"status": "error"})
    live = client.get("/healthz", headers=OUTSIDE)
    assert live.json() == {"status": "error", "database": "ok", "index": "不可用"}
    assert "索引" in client.get("/healthz").json()["index"]
