"""The editor's way in: files are stored at once, read by the worker, and the batch's page tells of each."""

import io
import os
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.db.models.signals import post_init
from django.test import Client
from django.urls import reverse

from archive.admin import progress as progress_room
from archive.admin import uploads as uploads_room
from archive.ingest import ocr, worker
from archive.ingest.keeping import keep
from archive.ingest.outcomes import Hints
from archive.ingest.uploads import MeasuringUploadHandler, sweep
from archive.models import Article, Batch, Import, ImportFault, Page
from archive.tests import factories as make

pytestmark = pytest.mark.django_db
TEXT = "我市储能项目集中开工\n\n  本报讯 3月14日，全市储能项目集中开工仪式在高新区举行。\n"
UPLOAD = "admin:archive_import_add"


@pytest.fixture(autouse=True)
def plain_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ARCHIVE_DATA = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def paper():
    return make.newspaper()


@pytest.fixture
def known(paper):
    return {"newspaper": paper.pk, "date": "2024-03-15"}


def file(name="a.txt", data=TEXT):
    return SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_dot_", "."), data)
    return buffer.getvalue()


def upload(client, *files, **values):
    return client.post(reverse(UPLOAD), {"files": list(files), **values})


def batch_url(batch=None):
    return reverse("admin:archive_batch_change", args=[(batch or Batch.objects.first()).pk])


def shown(client, batch=None):
    """The page of a batch, blanks made one."""
    return " ".join(client.get(batch_url(batch)).content.decode().split())


