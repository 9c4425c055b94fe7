"""Damage and trouble: an index that is damaged is rebuilt, one that merely cannot be written stands."""

from __future__ import annotations

import errno
import io
import logging
import os
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from search.backend import policy_backend
from search.engine import IndexDamaged, IndexUnavailable, writer
from search.indexer import differences, needs_reindex
from search.indexing import draining, health, upkeep
from search.indexing.rebuilding import reindex
from search.indexing.upkeep import Upkeep
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


def test_an_index_that_was_emptied_is_told_of_and_rebuilt_at_the_next_look(client: Client) -> None:
    factories.article("储能")
    reindex()
    keeper = Upkeep()
    keeper.look()
    call_command("clear_index", interactive=False, verbosity=0)
    answer = client.get("/healthz")
    assert answer.status_code == 503 and "clear_index" in answer.json()["index"]
    keeper.look()
    assert client.get("/healthz").json()["articles"] == 1


def flip(root: Path) -> None:
    for path in root.glob("g*/*.pairs"):
        path.write_bytes(bytes(255 - one for one in path.read_bytes()))


def test_damage_that_check_archive_finds_is_rebuilt_by_who_runs(
    own_index: Path, client: Client
) -> None:
    factories.article("储能")
    reindex()
    keeper = Upkeep()
    keeper.look()
    flip(own_index)
    keeper.look()  # reads nothing of it again
    assert client.get("/healthz").status_code == 200
    with pytest.raises(CommandError, match="不一致"):
        call_command("check_archive", stdout=io.StringIO())
    assert "已损坏" in client.get("/healthz").json()["index"]
    keeper.look()
    assert client.get("/healthz").json()["articles"] == 1
    assert needs_reindex() == ""


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
        with policy_backend().engine.lock("write", timeout=0):
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
