"""Faults of the machine end in a page that says so, and in nothing lost or half-written."""

import errno
import io
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection
from django.urls import reverse

from archive.config import env
from archive.ingest import pages_in, worker
from archive.ingest.intake import Hints
from archive.ingest.keeping import keep
from archive.models import Article, Import, Page
from archive.tests import factories as make
from archive.web import faults

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
TEXT = "我市储能项目集中开工\n\n  本报讯 3月14日，全市储能项目集中开工仪式在高新区举行。\n"
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def lines(response):
    """What a page says, without its markup."""
    return re.sub(r"<[^>]*>|\s+", " ", response.content.decode())


def refuse(error):
    def raising(*arguments, **options):
        raise error

    return raising


class TestTold:
    """Which faults are the machine's, and what is said of each."""

    @pytest.mark.parametrize(
        ("error", "line"),
        [
            (OperationalError("database is locked"), faults.BUSY),
            (OperationalError("database or disk is full"), faults.FULL),
            (OperationalError("attempt to write a readonly database"), faults.FIXED),
            (OperationalError("unable to open database file"), faults.AWAY),
            (OperationalError("connection refused"), faults.AWAY),
            (InterfaceError("connection already closed"), faults.AWAY),
            (DatabaseError("database disk image is malformed"), faults.AWAY),
            (FULL, faults.FULL),
            (OSError(errno.EDQUOT, "quota"), faults.FULL),
            (OSError(errno.EROFS, "read-only"), faults.FIXED),
            (PermissionError(errno.EACCES, "denied"), faults.FIXED),
            (OSError(errno.EMFILE, "too many open files"), faults.SHORT),
            (MemoryError(), faults.SHORT),
            (IntegrityError("twice"), ""),
            (FileNotFoundError(errno.ENOENT, "gone"), ""),
            (ConnectionResetError(errno.ECONNRESET, "the client has left"), ""),
            (ValueError("a fault of the program"), ""),
        ],
    )
    def test_the_kind_of_a_fault(self, error, line):
        assert faults.line_of(error) == line

    def test_a_wrong_query_is_the_programs_fault(self):
        """It would be wrong for ever, so it is not told as something that passes."""
        with pytest.raises(DatabaseError) as told, connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM archive_article")
        assert faults.line_of(told.value) == ""

    @pytest.mark.parametrize(
        ("path", "kind"),
        [("/", "text/html"), ("/api/v1/search", "application/json"), ("/search.csv", "text/plain")],
    )
    def test_each_is_told_in_the_shape_that_was_asked_for(self, rf, path, kind):
        answer = faults.answer(rf.get(path), OperationalError("database is locked"))
        assert answer.status_code == 503 and answer["Content-Type"].startswith(kind)
        assert "资料库正忙" in answer.content.decode()
        assert 0 < int(answer["Retry-After"]) <= 60 and answer["Cache-Control"] == "no-store"

    def test_the_log_has_a_line_and_no_traceback(self, rf, caplog):
        faults.answer(rf.get("/articles/1/"), OperationalError("database is\nlocked"))
        assert [(one.levelname, one.getMessage(), one.exc_info) for one in caplog.records] == [
            ("WARNING", "GET /articles/1/ 没有完成：database is locked", None)
        ]

    def test_english_for_those_who_read_it(self, rf):
        answer = faults.answer(rf.get("/", headers={"accept-language": "en"}), MemoryError())
        assert answer["Content-Language"] == "en"
        chinese = faults.answer(rf.get("/admin/", headers={"accept-language": "en"}), MemoryError())
        assert chinese["Content-Language"] == django_settings.LANGUAGE_CODE