def progress(client, batch=None):
    url = reverse("admin:archive_batch_progress", args=[(batch or Batch.objects.first()).pk])
    return " ".join(client.get(url).content.decode().split())


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def editor(client, *codenames):
    user = User.objects.create_user("editor", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


def act(client, action, *rows, **values):
    url = reverse("admin:archive_import_changelist")
    keys = [row.pk for row in rows]
    return client.post(url, {"action": action, "_selected_action": keys, **values})


def review_url(page):
    return reverse("admin:archive_page_review", args=[page.pk])


class TestUpload:
    def test_files_wait_and_the_page_of_their_batch_opens(
        self, admin_client, admin_user, paper, known
    ):
        response = upload(admin_client, file(), file("b.txt", TEXT + "乙\n"), **known)
        batch = Batch.objects.get()
        assert response.headers["Location"] == batch_url(batch)
        assert batch.author == admin_user
        assert {row.status for row in batch.imports.all()} == {"queued"}
        assert not Page.objects.exists()
        assert "已解析 0 / 2 个文件" in shown(admin_client)

    def test_what_the_worker_has_read_has_its_row_pages_and_the_way_to_review(
        self, admin_client, known
    ):
        upload(admin_client, file(), **known)
        assert worker.work_off() == 1
        page, html = Page.objects.get(), shown(admin_client)
        assert "1 个文件已全部处理" in html and 'data-busy=""' in html
        assert "完成" in html and f'href="{review_url(page)}">{page}</a>' in html
        assert f'href="{review_url(page)}">审阅第一个待审版面' in html
        assert Article.objects.get().status == "draft"
        Article.objects.update(status="published")
        assert "审阅第一个待审版面" not in shown(admin_client)

    def test_good_and_bad_files_side_by_side_each_have_their_row(self, admin_client, known):
        table = (
            "newspaper,date,title,body\n泰安日报,2024-03-15,题,文。\n泰安日报,2024-13-45,题,文。\n"
        )
        upload(
            admin_client,
            file("good.txt"),
            file("empty.txt", b""),
            file("cut.pdf", b"%PDF-1.4\n1 0 obj"),
            file("rows.csv", table),
            file("letter.docx", b"PK"),
            file("again.txt"),
            **known,
        )
        worker.work_off()
        html = shown(admin_client)
        statuses = dict(Import.objects.values_list("filename", "status"))
        assert statuses == {
            "good.txt": "done",
            "empty.txt": "failed",
            "cut.pdf": "failed",
            "rows.csv": "partial",
        }
        assert "第 3 行：日期（date）“2024-13-45”不对" in html
        assert "文件是空的" in html
        assert "<b>letter.docx</b>：不支持这种文件" in html
        assert "<b>again.txt</b>：这份文件" in html
        assert Article.objects.count() == 2

    def test_a_file_that_is_in_says_so_and_leads_to_its_page(self, admin_client, known):
        upload(admin_client, file(), **known)
        worker.work_off()
        upload(admin_client, file("other.txt"), **known)
        page = Page.objects.get()
        html = shown(admin_client)
        assert (
            f'<b>other.txt</b>：这份文件已经导入过。 <a href="{review_url(page)}">{page}</a>'
            in html
        )
        assert worker.work_off() == 0 and Import.objects.count() == 1

    def test_members_stand_under_their_zip_with_its_faults(self, admin_client, known):
        data = zipped(a_dot_txt=TEXT, b_dot_txt=b"", c_dot_txt=b"\0" * 9_000_000)
        upload(admin_client, file("pages.zip", data), **known)
        assert worker.work_off() == 3
        html = shown(admin_client)
        places = [html.index(f">{name}</a>") for name in ("pages.zip", "a.txt", "b.txt")]
        assert places == sorted(places)
        assert "c.txt：展开后超过压缩时的 200 倍" in html and "depth-1 is-failed" in html
        assert Page.objects.get().source.member == "a.txt"

    def test_published_at_once_only_where_asked_and_allowed(self, admin_client, client, known):
        upload(admin_client, file(), publish="on", **known)
        worker.work_off()
        assert Article.objects.get().status == "published"
        editor(client, "add_import")
        assert 'name="publish"' not in client.get(reverse(UPLOAD)).content.decode()
        upload(client, file("b.txt", TEXT + "乙\n"), publish="on", **known)
        worker.work_off()
        assert Article.objects.latest("pk").status == "draft"

    def test_a_folder_gives_what_can_be_taken(self, admin_client, known):
        folder = [file(), file(".DS_Store", b"x"), file("README.txt", b"x"), file("x.docx", b"x")]
        admin_client.post(reverse(UPLOAD), {"folder": folder, **known})
        assert [row.filename for row in Import.objects.all()] == ["a.txt"]
        assert Batch.objects.get().notes == []

    def test_a_bad_date_or_no_file_is_named(self, admin_client):
        html = upload(admin_client, file(), date="2024-02-31").content.decode()
        assert "errornote" in html and "日期" in html
        assert "请选择要上传的文件" in upload(admin_client, date="").content.decode()
        assert not (Import.objects.exists() or Batch.objects.exists())

    def test_too_large_a_file_is_refused_and_never_kept(self, admin_client, known, settings):
        settings.UPLOAD_MAX_MB = 1
        upload(admin_client, file("huge.txt", b"a" * 1_200_000), file(), **known)
        html = shown(admin_client)
        assert "<b>huge.txt</b>：文件太大（1.1 MB），上限是 1 MB" in html
        assert [row.filename for row in Import.objects.all()] == ["a.txt"]
        assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 1

    def test_nothing_stays_behind_where_files_are_received(
        self, admin_client, known, tmp_path, monkeypatch
    ):
        received = tmp_path / "received"
        received.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(received))
        upload(admin_client, file(), file("b.exe"), **known)
        upload(admin_client, file("c.txt", TEXT + "丙\n"), date="no day").close()
        assert list(received.iterdir()) == [] and Import.objects.count() == 1

    def test_nothing_is_left_of_a_connection_that_breaks_off(
        self, admin_user, tmp_path, monkeypatch
    ):
        class Broken(io.BytesIO):
            """Bytes that end as a connection does that is reset."""

            def read(self, size=-1):
                data = super().read(size)
                if not data:
                    raise OSError("Connection reset by peer")
                return data

        received = tmp_path / "received"
        received.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(received))
        head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        body = head + b"a" * 500_000
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(admin_user)
        strict.cookies["csrftoken"] = "a" * 32
        environ = {
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(len(body) * 9),
            "wsgi.input": Broken(body),
        }
        with suppress(OSError):  # UnreadablePostError
            strict.generic("POST", reverse(UPLOAD), **environ)
        assert list(received.iterdir()) == []

    @pytest.mark.parametrize("address", [UPLOAD, "admin:login", "admin:archive_page_changelist"])
    @pytest.mark.parametrize("who", ["nobody", "stranger", "reader", "viewer", "uploader"])
    def test_files_are_written_at_one_address_for_those_who_may_send_them(
        self, tmp_path, monkeypatch, who, address
    ):
        received = tmp_path / "received"
        received.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(received))
        written = []
        real = MeasuringUploadHandler.file_complete
        monkeypatch.setattr(
            MeasuringUploadHandler,
            "file_complete",
            lambda self, size: written.append(size) or real(self, size),
        )
        strict = Client(enforce_csrf_checks=True)
        if who in ("viewer", "uploader"):
            editor(strict, "view_import" if who == "viewer" else "add_import")
        elif who == "reader":
            strict.force_login(User.objects.create_user("reader"))
        elif who == "stranger":  # a session that is none
            strict.cookies["sessionid"] = "a" * 32
        strict.cookies["csrftoken"] = "a" * 32
        response = strict.post(reverse(address), {"files": [file(data=b"a" * 300_000)]})
        assert response.status_code == 403 and "<h1" in response.content.decode()
        assert bool(written) is (who == "uploader" and address == UPLOAD)

    def test_what_is_not_taken_is_read_to_its_end_and_not_by_lines(self):
        """Else the answer is lost in the line; and a body of empty lines would take minutes."""

        class Sent(io.BytesIO):
            def readline(self, size=-1):
                raise AssertionError("by lines")

        head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        sent = Sent(head + b"\n" * 900_000)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies["csrftoken"] = "a" * 32
        environ = {
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(len(sent.getvalue())),
            "wsgi.input": sent,
        }
        assert strict.generic("POST", reverse(UPLOAD), **environ).status_code == 403
        assert sent.tell() == len(sent.getvalue())

    def test_what_a_killed_site_left_is_swept_but_no_upload_under_way(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        old, fresh, foreign = (
            tmp_path / name for name in ("archive-upload-a", "archive-upload-b", "other")
        )
        for path in (old, fresh, foreign):
            path.write_bytes(b"x")
        for path in (old, foreign):
            os.utime(path, (0, 0))
        sweep()
        assert not old.exists() and fresh.exists() and foreign.exists()

    def test_what_a_killed_process_was_receiving_is_swept_at_once(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        begin = MeasuringUploadHandler()
        child = os.fork()
        if not child:
            begin.new_file("files", "a.txt", "text/plain", 1)
            os._exit(0)
        os.waitpid(child, 0)
        begin.new_file("files", "b.txt", "text/plain", 1)
        assert len(list(tmp_path.iterdir())) == 2
        os.utime(begin.sink.name, (0, 0))  # as a clock sees it that has jumped
        sweep()
        assert list(tmp_path.iterdir()) == [Path(begin.sink.name)]
        begin.upload_interrupted()

    def test_too_many_files_at_once_are_told_as_such(self, admin_client, settings):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        parts = "".join(
            f'--x\r\nContent-Disposition: form-data; name="files"; filename="{n}.txt"\r\n\r\na\r\n'
            for n in range(most + 1)
        )
        response = admin_client.generic(
            "POST",
            reverse(UPLOAD),
            (parts + "--x--\r\n").encode(),
            "multipart/form-data; boundary=x",
        )
        assert response.status_code == 400 and not Batch.objects.exists()
        assert f"一次最多 {most} 个文件" in response.content.decode()

    def test_hostile_names_are_shown_not_obeyed(self, admin_client, known, settings):
        data = zipped(**{"../../<img src=x>_dot_txt": b"", "<u>_dot_txt": b""})
        upload(admin_client, file("<b>bold.zip", data), file("<i>.exe", b"x"), **known)
        worker.work_off()
        html = shown(admin_client)
        for raw in ("<b>bold", "<img src=x", "<u>.txt", "<i>.exe"):
            assert raw not in html
        assert "&lt;img src=x&gt;.txt" in html and "&lt;b&gt;bold.zip" in html
        kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
        assert all(path.stem.isalnum() for path in kept)

    @pytest.mark.parametrize("day", ["0202-06-21", "9999-12-31"])
    def test_a_year_that_cannot_be_is_refused(self, admin_client, paper, day):
        html = upload(admin_client, file(), newspaper=paper.pk, date=day).content.decode()
        assert "日期应在 1900 年到" in html and not Import.objects.exists()

    def test_many_files_are_registered_in_several_transactions(
        self, admin_client, known, monkeypatch, django_capture_on_commit_callbacks
    ):
        """Where the database fails in between, what was registered before is in the batch."""
        monkeypatch.setattr(uploads_room, "AT_ONCE", 2)
        real, calls = uploads_room.register, []

        def locked(*arguments, **options):
            calls.append(1)
            if len(calls) == 4:
                raise OperationalError("database is locked")
            return real(*arguments, **options)

        monkeypatch.setattr(uploads_room, "register", locked)
        files = [file(f"{n}.txt", f"{TEXT}{n}\n") for n in range(5)]
        assert upload(admin_client, *files, **known).status_code == 503
        assert sorted(row.filename for row in Batch.objects.get().imports.all()) == [
            "0.txt",
            "1.txt",
        ]

    def test_pictures_are_offered_where_they_can_be_read(self, admin_client, monkeypatch):
        for there in (True, False):
            monkeypatch.setattr(ocr, "installed", lambda there=there: there)
            html = admin_client.get(reverse(UPLOAD)).content.decode()
            assert (".jsonl,.ndjson,.json,.png" in html) is there
            upload(admin_client, file("x.exe", b"MZ"))
            assert ("、.png" in Batch.objects.first().notes[0]["reason"]) is there

    def test_it_needs_the_permission_to_add(self, client):
        editor(client, "view_import")
        assert client.get(reverse(UPLOAD)).status_code == 403
        assert upload(client, file()).status_code == 403

    def test_it_needs_a_csrf_token(self, admin_user):
        client = Client(enforce_csrf_checks=True)
        client.force_login(admin_user)
        assert upload(client, file()).status_code == 403


class TestBatch:
    def test_what_lacks_a_hint_gets_it_for_all_at_once(self, admin_client, paper):
        upload(admin_client, file(), file("b.txt", TEXT + "乙\n"))
        worker.work_off()
        assert {row.status for row in Import.objects.all()} == {"failed"}
        assert "请指定报纸" in shown(admin_client)
        values = {"again": "1", "newspaper": paper.pk, "date": "2024-03-15", "encoding": ""}
        response = admin_client.post(batch_url(), values)
        assert said(response) == ["2 个文件已重新排队。"]
        worker.work_off()
        assert Page.objects.count() == 2 and "失败" not in progress(admin_client)

    def test_a_second_hint_does_not_take_the_first_away(self, admin_client, paper):
        upload(admin_client, file())
        for values in ({"newspaper": paper.pk}, {"date": "2024-03-15"}):
            worker.work_off()
            admin_client.post(batch_url(), {"again": "1", "encoding": ""} | values)
        worker.work_off()
        assert str(Page.objects.get().issue) == "泰安日报 2024-03-15"

    def test_a_wrong_encoding_is_set_right(self, admin_client, known):
        upload(admin_client, file(data=TEXT.encode("gb18030")), encoding="utf-8", **known)
        worker.work_off()
        assert Import.objects.get().status == "failed"
        admin_client.post(batch_url(), {"again": "1", "encoding": "gb18030"})
        worker.work_off()
        assert Article.objects.get().title == "我市储能项目集中开工"

    def test_one_is_tried_again_by_itself(self, admin_client, paper):
        upload(admin_client, file(), file("b.txt", TEXT + "乙\n"))
        worker.work_off()
        first, second = Import.objects.order_by("pk")
        admin_client.post(batch_url(), {"retry": first.pk})
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.status, second.status) == ("queued", "failed")

    def test_one_is_tried_again_with_the_hints_beside_it(self, admin_client, paper, known):
        upload(admin_client, file())
        worker.work_off()
        hints = {name: getattr(value, "pk", value) for name, value in known.items()}
        admin_client.post(batch_url(), {"retry": Import.objects.get().pk, **hints})
        worker.work_off()
        assert Import.objects.get().status == "done"

    @pytest.mark.parametrize("key", ["x", "１", "-1", "9" * 40, ""])
    def test_nonsense_queues_nothing(self, admin_client, paper, key):
        upload(admin_client, file())
        worker.work_off()
        assert admin_client.post(batch_url(), {"retry": key}).status_code == 302
        assert Import.objects.get().status == "failed"

    def test_what_is_done_is_not_queued_again(self, admin_client, known):
        upload(admin_client, file(), **known)
        worker.work_off()
        admin_client.post(batch_url(), {"retry": Import.objects.get().pk})
        assert Import.objects.get().status == "done"

    def test_the_fragment_says_whether_to_ask_again(self, admin_client, known):
        upload(admin_client, file(), **known)
        html = progress(admin_client)
        assert 'data-busy="1"' in html and "<html" not in html
        assert "解析程序没有运行" in html
        with worker.only_worker():
            assert "解析程序没有运行" not in progress(admin_client)
        worker.work_off()
        assert 'data-busy=""' in progress(admin_client)

    def test_without_script_it_looks_again_by_itself_and_holds_no_script(self, admin_client, known):
        upload(admin_client, file(), **known)
        html = shown(admin_client)
        assert '<noscript><meta http-equiv="refresh"' in html and 'aria-live="polite"' in html
        content = html[html.index('class="batch"') :]
        assert " style=" not in content and "onclick" not in content
        worker.work_off()
        assert "http-equiv" not in shown(admin_client)

    def test_others_batches_are_seen_by_who_sees_all_files(self, admin_client, client, known):
        upload(admin_client, file(), **known)
        editor(client, "add_import")
        assert client.get(batch_url()).status_code == 403
        assert client.post(batch_url(), {"again": "1"}).status_code == 403
        client.logout()
        User.objects.all().filter(username="editor").delete()
        editor(client, "view_import")
        assert client.get(batch_url()).status_code == 200
        assert client.post(batch_url(), {"again": "1"}).status_code == 403

    def test_no_such_batch(self, admin_client):
        for key in ("0", "x", "9" * 30):
            url = reverse("admin:archive_batch_change", args=[key])
            assert admin_client.get(url).status_code == 404

    def test_batches_are_listed_newest_first(self, admin_client, known):
        upload(admin_client, file(), **known)
        upload(admin_client, file("b.txt", TEXT + "乙\n"), file(), **known)
        html = admin_client.get(reverse("admin:archive_batch_changelist")).content.decode()
        first, second = Batch.objects.order_by("-pk")
        assert html.index(batch_url(first)) < html.index(batch_url(second))
        link = reverse("admin:archive_batch_changelist")
        assert link in admin_client.get(reverse("admin:archive_import_changelist")).content.decode()

    def test_queries_do_not_grow_with_files(
        self, admin_client, known, django_assert_max_num_queries
    ):
        names = {f"{number}_dot_txt": f"{TEXT}{number}\n" for number in range(12)}
        upload(admin_client, file("pages.zip", zipped(**names)), **known)
        worker.work_off()
        with django_assert_max_num_queries(20):
            html = shown(admin_client)
        assert html.count("<tr id=") == 13

    def test_rows_stand_in_the_order_of_their_names(self, admin_client, known):
        """As people count: 第2版 before 第10版, wherever the zip has them."""
        names = ["第10版", "第2版", "b", "第1版"]
        data = zipped(**{f"{name}_dot_txt": f"{TEXT}{name}\n" for name in names})
        upload(admin_client, file("z.zip", data), file("a.txt", TEXT), **known)
        worker.work_off()
        html = shown(admin_client)
        order = ["a.txt", "z.zip", "b.txt", "第1版.txt", "第2版.txt", "第10版.txt"]
        places = [html.index(f">{name}</a>") for name in order]
        assert places == sorted(places)

    def test_only_what_is_shown_is_loaded_and_the_rest_counted(
        self, admin_client, known, monkeypatch
    ):
        monkeypatch.setattr(progress_room, "SHOWN_PAGES", 2)
        monkeypatch.setattr(progress_room, "SHOWN_FAULTS", 3)
        head = "newspaper,date,title,body\n"
        bad = "".join(f"泰安日报,2024-13-45,{n}号,文。\n" for n in range(9))
        good = "".join(f"泰安日报,2024-03-{n},{n}号,文。\n" for n in range(11, 16))
        upload(admin_client, file("a.csv", head + bad + good), **known)
        worker.work_off()
        loaded = []
        for model in (Page, ImportFault):
            post_init.connect(
                lambda **facts: loaded.append(facts["sender"]),
                model,
                weak=False,
                dispatch_uid="count",
            )
        try:
            [row] = progress_room.progress_of(Batch.objects.get()).rows
        finally:
            for model in (Page, ImportFault):
                post_init.disconnect(sender=model, dispatch_uid="count")
        assert (len(row.pages), row.more_pages) == (2, 3)
        assert (len(row.faults), row.more_faults, row.fault_count) == (3, 6, 9)
        assert loaded.count(ImportFault) == 3 and loaded.count(Page) <= 3
        html = shown(admin_client)
        assert "9 处没有导入" in html and "另有 6 处" in html and "另有 3 版" in html

    def test_what_has_no_row_is_a_link_away(self, admin_client, known, monkeypatch):
        monkeypatch.setattr(progress_room, "SHOWN_ROWS", 2)
        data = zipped(a_dot_txt=TEXT, b_dot_txt=b"", c_dot_txt=TEXT + "丙\n")
        upload(admin_client, file("pages.zip", data), **known)
        worker.work_off()
        html = shown(admin_client)
        assert "另有 2 个文件没有列出" in html and ">b.txt</a>" in html
        url = (
            reverse("admin:archive_import_changelist")
            + f"?batch__id__exact={Batch.objects.get().pk}"
        )
        assert url in html
        assert "4 导入" in admin_client.get(url).content.decode()


class TestImports:
    def test_a_hint_saved_on_a_failed_import_queues_it(self, admin_client, paper):
        upload(admin_client, file())
        worker.work_off()
        source = Import.objects.get()
        change = reverse("admin:archive_import_change", args=[source.pk])
        admin_client.post(change, {"newspaper": paper.pk, "date": "2024-03-15", "encoding": ""})
        worker.work_off()
        source.refresh_from_db()
        assert (source.status, Page.objects.get().source) == ("done", source)

    def test_the_action_queues_what_failed_and_nothing_else(self, admin_client, known):
        upload(admin_client, file(), file("b.txt", b""), **known)
        worker.work_off()
        response = act(admin_client, "retry", *Import.objects.all())
        assert said(response) == ["1 个文件已重新排队解析。"]
        assert Import.objects.get(status="queued").filename == "b.txt"

    def test_its_page_names_what_was_not_taken(self, admin_client, known):
        upload(admin_client, file("<x>.csv", "title,body\n<i>题</i>\n"), **known)
        worker.work_off()
        source = Import.objects.get()
        url = reverse("admin:archive_import_change", args=[source.pk])
        html = admin_client.get(url).content.decode()
        assert "第 2 行：有 1 格，应为 2 格" in html and "&lt;x&gt;.csv" in html
        assert batch_url() in html

    @pytest.mark.parametrize("may", [True, False])
    def test_to_read_it_again_and_publish_takes_the_permission_to_publish(self, client, paper, may):
        editor(client, "view_import", "change_import", *(["publish_article"] if may else []))
        source = keep(io.BytesIO(TEXT.encode()), "a.txt", Hints(), status="failed")[0]
        url = reverse("admin:archive_import_change", args=[source.pk])
        assert ('name="publish"' in client.get(url).content.decode()) is may
        values = {"newspaper": paper.pk, "date": "2024-03-15", "encoding": "", "publish": "on"}
        client.post(url, values)
        worker.work_off()
        assert Article.objects.get().status == ("published" if may else "draft")

    def test_a_fault_without_a_place_stands_by_itself(self, admin_client):
        source = make.source("a")
        source.faults.create(reason="压缩包里有它自己。")
        url = reverse("admin:archive_import_change", args=[source.pk])
        assert "<p>压缩包里有它自己。</p>" in admin_client.get(url).content.decode()

    def test_deleting_an_import_takes_its_file_along(
        self, admin_client, settings, django_capture_on_commit_callbacks
    ):
        upload(admin_client, file())
        source = Import.objects.get()
        path = settings.MEDIA_ROOT / source.file.name
        assert path.exists()
        with django_capture_on_commit_callbacks(execute=True):
            act(admin_client, "delete_selected", source, post="yes")
        assert not path.exists() and not Import.objects.exists()
