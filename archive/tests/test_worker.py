"""The worker: each file exactly once, whatever happens to the worker."""

import io
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from archive.ingest import intake, pages_in, worker
from archive.ingest.intake import Hints
from archive.ingest.keeping import keep
from archive.models import Article, Import, Page
from archive.tests import factories as make

ROOT = Path(__file__).resolve().parents[2]
TEXT = "我市储能项目集中开工\n\n  本报讯 3月14日，全市储能项目集中开工仪式在高新区举行。\n"


@pytest.fixture
def archive(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ARCHIVE_DATA = tmp_path
    return make.newspaper()


def queued(name="a.txt", data=TEXT, **hints):
    hints = {"newspaper": make.newspaper(), "date": make.DAY} | hints
    stream = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    return keep(stream, name, Hints(**hints), status="queued")[0]


def zipped(count):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for number in range(count):
            file.writestr(
                f"{number:03}.txt", f"{number}号项目开工\n\n  昨日，{number}号项目开工。\n"
            )
    return buffer.getvalue()


def statuses():
    return dict(Import.objects.values_list("filename", "status"))


class TestQueue:
    def test_the_oldest_is_read_first_and_one_fault_stops_nothing(self, archive):
        for name, data in (("a.txt", TEXT), ("b.txt", ""), ("c.txt", TEXT + "丙\n")):
            queued(name, data)
        names = []
        while outcome := worker.read_next():
            names.append(outcome.name)
        assert names == ["a.txt", "b.txt", "c.txt"]
        assert statuses() == {"a.txt": "done", "b.txt": "failed", "c.txt": "done"}

    def test_a_fault_of_the_program_is_that_files(self, archive, monkeypatch):
        queued("a.txt")
        queued("b.txt", TEXT + "乙\n")
        real = pages_in.store_page

        def broken(page, *arguments, **options):
            if page.file == "a.txt":
                raise RuntimeError("no such luck")
            return real(page, *arguments, **options)

        monkeypatch.setattr(pages_in, "store_page", broken)
        worker.work_off()
        assert statuses() == {"a.txt": "failed", "b.txt": "done"}
        assert "no such luck" in Import.objects.get(filename="a.txt").error
        assert Page.objects.count() == 1

    def test_members_of_a_zip_wait_for_their_turn(self, archive):
        queued("z.zip", zipped(3))
        assert len(worker.read_next().members) == 3
        assert Import.objects.filter(status="queued").count() == 3
        assert worker.work_off() == 3
        assert set(statuses().values()) == {"done"} and Page.objects.count() == 3

    def test_it_says_when_it_began_and_ended_and_how_far_it_is(self, archive, monkeypatch):
        monkeypatch.setattr(worker, "OFTEN", 0)
        source, seen = queued("z.zip", zipped(3)), []
        real = worker._Progress.__call__

        def look(self, done, total):
            real(self, done, total)
            row = Import.objects.get(pk=self.pk)
            seen.append((row.status, row.steps_done, row.steps))

        monkeypatch.setattr(worker._Progress, "__call__", look)
        worker.read_next()
        assert seen == [("running", 1, 3), ("running", 2, 3), ("running", 3, 3)]
        source.refresh_from_db()
        assert source.started <= source.finished and source.attempts == 1

    def test_a_killed_reading_is_done_again_and_after_some_given_up(self, archive):
        source = queued()
        for attempts in range(1, worker.MOST_ATTEMPTS + 1):
            worker.take_back_orphans()
            assert worker._claim().attempts == attempts
        assert worker.work_off() == 1
        source.refresh_from_db()
        assert (
            source.status == "failed" and f"{worker.MOST_ATTEMPTS} 次都中途被中止" in source.error
        )
        assert not Page.objects.exists()

    def test_two_killed_readings_do_not_count_once_it_ends(self, archive):
        source = queued()
        worker._claim()
        worker.work_off()
        source.refresh_from_db()
        assert source.status == "done" and Page.objects.count() == 1

    def test_told_to_stop_it_stops_within_a_long_file_and_goes_on_later(self, archive):
        head = "newspaper,date,title,body\n"
        rows = [f"泰安日报,2024-03-15,{n}号,{n}号项目开工。\n" for n in range(250)]
        source, looks = queued("a.csv", head + "".join(rows)), iter([False])
        assert worker.read_next(lambda: next(looks, True)) is None
        source.refresh_from_db()
        assert (source.status, source.attempts) == ("queued", 0)
        assert Article.objects.count() == 200
        assert worker.work_off() == 1
        source.refresh_from_db()
        assert (source.status, source.attempts) == ("done", 1)
        assert Article.objects.count() == source.report["articles"] == 250

    def test_a_worker_and_ingest_at_once_take_a_file_in_once(self, archive, monkeypatch):
        """ingest is through with the same file when the worker has parsed it and is about to store."""
        source, real, calls = queued(), pages_in._parse, []

        def overtaken(*arguments):
            real(*arguments)
            if not calls:
                calls.append(1)
                outcome = intake.take_in(TEXT.encode(), "other.txt", Hints(archive, make.DAY))
                assert outcome.status == "added"

        monkeypatch.setattr(pages_in, "_parse", overtaken)
        assert worker.read_next().status == "exists"
        source.refresh_from_db()
        assert (source.status, Page.objects.count(), Article.objects.count()) == ("done", 1, 1)

    def test_a_busy_database_is_not_the_files_fault(self, archive, monkeypatch):
        source, real = queued(), pages_in.store_page
        busy = iter([True] * 5)

        def locked(*arguments, **options):
            if next(busy, False):
                raise OperationalError("database is locked")
            return real(*arguments, **options)

        monkeypatch.setattr(pages_in, "store_page", locked)
        for _ in range(5):
            with pytest.raises(OperationalError):
                worker.work_off()
            source.refresh_from_db()
            assert (source.status, source.attempts, source.error) == ("queued", 0, "")
        assert worker.work_off() == 1
        source.refresh_from_db()
        assert (source.status, source.attempts, Page.objects.count()) == ("done", 1, 1)

    def test_a_file_that_is_too_much_for_the_database_does_not_hold_up_the_others(
        self, archive, monkeypatch
    ):
        """It would fail again for ever: "too many terms" is no trouble of the database."""
        queued()
        queued("b.txt", TEXT + "乙\n")
        real, told = pages_in.store_page, sqlite3.OperationalError("too many SQL variables")
        told.sqlite_errorcode = sqlite3.SQLITE_ERROR

        def refused(page, *arguments, **options):
            if page.file == "a.txt":
                raise OperationalError(str(told)) from told
            return real(page, *arguments, **options)

        monkeypatch.setattr(pages_in, "store_page", refused)
        assert worker.work_off() == 2
        assert statuses() == {"a.txt": "failed", "b.txt": "done"}

    def test_what_ingest_takes_over_does_not_wait_any_more(self, archive):
        queued()
        intake.take_in(TEXT.encode(), "a.txt", Hints(archive, make.DAY))
        assert worker.work_off() == 0 and statuses() == {"a.txt": "done"}


class TestWork:
    def test_one_worker_at_a_time(self, archive, monkeypatch):
        monkeypatch.setattr(worker, "TRIES", 1)
        with worker.only_worker():
            assert worker.is_running()
            with pytest.raises(CommandError, match="另一个解析程序"):
                call_command("run_worker", "--once")
        assert not worker.is_running()

    def test_none_runs_in_a_folder_that_cannot_be_read(self, tmp_path, settings):
        """/readyz, /metrics and the page of a batch ask; none of them is to fail for it."""
        settings.ARCHIVE_DATA = tmp_path / "file"
        settings.ARCHIVE_DATA.touch()
        assert not worker.is_running()

    def test_trouble_with_the_database_does_not_end_it_and_is_told_once(
        self, archive, monkeypatch, caplog
    ):
        def locked(**options):
            raise OperationalError("database is locked")

        monkeypatch.setattr(worker, "take_back_orphans", locked)
        monkeypatch.setattr(worker, "_wait", lambda seconds, is_over: None)
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)
        looks = iter([False] * 9)
        worker.work(lambda: next(looks, True))
        told = [record.getMessage() for record in caplog.records]
        assert told == ["解析推迟，稍后再试：database is locked"]

    def test_what_reading_needs_is_loaded_before_a_file_is_claimed(self, archive, monkeypatch):
        """Killed while it loads, a worker has begun nothing."""

        def killed():
            raise KeyboardInterrupt

        source = queued()
        monkeypatch.setattr(worker, "warm", killed)
        with pytest.raises(KeyboardInterrupt):
            worker.work_off()
        source.refresh_from_db()
        assert (source.status, source.attempts) == ("queued", 0)

    def test_a_folder_that_cannot_be_written_is_said_in_a_line(
        self, archive, monkeypatch, caplog, settings, tmp_path
    ):
        settings.ARCHIVE_DATA = tmp_path / "gone"
        with pytest.raises(CommandError, match="无法读写文件"):
            call_command("run_worker", "--once")
        monkeypatch.setattr(worker, "_wait", lambda seconds, is_over: None)
        looks = iter([False] * 5)
        worker.work(lambda: next(looks, True))
        assert len(caplog.records) == 1 and "无法读写文件" in caplog.text

    def test_a_busy_database_is_waited_for_and_the_reading_not_counted(self, archive, monkeypatch):
        source, real, busy = queued(), pages_in.store_page, iter([True] * 5)

        def locked(*arguments, **options):
            if next(busy, False):
                raise OperationalError("database is locked")
            return real(*arguments, **options)

        monkeypatch.setattr(pages_in, "store_page", locked)
        monkeypatch.setattr(worker, "_wait", lambda seconds, is_over: None)
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)
        looks = iter([False] * 60)
        worker.work(lambda: Page.objects.exists() or next(looks, True))
        source.refresh_from_db()
        assert (source.status, source.attempts) == ("done", 1)

    def test_it_waits_for_the_end_of_another(self, archive, monkeypatch):
        queued()
        monkeypatch.setattr(worker, "TRIES", 1)
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)
        other = worker.only_worker()
        other.__enter__()
        waits = []

        def wait(seconds, is_over):
            waits.append(Page.objects.count())
            if len(waits) == 1:
                other.__exit__(None, None, None)

        monkeypatch.setattr(worker, "_wait", wait)
        worker.work(lambda: len(waits) > 2)
        assert waits[0] == 0 and Page.objects.count() == 1