class TestPages:
    @pytest.fixture
    def article(self):
        return make.article(body="原来的正文。")

    def post(self, client, article, body="新的正文。"):
        url = reverse("admin:archive_article_change", args=[article.pk])
        names = ("place_mentions", "official_mentions", "industry_mentions", "person_mentions")
        data = {"status": article.status, "kind": article.kind, "title": article.title}
        data |= {"body": body, "page": article.page_id, "order": article.order}
        for name in (*names, "figures"):
            data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
        return client.post(url, data)

    def test_a_locked_database_leaves_a_correction_unsaved_and_says_so(
        self, admin_client, article, monkeypatch
    ):
        with monkeypatch.context() as patch:
            patch.setattr(Article, "save", refuse(OperationalError("database is locked")))
            response = self.post(admin_client, article)
        assert response.status_code == 503 and response["Retry-After"] == "5"
        assert "资料库正忙" in lines(response) and "没有保存" in lines(response)
        article.refresh_from_db()
        assert article.body == "原来的正文。" and not article.history.exists()
        assert self.post(admin_client, article).status_code == 302
        article.refresh_from_db()
        assert article.body == "新的正文。" and article.history.exists()

    def test_a_disk_that_fills_up_within_a_correction_leaves_all_of_it_unsaved(
        self, admin_client, article, monkeypatch
    ):
        """The text is written already when the history finds no room."""
        with monkeypatch.context() as patch:
            full = OperationalError("database or disk is full")
            patch.setattr("archive.admin.articles.history.save", refuse(full))
            response = self.post(admin_client, article)
        assert response.status_code == 503 and "磁盘已满" in lines(response)
        article.refresh_from_db()
        assert article.body == "原来的正文。" and not article.history.exists()

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of SQLite")
    def test_a_database_that_cannot_be_written_can_be_read(self, admin_client, client, article):
        """The real error: whoever reads is not troubled, whoever writes is told."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
        try:
            assert client.get(article.get_absolute_url()).status_code in (200, 404)
            response = self.post(admin_client, article)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")
        assert response.status_code == 503 and "不能写入" in lines(response)
        article.refresh_from_db()
        assert article.body == "原来的正文。"

    def test_a_session_that_cannot_be_saved_is_told_too(self, client, monkeypatch):
        """It is saved by a middleware, behind the views."""
        monkeypatch.setattr(SessionStore, "save", refuse(OperationalError("database is locked")))
        client.raise_request_exception = False
        User.objects.create_superuser("somebody", password="right-one-7")
        sent = {"username": "somebody", "password": "right-one-7"}
        response = client.post(reverse("admin:login"), sent)
        assert response.status_code == 503 and "资料库正忙" in lines(response)
        assert f"<code>{response['X-Request-ID']}</code>" in response.content.decode()

    def test_a_fault_of_the_program_stays_one(self, client, article, monkeypatch):
        monkeypatch.setattr(faults, "line_of", lambda error: "")
        monkeypatch.setattr("archive.views.home.render", refuse(RuntimeError("a bug")))
        client.raise_request_exception = False
        response = client.get("/")
        assert response.status_code == 500 and "出错了" in lines(response)


class TestUploads:
    def send(self, client, *files):
        sent = [SimpleUploadedFile(name, data) for name, data in files]
        return client.post(reverse("admin:archive_import_add"), {"files": sent})

    def stored(self, settings):
        return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]

    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "media"
        settings.ARCHIVE_DATA = tmp_path

    def test_a_full_disk_refuses_the_file_in_its_batch(self, admin_client, settings, monkeypatch):
        real = FileSystemStorage._save

        def half(self, name, content):
            if name.endswith(".txt"):
                path = Path(self.path(name))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(b"half")
                raise FULL
            return real(self, name, content)

        monkeypatch.setattr(FileSystemStorage, "_save", half)
        response = self.send(admin_client, ("a.txt", TEXT.encode()), ("b.csv", b"title,body\n"))
        assert response.status_code == 302
        page = admin_client.get(response["Location"])
        assert "a.txt" in lines(page) and "No space left" in lines(page)
        assert list(Import.objects.values_list("filename", flat=True)) == ["b.csv"]
        assert len(self.stored(settings)) == 1

    def test_no_room_where_files_are_received(self, admin_client, settings, monkeypatch):
        monkeypatch.setattr("tempfile._TemporaryFileWrapper.write", refuse(FULL), raising=False)
        response = self.send(admin_client, ("a.txt", TEXT.encode()))
        assert response.status_code == 503 and "磁盘已满" in lines(response)
        assert not Import.objects.exists() and not self.stored(settings)

    def test_a_locked_database_leaves_no_file_without_a_row(
        self, admin_client, settings, monkeypatch
    ):
        with monkeypatch.context() as patch:
            patch.setattr(Import, "save", refuse(OperationalError("database is locked")))
            response = self.send(admin_client, ("a.txt", TEXT.encode()))
        assert response.status_code == 503 and "没有保存" in lines(response)
        assert not self.stored(settings) and not Import.objects.exists()
        assert self.send(admin_client, ("a.txt", TEXT.encode())).status_code == 302
        assert Import.objects.count() == len(self.stored(settings)) == 1


class TestReading:
    """What the worker meets while it reads a file."""

    @pytest.fixture(autouse=True)
    def paper(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "media"
        settings.ARCHIVE_DATA = tmp_path
        return make.newspaper()

    def queued(self, paper, data=TEXT, name="a.txt"):
        stream = io.BytesIO(data.encode())
        return keep(stream, name, Hints(paper, make.DAY), status="queued")[0]

    def test_a_disk_that_fills_up_while_it_stores_loses_nothing(self, paper, monkeypatch):
        source, real = self.queued(paper), pages_in.store_page
        full = iter([True])

        def storing(*arguments, **options):
            stored = real(*arguments, **options)
            if next(full, False):
                raise OperationalError("database or disk is full")
            return stored

        monkeypatch.setattr(pages_in, "store_page", storing)
        with pytest.raises(OperationalError):
            worker.work_off()
        source.refresh_from_db()
        assert (source.status, source.attempts) == ("queued", 0)
        assert not Page.objects.exists() and not Article.objects.exists()
        assert worker.work_off() == 1
        source.refresh_from_db()
        assert source.status == "done" and Page.objects.count() == 1

    def test_a_file_that_is_gone_is_a_failed_import(self, paper):
        source = self.queued(paper)
        Path(source.file.path).unlink()
        assert worker.work_off() == 1
        source.refresh_from_db()
        assert source.status == "failed" and "无法读写文件" in source.error

    def test_a_file_that_takes_all_memory_fails_alone(self, paper, monkeypatch):
        first, second = self.queued(paper), self.queued(paper, TEXT + "乙。\n", "b.txt")
        real = pages_in._parse

        def parsing(*arguments, **options):
            if not Page.objects.exists() and not failed:
                failed.append(1)
                raise MemoryError
            return real(*arguments, **options)

        failed: list[int] = []
        monkeypatch.setattr(pages_in, "_parse", parsing)
        assert worker.work_off() == 2
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.status, first.error) == ("failed", "内存不够。")
        assert second.status == "done"


def run(folder, *command, **variables):
    """A process with a data folder of its own; what it said in error, and its status."""
    surroundings = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    surroundings |= {"ARCHIVE_DATA": str(folder), "DEBUG": "0", **variables}
    surroundings["DJANGO_SETTINGS_MODULE"] = "archive.config.settings"
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=surroundings, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


class TestStarting:
    """What is wrong with the data folder is one line, and no traceback."""

    def check(self, folder, *words, **variables):
        status, said = run(folder, "manage.py", "check", **variables)
        assert status != 0 and "Traceback" not in said
        assert len(said.strip().splitlines()) == 1, said
        assert [word for word in words if word not in said] == []

    def test_a_lost_key(self, tmp_path):
        self.check(tmp_path, "SECRET_KEY", "make run")

    def test_a_broken_settings_file(self, tmp_path):
        (tmp_path / "secret-key").write_text("x" * 50, encoding="ascii")
        (tmp_path / "settings.env").write_text("UPLOAD_MAX_MB=10\nnonsense\n", encoding="utf-8")
        self.check(tmp_path, "settings.env", "nonsense")

    def test_a_value_that_cannot_be(self, tmp_path):
        (tmp_path / "secret-key").write_text("x" * 50, encoding="ascii")
        (tmp_path / "settings.env").write_text("UPLOAD_MAX_MB=many\n", encoding="utf-8")
        self.check(tmp_path, "UPLOAD_MAX_MB", "many")

    def test_a_settings_file_of_other_bytes(self, tmp_path):
        (tmp_path / "secret-key").write_text("x" * 50, encoding="ascii")
        (tmp_path / "settings.env").write_bytes("站名=档案\n".encode("gb18030"))
        self.check(tmp_path, "settings.env")

    def test_a_data_folder_that_is_a_file(self, tmp_path):
        (tmp_path / "data").write_text("no folder", encoding="ascii")
        self.check(tmp_path / "data", "ARCHIVE_DATA")

    def test_a_key_of_other_bytes(self, tmp_path):
        (tmp_path / "secret-key").write_bytes("密钥".encode())
        self.check(tmp_path, "secret-key")

    def test_an_empty_key(self, tmp_path):
        (tmp_path / "secret-key").touch()
        self.check(tmp_path, "secret-key", "空的")

    def test_a_key_that_finds_no_room_leaves_no_empty_file(self, tmp_path, monkeypatch):
        monkeypatch.setattr(secrets, "token_urlsafe", refuse(FULL))
        with pytest.raises(OSError, match="No space left"):
            env.keep_secret(tmp_path / "secret-key")
        assert list(tmp_path.iterdir()) == []


def test_every_row_of_the_document_is_held_by_a_test():
    text = (ROOT / "docs/explanation/when-things-fail.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    named = [name for line in rows for name in re.findall(r"`(test_\w+)`", line)]
    sources = [
        path.read_text("utf-8")
        for app in ("archive", "search")
        for path in (ROOT / app / "tests").glob("test_*.py")
    ]
    there = set(re.findall(r"def (test_\w+)\(", "\n".join(sources)))
    heads = sum(line.startswith("| what") for line in rows)
    assert len(named) == len(rows) - 2 * heads > 25
    assert set(named) - there == set()
