"""A rebuild by several processes, and what happens where one of them, or the disk, fails."""

from __future__ import annotations

import errno
import io
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from search.backend import article_index, document_of, policy_backend
from search.engine import Engine, EngineQuery, IndexAway, Rebuild
from search.indexing import comparing, crew, processes, rebuilding
from search.indexing.crew import ChildDied, shared_out
from search.indexing.documents import documents
from search.indexing.draining import drain
from search.management.commands.reindex import Bar, bar, remaining
from search.models import Outbox
from search.tests import factories

pytestmark = pytest.mark.django_db


def double(number: int) -> int:
    if number == 13:
        raise LookupError("no thirteen")
    if number == 99:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


class Unsendable(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


@pytest.fixture
def kept_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the tests lies in memory: closing its connection would empty it."""
    monkeypatch.setattr(processes.connections, "close_all", lambda: None)


class TestCrew:
    pytestmark = pytest.mark.usefixtures("kept_connections")

    def test_each_task_is_done_once(self) -> None:
        assert sorted(shared_out(double, list(range(12)), 3)) == list(range(0, 24, 2))

    def test_what_a_task_raises_is_raised_with_its_traceback(self) -> None:
        with pytest.raises(LookupError, match="no thirteen") as caught:
            list(shared_out(double, [1, 13, 2], 2))
        assert "in double" in caught.value.__notes__[0]

    def test_a_killed_child_is_missed(self) -> None:
        with pytest.raises(ChildDied, match="SIGKILL"):
            list(shared_out(double, [1, 99, 2, 3], 2))

    def test_children_end_with_whoever_stops_listening(self) -> None:
        results = shared_out(os.getpgid, [0] * 50, 2)
        next(results)
        workers = results.gi_frame.f_locals["workers"]
        results.close()
        assert [one.process.is_alive() for one in workers] == [False, False]

    def test_an_error_that_cannot_be_sent_is_told_of(self) -> None:
        carried = crew.portable(Unsendable("eins", "zwei"))
        assert str(carried) == "Unsendable：eins"


def varied() -> list[int]:
    """Articles with everything that the index knows, and with nothing of it."""
    official = factories.Official.objects.create(name="李兰亭")
    speaker = factories.Official.objects.create(name="王秋实")
    full = factories.article(
        "储能", cities={"370900": "subject", "370800": "mentioned"},
        industries={"energy-storage": "subject", "auto": "mentioned"},
        officials={official: "attendee", speaker: "speaker"},
        kicker="引题", subtitle="副题", reporters=["张三", "李四"], compilers=["王五"],
    )  # fmt: skip
    place = factories.county()
    factories.PlaceMention.objects.create(article=full, place=place, role="mentioned")
    return [full.pk, factories.article("光伏").pk, factories.article("草稿", status="draft").pk]


def test_rows_give_what_articles_give() -> None:
    numbers = varied()
    index = article_index()
    articles = index.index_queryset().order_by("pk")
    assert documents(numbers) == [document_of(index.full_prepare(one)) for one in articles]
    first = documents(numbers)[0]
    assert first.texts["byline"] == "张三\n李四\n王五"
    assert first.subjects == "泰安市\n储能\n王秋实"
    assert first.facets["city"] == ["370900", "370800"]


def test_documents_take_four_queries(django_assert_num_queries: Callable[..., Any]) -> None:
    numbers = varied()
    with django_assert_num_queries(4):
        documents(numbers)


def test_rows_that_waited_are_not_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.article()
    written: list[object] = []
    monkeypatch.setattr(rebuilding, "apply", lambda write, numbers: written.extend(numbers))
    assert Outbox.objects.exists()
    assert rebuilding.reindex() == 1
    assert written == [] and not Outbox.objects.exists()


def test_an_index_that_cannot_be_asked_at_once_is_built_all_the_same(
    own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cluster may be too busy with the new one to count it; the old one has gone by then."""
    factories.article()
    factories.article(status="draft")

    def late(engine: Engine) -> int:
        raise IndexAway("检索集群没有及时回答")

    monkeypatch.setattr(Engine, "count", late)
    call_command("reindex", stdout=(told := io.StringIO()))
    assert "索引已建好，共 1 篇" in told.getvalue()
    assert not Outbox.objects.exists()


def full_disk(*arguments: object, **options: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def is_kept(number: int) -> bool:
    return policy_backend().engine.search(EngineQuery()).ids == [number]


@pytest.mark.parametrize("at", range(0, 12, 3))
def test_a_full_disk_leaves_the_old_index(
    at: int, monkeypatch: pytest.MonkeyPatch, own_index: Path
) -> None:
    article = factories.article()
    rebuilding.reindex()
    factories.article()
    calls = iter([*[os.fsync] * at, *[full_disk] * 1000])
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: next(calls)(descriptor))
        try:
            call_command("reindex", stdout=io.StringIO())
        except CommandError as error:
            assert "No space left" in str(error) and "\n" not in str(error)
            assert is_kept(article.pk)
    drain()
    assert policy_backend().engine.count() == 2
    assert not (own_index / "spool").exists()


def test_a_full_disk_while_parts_are_spooled(monkeypatch: pytest.MonkeyPatch) -> None:
    article = factories.article()
    rebuilding.reindex()
    tries: list[int] = []

    def refuse(*arguments: object) -> None:
        tries.append(1)
        full_disk()

    factories.article()
    factories.article()
    with monkeypatch.context() as patch:
        patch.setattr(Rebuild, "stage", refuse)
        with pytest.raises(CommandError, match="原有的不变：.*No space left"):
            call_command("reindex", stdout=io.StringIO())
    assert len(tries) == 1  # and not once for each article
    assert is_kept(article.pk)


def test_a_flipped_bit_is_noticed(own_index: Path) -> None:
    factories.article("储能")
    rebuilding.reindex()
    assert comparing.needs_reindex() == ""
    largest = max(own_index.glob("g*/*"), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 1
    largest.write_bytes(data)
    assert "已损坏" in comparing.needs_reindex()
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_archive", stdout=out)
    assert "索引" in out.getvalue()


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere() -> None:
    for watched, shown in ((True, 3), (False, 1)):
        stream = io.StringIO()
        stream.isatty = lambda watched=watched: watched  # type: ignore[method-assign, misc]
        tell = Bar(OutputWrapper(stream))
        for done in (0, 50, 100):
            tell("读取文章", done, 100)
        assert stream.getvalue().count("读取文章") == shown
        assert stream.getvalue().endswith("100/100 篇（100%）\n")
    assert bar(1, 3) == "[" + "#" * 10 + "-" * 20 + "]"
    assert remaining(40, 100, 60.0) == "（40%，约剩 1 分 30 秒）"
    assert remaining(0, 0, 0.0) == ""


def test_interrupted_it_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rebuilding, "_build", interrupted)
    with pytest.raises(CommandError, match="原有的索引不变") as caught:
        call_command("reindex", stdout=io.StringIO())
    assert caught.value.returncode == 130


def test_parts_stand_in_the_order_of_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [factories.article().pk for _ in range(8)]
    results = rebuilding._results
    monkeypatch.setattr(rebuilding, "AT_ONCE", crew.cores())
    monkeypatch.setattr(
        rebuilding,
        "_results",
        lambda folder, parts: (one for one in reversed(list(results(folder, parts)))),
    )
    rebuilding.reindex()
    (segment,) = policy_backend().engine.reader.snapshot().segments
    assert segment.numbers.tolist() == made


def test_edits_without_end_do_not_keep_a_rebuild_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = factories.article()
    replay, replayed = rebuilding._replay, []

    def busy(*given: Any) -> Any:
        article.save()
        replayed.append(1)
        return replay(*given)

    monkeypatch.setattr(rebuilding, "FEW", 0)
    monkeypatch.setattr(rebuilding, "_replay", busy)
    monkeypatch.setattr(rebuilding, "_build", lambda *given: (article.save(), {})[1])
    rebuilding.reindex()
    assert len(replayed) <= rebuilding.ROUNDS + 1
    assert is_kept(article.pk)
