"""The commands of the search: what they print, and how they end."""

from __future__ import annotations

import io
import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import OperationalError

from archive.ingest.intake import Hints, take_in
from archive.ingest.pipeline import VERSION
from archive.management.stopping import is_orphan, stop_on_signals
from archive.models import Article, Import, Page
from search.backend import policy_backend
from search.indexing import rebuilding, upkeep
from search.management.commands import prepare, run_indexer
from search.tests import factories

pytestmark = pytest.mark.django_db
SHA256_OF_X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def run(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.fixture
def archive(
    reindexed: Callable[[], int], tmp_path: Path, settings: pytest.FixtureRequest
) -> Article:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    article = factories.article("储能")
    source = Import.objects.get()
    source.sha256 = SHA256_OF_X
    source.file.save("x.txt", ContentFile(b"x"))
    reindexed()
    return article


def test_reindex_if_needed(archive: Article, own_index: Path) -> None:
    assert "无须重建" in run("reindex", "--if-needed")
    next(own_index.glob("g*/manifest.json")).write_text("{}")
    said = run("reindex", "--if-needed")
    assert "共 1 篇" in said
    assert "现在建立" in said and "manage.py" not in said  # it does so itself
    assert policy_backend().engine.count() == 1


def test_second_rebuild_is_refused_in_one_line(archive: Article) -> None:
    with policy_backend().engine.rebuild(), pytest.raises(CommandError, match="另一个重建"):
        run("reindex")


def test_rebuild_that_lost_its_folder_says_so_in_one_line(
    archive: Article, own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        rebuilding, "_build", lambda fresh, *more: shutil.rmtree(fresh.folder) or {}
    )
    with pytest.raises(CommandError, match="没有建好"):
        run("reindex")


def test_check_archive_says_yes(archive: Article) -> None:
    assert run("check_archive").strip() == "一致"


def test_check_archive_lists_what_differs(archive: Article, tmp_path: Path) -> None:
    Article.objects.update(body="光伏")
    next((tmp_path / "media").rglob("*.txt")).write_bytes(b"y")
    out = io.StringIO()
    with pytest.raises(CommandError, match="2 处"):
        call_command("check_archive", stdout=out)
    assert f"文章 {archive.pk}：索引已过时" in out.getvalue()
    assert "与校验和不符" in out.getvalue()


def test_check_archive_without_an_index(db: None) -> None:
    with pytest.raises(CommandError, match="1 处"):
        run("check_archive")


def test_indexer_builds_a_missing_index(db: None) -> None:
    factories.article("储能")
    run("run_indexer", "--once")
    assert policy_backend().engine.count() == 1


def test_indexer_ends_with_the_process_that_started_it(
    reindexed: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_indexer, "stop_on_signals", lambda stop: None)
    assert not is_orphan(os.getppid())
    factories.article("储能")
    looks = iter([False, True])
    run_indexer.work(lambda: next(looks, is_orphan(-1)))
    assert policy_backend().engine.count() == 1


def test_trouble_does_not_end_the_indexer_and_is_told_once(
    reindexed: Callable[[], int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(most: int) -> int:
        raise OperationalError("database is locked")

    monkeypatch.setattr(run_indexer, "stop_on_signals", lambda stop: None)
    monkeypatch.setattr(upkeep, "drain", locked)
    monkeypatch.setattr(run_indexer, "POLL", 0.001)
    monkeypatch.setattr(run_indexer, "PAUSE", 0.002)
    looks = iter([False] * 9)
    run_indexer.work(lambda: next(looks, True))
    assert [record.getMessage() for record in caplog.records].count(
        "索引更新推迟，稍后再试：database is locked"
    ) == 1


@pytest.mark.parametrize(
    ("before", "stops"), [(signal.SIG_DFL, True), (signal.SIG_IGN, False)], ids=["tty", "nohup"]
)
def test_the_end_of_the_terminal_stops_what_nohup_does_not_shield(
    before: signal.Handlers, stops: bool
) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGHUP, before)
    stop_on_signals(stop)
    signal.raise_signal(signal.SIGHUP)
    assert stop.is_set() == stops


def test_an_empty_archive_is_rebuilt_without_saying_anything_twice(db: None) -> None:
    said = run("reindex").splitlines()
    assert len(said) == len(set(said)) == 3


def test_two_starts_do_not_prepare_at_once(
    archive: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "WAIT", 0)
    with (
        policy_backend().engine.lock("prepare"),
        pytest.raises(CommandError, match="另一个 make run"),
    ):
        run("prepare")


@pytest.fixture
def samples(tmp_path: Path, settings: pytest.FixtureRequest) -> list[str]:
    """A new data folder, three sample pages, and a list of the pages that were ingested."""
    data, pages = tmp_path / "data", tmp_path / "fixtures" / "pages"
    data.mkdir()
    pages.mkdir(parents=True)
    for name in ("1.txt", "2.txt", "3.txt"):
        (pages / name).write_text("")
    settings.ARCHIVE_DATA = data  # type: ignore[attr-defined]
    settings.FIXTURES = pages.parent  # type: ignore[attr-defined]
    return []


def prepared(taken: list[str], monkeypatch: pytest.MonkeyPatch, dies_at: str = "") -> None:
    """`prepare` with an ingest that puts down a page for each file it does not know yet."""

    def call(name: str, *paths: str, **choices: object) -> None:
        for file in sorted(Path(paths[0]).iterdir()) if name == "ingest" else ():
            if file.name == dies_at:
                raise KeyboardInterrupt
            if file.name not in taken:
                taken.append(file.name)
                factories.page(f"2024-01-{len(taken):02d}")

    monkeypatch.setattr(prepare, "call_command", call)
    prepare.Command(stdout=io.StringIO()).handle()


def test_samples_left_out_by_a_kill_follow(
    db: None, samples: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt):
        prepared(samples, monkeypatch, dies_at="2.txt")
    assert samples == ["1.txt"]
    prepared(samples, monkeypatch)
    assert samples == ["1.txt", "2.txt", "3.txt"]


def test_a_sample_that_was_deleted_does_not_come_back(
    db: None, samples: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(samples, monkeypatch)
    Page.objects.all().delete()
    samples.clear()
    prepared(samples, monkeypatch)
    assert samples == []


def test_an_archive_with_pages_gets_no_samples(
    db: None, samples: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = factories.page()
    prepared(samples, monkeypatch)
    page.delete()
    prepared(samples, monkeypatch)
    assert samples == []


PAGE = "大众日报 2024年3月15日\n\n储能项目开工\n　　本报讯 3月14日，储能项目在肥城开工。\n"


def test_pages_of_an_older_version_are_parsed_again(archive: Article) -> None:
    """What is published stays; a page whose file is gone stays as it is and stops nothing."""
    page = take_in(PAGE.encode(), "大众日报.txt", Hints(publish=True)).page
    assert page
    Page.objects.exclude(pk=page.pk).update(text="版面文字")
    Page.objects.update(parsed_with=1)
    Import.objects.exclude(pages=page).get().file.delete(save=False)
    Article.objects.filter(page=page).update(title_lines=[])
    before = set(Article.objects.values_list("pk", "status"))
    out, err = io.StringIO(), io.StringIO()
    prepare.Command(stdout=out, stderr=err)._reparse()
    assert "重新解析 2 版" in out.getvalue() and "2/2 版" in out.getvalue()
    assert "1 个版面没有重新解析" in err.getvalue()
    assert set(Article.objects.values_list("pk", "status")) == before
    assert Article.objects.get(page=page).title_lines
    out.truncate(0)
    Page.objects.update(parsed_with=VERSION)
    prepare.Command(stdout=out)._reparse()
    assert not out.getvalue().strip("\0")


def test_a_cluster_is_filled_by_the_site_that_runs_already(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may take an hour, in which the site can be browsed."""
    factories.article("储能")
    monkeypatch.setattr(prepare, "is_local", lambda: False)
    monkeypatch.setattr(prepare, "FEW", 0)
    prepare.Command()._index()
    assert "1 篇文章由运行中的网站编入集群" in capsys.readouterr().out
    assert policy_backend().engine.searched() == ""
    monkeypatch.setattr(prepare, "FEW", 1)
    prepare.Command()._index()
    assert policy_backend().engine.count() == 1
