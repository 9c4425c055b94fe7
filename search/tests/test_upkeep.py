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
from search.engine import IndexDamaged, IndexUnavailable
from search.fresh import writer
from search.indexer import differences
from search.indexing import chores, draining, health, processes, upkeep
from search.indexing.chores import Chore
from search.indexing.crew import ChildDied
from search.indexing.rebuilding import reindex
from search.indexing.upkeep import Upkeep
from search.management.commands import run_indexer
from search.management.commands.run_indexer import _try
from search.models import Mark, Outbox
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


def folders(root: Path) -> list[str]:
    return sorted(path.name[:7] for path in root.iterdir() if path.is_dir())


def test_what_a_killed_rebuild_left_goes_at_its_start(own_index: Path) -> None:
    reindex()
    reindex()
    (own_index / "g000003-0" / "spool").mkdir(parents=True)
    with policy_backend().engine.store.lock("rebuild"):
        Upkeep().look()
    assert folders(own_index) == ["g000001", "g000002", "g000003"]
    Upkeep().look()
    assert folders(own_index) == ["g000002"]


def test_the_index_before_goes_after_an_hour(
    own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reindex()
    keeper = Upkeep()
    keeper.look()
    reindex()
    monkeypatch.setattr(upkeep, "GLANCE", 0.0)
    keeper.look()
    assert folders(own_index) == ["g000001", "g000002"]
    os.utime(own_index / "current", (0, 0))
    keeper.look()
    assert folders(own_index) == ["g000002"]


def test_killed_rebuilds_neither_fill_the_disk_nor_follow_at_once(
    own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reindex()
    (own_index / "current").unlink()
    tries: list[int] = []

    def killed() -> None:
        tries.append(1)
        with policy_backend().engine.rebuild() as fresh:
            fresh.published = True  # as where nobody is left to throw it away
            raise ChildDied(-9)

    monkeypatch.setattr(upkeep, "reindex", killed)
    clock = iter(range(0, 10**6, 4))
    monkeypatch.setattr(upkeep.time, "monotonic", lambda: float(next(clock)))
    keeper = Upkeep()
    for _ in range(50):
        with pytest.raises(ChildDied):
            keeper.look()
        assert len(folders(own_index)) <= 1
    assert 4 < len(tries) < 12


def test_somebody_elses_rebuild_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.article()
    reindex()
    Mark.objects.all().delete()
    keeper = Upkeep()
    with monkeypatch.context() as patch:
        patch.setattr(keeper.rebuilding, "process", object())
        patch.setattr(keeper.rebuilding, "is_done", lambda: False)
        keeper.look()
        assert keeper.unlike
    reindex()
    monkeypatch.setattr(keeper.rebuilding, "do", lambda: 1 // 0)
    keeper.look()
    assert not keeper.unlike


def test_a_restored_database_is_noticed_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    article = factories.article("储能")
    reindex()
    keeper = Upkeep()
    keeper.look()
    kept = [one.mark for one in Mark.objects.all()]
    article.body = "光伏"
    article.save()
    keeper.look()
    Mark.objects.all().delete()
    Mark.objects.bulk_create(Mark(one) for one in kept)
    article.__class__.objects.update(body="储能")
    Outbox.objects.create(article=0)
    keeper.look()
    assert differences().stale == [article.pk]
    monkeypatch.setattr(upkeep, "GLANCE", 0.0)
    keeper.look()
    assert differences().stale == []


def test_trouble_of_the_moment_condemns_no_index(
    own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.article()
    reindex()
    keeper = Upkeep()

    def refused(*arguments: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with monkeypatch.context() as patch:
        patch.setattr(writer.sums, "check", refused)
        with pytest.raises(OSError, match="Too many"):
            keeper.look()
    assert (own_index / "current").exists()
    damage(own_index)
    keeper.look()  # reads all of it again, as nothing was seen before
    assert policy_backend().engine.count() == 1


def test_what_cannot_be_written_is_no_reason_to_read_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reindex()
    keeper = Upkeep()
    keeper.look()
    factories.article()

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writer, "write_segment", full)
    monkeypatch.setattr(health, "check", lambda: 1 // 0)
    with pytest.raises(IndexUnavailable, match="No space"):
        keeper.look()


def test_reading_everything_stops_no_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    article = factories.article()
    reindex()
    check = writer._check

    def checked(folder: Path, done: set[str]) -> None:
        with policy_backend().engine.store.lock("write", timeout=0):
            check(folder, done)

    monkeypatch.setattr(writer, "_check", checked)
    health.check()
    assert policy_backend().engine.numbers() == {article.pk}


def test_a_batch_alone_is_no_index(own_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index goes away between the look at it and the first write."""
    articles = [factories.article() for _ in range(3)]
    reindex()
    articles[0].save()
    carry = draining._carry

    def late(rows: list[Outbox]) -> int:
        (own_index / "current").unlink()
        return carry(rows)

    with monkeypatch.context() as patch:
        patch.setattr(draining, "_carry", late)
        with pytest.raises(IndexDamaged):
            draining.drain()
    assert Outbox.objects.count() == 1
    Upkeep().look()
    assert policy_backend().engine.count() == 3


def test_files_that_are_cut_off_while_it_runs_are_noticed(
    own_index: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.article("储能")
    reindex()
    keeper = Upkeep()
    keeper.look()
    before = policy_backend().engine.generation()[0]
    damage(own_index)
    keeper.look()
    assert len(list(own_index.glob("g*"))) == 1  # not seen yet
    monkeypatch.setattr(upkeep, "GLANCE", 0.0)
    keeper.look()
    assert client.get("/healthz").json()["articles"] == 1
    assert policy_backend().engine.generation()[0] != before


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
    monkeypatch.setattr(upkeep, "REST", 0.0)
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
        policy_backend().engine.verify()
    gone.delete()
    draining.drain()
    upkeep.merge()
    found = differences()
    assert (found.missing, found.extra, found.stale) == ([], [], [])
    assert policy_backend().engine.count() == 10