SETUP = """
import io, sys, django
django.setup()
from django.core.management import call_command
from archive.ingest.keeping import keep
from archive.ingest.outcomes import Hints
from archive.models import Newspaper
call_command("migrate", verbosity=0)
paper = Newspaper.objects.create(slug="taian-ribao", name="泰安日报", level="prefecture")
from datetime import date
keep(open(sys.argv[1], "rb"), "pages.zip", Hints(paper, date(2024, 3, 15), publish=True), status="queued")
"""


def test_killed_in_the_middle_of_200_files_each_is_in_once(tmp_path, own_database):
    """kill -9 of a real worker, and another one that finishes."""
    (tmp_path / "pages.zip").write_bytes(zipped(200))
    surroundings = {
        **os.environ,
        **own_database,
        "ARCHIVE_DATA": str(tmp_path),
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "archive.config.settings",
    }

    def run(*command):
        return subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL
        )

    def ask(query):
        if own_database:
            with psycopg.connect(own_database["DATABASE_URL"], autocommit=True) as database:
                return database.execute(query).fetchall()
        with sqlite3.connect(tmp_path / "archive.sqlite3", timeout=20) as database:
            return database.execute(query).fetchall()

    def pages():
        return ask("SELECT count(*) FROM archive_page")[0][0]

    assert run("-c", SETUP, str(tmp_path / "pages.zip")).wait() == 0
    process = run("manage.py", "run_worker", "--once")
    while pages() < 60:
        with pytest.raises(subprocess.TimeoutExpired):  # it is still at work
            process.wait(0.02)
    process.kill()
    process.wait()
    assert 60 <= pages() < 200
    assert run("manage.py", "run_worker", "--once").wait() == 0
    assert ask("SELECT status, count(*) FROM archive_import GROUP BY status") == [("done", 201)]
    assert ask("SELECT count(*), count(DISTINCT source_id) FROM archive_page") == [(200, 200)]
    assert ask("SELECT count(*), count(DISTINCT body) FROM archive_article") == [(200, 200)]
    assert ask("SELECT count(DISTINCT article) FROM search_outbox") == [(200,)]
