"""The indexer's own care for the index: merging, rebuilding, and what it says meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from search.backend import policy_backend
from search.engine import IndexDamaged, IndexUnavailable
from search.indexer import differences
from search.indexing import draining, upkeep
from search.indexing.crew import ChildDied
from search.indexing.rebuilding import reindex
from search.indexing.upkeep import Upkeep
from search.management.commands import run_indexer
from search.models import Mark, Outbox
from search.tests import factories

pytestmark = pytest.mark.django_db


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
    with policy_backend().engine.lock("rebuild"):
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


def test_a_new_index_that_comes_while_the_old_one_is_missed_is_no_trouble(
    own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reindex()
    keeper = Upkeep()
    keeper.look()

    def missed() -> bool:
        raise IndexDamaged("索引还没有建立")

    monkeypatch.setattr(upkeep, "may_be_part", missed)
    with pytest.raises(IndexDamaged):  # it is there, so nothing is rebuilt
        keeper.look()
    keeper.rebuilding.process = object()  # type: ignore[assignment]
    monkeypatch.setattr(keeper.rebuilding, "is_done", lambda: False)
    keeper.look()
