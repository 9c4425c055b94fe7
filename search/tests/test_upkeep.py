"""The indexer's own care for the index: merging, rebuilding, and what it says meanwhile."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.test import Client

from search.backend import policy_backend
from search.engine import IndexUnavailable
from search.indexer import differences
from search.indexing import chores, draining, health, processes, upkeep
from search.indexing.chores import Chore
from search.indexing.crew import ChildDied
from search.indexing.rebuilding import reindex
from search.indexing.upkeep import Upkeep
from search.management.commands import run_indexer
from search.management.commands.run_indexer import _try
from search.models import Outbox
from search.tests import factories

pytestmark = pytest.mark.django_db


def damage(root: Path) -> None:
    for path in root.glob("g*/*"):
        path.write_bytes(path.read_bytes()[:-1])


def test_a_damaged_index_is_told_of_and_rebuilt(
    own_index: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.article("储能")
    reindex()
    damage(own_index)
    with monkeypatch.context() as patch:
        patch.setattr(upkeep, "reindex", lambda: None)
        Upkeep().look()
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["index"] == str(health.IndexUnavailable(health._file().read_text()))
    assert client.get("/search/").status_code == 503
    Upkeep().look()
    assert client.get("/healthz").json()["articles"] == 1
    assert not health._file().exists()


def test_an_index_of_another_database_is_rebuilt(
    own_index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    factories.article()
    reindex()
    factories.article()
    Outbox.objects.all().delete()
    Upkeep().look()
    assert policy_backend().engine.count() == 2
    assert [one.getMessage() for one in caplog.records] == ["索引与数据库不符，现在重建。"]


def test_it_merges_after_what_it_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    reindex()
    merged: list[int] = []
    monkeypatch.setattr(upkeep, "merge", lambda: merged.append(1))
    keeper = Upkeep()
    keeper.look()
    keeper.look()
    assert len(merged) == 1  # at its start
    factories.article()
    keeper.look()
    assert len(merged) == 2


def test_many_small_commits_become_few_segments(own_index: Path) -> None:
    reindex()
    keeper = Upkeep()
    for _ in range(20):
        factories.article()
        keeper.look()
    assert policy_backend().engine.count() == 20
    assert len(list(own_index.glob("g*/*.trm"))) < 10


def test_a_full_disk_is_one_line_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, own_index: Path
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    kept = factories.article()
    reindex()
    keeper = Upkeep()
    added = factories.article()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        trouble = _try(keeper, "")
        assert _try(keeper, trouble) == trouble != ""
    assert policy_backend().engine.numbers() == {kept.pk}
    assert len(list(own_index.glob("g*"))) == 1  # no rebuild
    lines = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(lines) == 1 and "No space left" in lines[0] and "\n" not in lines[0]
    assert _try(keeper, trouble) == ""
    assert policy_backend().engine.numbers() == {kept.pk, added.pk}


class TestChore:
    @pytest.fixture(autouse=True)
    def forking(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(processes.connections, "close_all", lambda: None)
        monkeypatch.setattr(chores.processes, "may_fork", lambda: True)

    def ended(self, chore: Chore) -> bool:
        assert chore.process is not None
        chore.process.join()
        return chore.is_done()

    def test_it_is_done_elsewhere_and_told_of_once(self, tmp_path: Path) -> None:
        chore = Chore(lambda: (tmp_path / "who").write_text(str(os.getpid())))
        assert not chore.is_done()
        chore.start()
        assert self.ended(chore) and not chore.is_done()
        assert (tmp_path / "who").read_text() not in ("", str(os.getpid()))

    def test_what_it_raises_is_raised_here_once(self) -> None:
        chore = Chore(lambda: 1 // 0)
        chore.start()
        with pytest.raises(ZeroDivisionError):
            self.ended(chore)
        assert not chore.is_done()

    def test_a_killed_one_is_missed_and_may_start_again(self) -> None:
        chore = Chore(lambda: os.kill(os.getpid(), 9))
        for _ in range(2):
            chore.start()
            with pytest.raises(ChildDied):
                self.ended(chore)

    def test_it_ends_when_told(self) -> None:
        line, far = os.pipe()
        chore = Chore(lambda: os.read(line, 1))
        chore.start()
        chore.start()
        assert not chore.is_done()
        process = chore.process
        chore.end()
        assert process is not None and not process.is_alive()
        os.close(line)
        os.close(far)


def test_changes_go_in_while_a_rebuild_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    reindex()
    keeper = Upkeep()
    keeper.look()
    keeper.rebuilding.process = object()  # type: ignore[assignment]
    monkeypatch.setattr(keeper.rebuilding, "is_done", lambda: False)
    factories.article()
    with policy_backend().engine.rebuild():
        keeper.look()
        assert policy_backend().engine.count() == 1
        assert Outbox.objects.filter(applied=True).count() == 1
    draining.drain()
    assert not Outbox.objects.exists()


def test_what_a_killed_rebuild_left_goes_at_its_start(own_index: Path) -> None:
    reindex()
    reindex()
    (own_index / "spool").mkdir()
    (own_index / "g000003").mkdir()
    with policy_backend().engine.store.lock("rebuild"):
        Upkeep().look()
    assert (own_index / "g000003").exists()
    Upkeep().look()
    assert {path.name for path in own_index.iterdir() if path.is_dir()} == {"g000001", "g000002"}


def test_files_that_are_cut_off_while_it_runs_are_noticed(
    own_index: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.article("储能")
    reindex()
    keeper = Upkeep()
    keeper.look()
    damage(own_index)
    keeper.look()
    assert len(list(own_index.glob("g*"))) == 1  # not seen yet
    monkeypatch.setattr(upkeep, "GLANCE", 0.0)
    keeper.look()
    assert client.get("/healthz").json()["articles"] == 1
    assert policy_backend().engine.generation()[0] == "g000002"


@pytest.mark.parametrize(
    ("trouble", "lines"),
    [(IndexUnavailable("坏了"), ["索引还没有建立，现在重建。", "索引更新推迟，稍后再试：坏了"]), (KeyError("字段"), ["索引更新推迟"])],
)  # fmt: skip
def test_what_cannot_be_rebuilt_is_tried_again_and_told_once(
    reindexed: Callable[[], int], monkeypatch: pytest.MonkeyPatch, own_index: Path,
    caplog: pytest.LogCaptureFixture, trouble: Exception, lines: list[str],
) -> None:  # fmt: skip
    tries = []

    def fail(*most: int) -> int:
        tries.append(1)
        raise trouble

    monkeypatch.setattr(run_indexer, "stop_on_signals", lambda stop: None)
    if isinstance(trouble, IndexUnavailable):
        (own_index / "current").unlink()
    else:
        monkeypatch.setattr(upkeep, "drain", fail)
    monkeypatch.setattr(upkeep, "reindex", fail)
    monkeypatch.setattr(run_indexer, "POLL", 0.001)
    monkeypatch.setattr(run_indexer, "PAUSE", 0.002)
    looks = iter([False] * 9)
    run_indexer.work(lambda: next(looks, True))
    assert len(tries) > 2
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == len(lines)
    assert all(one.startswith(line) for one, line in zip(told, lines, strict=True))


@pytest.mark.parametrize("at", range(0, 8, 2))
def test_a_disk_that_fills_up_at_any_step_of_updates_and_merges(
    at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reindex()
    for _ in range(9):
        factories.article()
        draining.drain()
    gone = factories.article()
    factories.article()
    left = iter(range(at))

    def sync(descriptor: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for work in (upkeep.merge, draining.drain):
        with monkeypatch.context() as patch, suppress(IndexUnavailable):
            patch.setattr(os, "fsync", sync)
            work()
        health.verify()
    gone.delete()
    draining.drain()
    upkeep.merge()
    found = differences()
    assert (found.missing, found.extra, found.stale) == ([], [], [])
    assert policy_backend().engine.count() == 10
