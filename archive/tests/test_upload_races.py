"""The same file brought twice at once, or brought while it is taken away: none that came in is lost."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from archive.ingest import keeping, members_in, worker
from archive.ingest.keeping import discard, keep, put, register, remove_unnamed
from archive.ingest.outcomes import Hints
from archive.ingest.uploads import sweep
from archive.models import Import
from archive.tests import factories as make
from archive.tests.databases import overtaken_by

pytestmark = pytest.mark.django_db
DATA = "储能项目开工\n\n  昨日，储能项目在泰安开工。\n".encode() * 20


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ARCHIVE_DATA = tmp_path
    return settings.MEDIA_ROOT


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def brought(data=DATA, **facts):
    return keep(io.BytesIO(data), "a.txt", Hints(), **facts)[0]


def is_whole(row):
    return Path(row.file.path).read_bytes() == DATA


class Writing(io.BytesIO):
    """A file that does something else when the first half of it is written."""

    def __init__(self, do):
        super().__init__(DATA)
        self.do, self.passes = do, 0

    def seek(self, *where):
        self.passes += where == (0,)
        return super().seek(*where)

    def read(self, size=-1):
        got = super().read(min(size, len(DATA) // 2) if size > 0 else size)
        if self.passes > 1 and 0 < self.tell() < len(DATA):
            self.do()
        return got


class TestTwiceAtOnce:
    def test_while_one_writes_it_the_other_has_it_whole(self, folder):
        seen = []

        def other():
            row = brought(status="queued")
            seen.append(is_whole(row))

        row, fresh = keep(Writing(other), "a.txt", Hints(), status="queued")
        assert seen == [True] and not fresh and is_whole(row)
        assert files(folder) == [Path(row.file.path)]

    def test_one_whose_disk_fills_up_takes_nothing_from_the_other(self, folder):
        def other():
            brought(status="queued")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with pytest.raises(OSError, match="No space"):
            keep(Writing(other), "a.txt", Hints(), status="queued")
        row = Import.objects.get()
        assert is_whole(row) and files(folder) == [Path(row.file.path)]

    def test_what_is_half_written_is_under_no_row_s_name(self, folder):
        seen = []
        row = keep(Writing(lambda: seen.extend(files(folder))), "a.txt", Hints())[0]
        assert len(seen) == 1 and row.sha256 not in seen[0].name


class TestTakenAway:
    def test_a_refused_zip_takes_no_upload_along(self, folder, monkeypatch):
        """The editor's file is on the disk, its row is not made yet."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("a.txt", DATA)
            made.writestr("b.txt", b"\n" * 3_000_000)
        zipped = keep(buffer, "z.zip", Hints(), status="queued")[0]
        real, uploads = members_in.put, []

        def putting(stream, name):
            kept = real(stream, name)
            uploads.append(put(io.BytesIO(DATA), "a.txt"))
            return kept

        monkeypatch.setattr(members_in, "put", putting)
        assert worker.read_next().status == "failed"
        row, fresh = register(uploads[0], "a.txt", Hints(), status="queued")
        assert fresh and is_whole(row)
        assert set(files(folder)) == {Path(row.file.path), Path(zipped.file.path)}

    def test_a_deletion_in_the_admin_takes_no_upload_along(
        self, admin_client, folder, django_capture_on_commit_callbacks
    ):
        old = brought()
        kept = put(io.BytesIO(DATA), "a.txt")
        url = reverse("admin:archive_import_delete", args=[old.pk])
        with django_capture_on_commit_callbacks(execute=True):
            admin_client.post(url, {"post": "yes"})
        assert not Import.objects.exists()
        row, fresh = register(kept, "a.txt", Hints(), status="queued")
        assert fresh and is_whole(row) and files(folder) == [Path(row.file.path)]

    def test_a_file_that_was_brought_again_by_then_stays(
        self, admin_client, folder, django_capture_on_commit_callbacks
    ):
        old = brought()
        url = reverse("admin:archive_import_delete", args=[old.pk])
        with django_capture_on_commit_callbacks() as after:
            admin_client.post(url, {"post": "yes"})
        row = brought()
        for callback in after:
            callback()
        assert is_whole(row)

    @pytest.mark.postgresql
    @pytest.mark.django_db(transaction=True)
    def test_a_removal_waits_for_whoever_gives_the_file_its_row(self):
        old = brought()
        kept = put(io.BytesIO(DATA), "a.txt")
        Import.objects.all().delete()
        with overtaken_by(lambda: remove_unnamed(old.file.name)):
            register(kept, "a.txt", Hints())
        assert is_whole(Import.objects.get())

    def test_a_folder_without_links_holds_it_too(self, folder, monkeypatch):
        brought()

        def refused(*paths):
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refused)
        kept = put(io.BytesIO(DATA), "a.txt")
        Path(Import.objects.get().file.path).unlink()
        Import.objects.all().delete()
        assert is_whole(register(kept, "a.txt", Hints())[0])

    def test_a_file_that_is_gone_from_under_its_row_is_healed_by_the_next_upload(self, folder):
        row = brought(status="queued")
        Path(row.file.path).unlink()
        assert keep(io.BytesIO(DATA), "a.txt", Hints(), status="queued") == (row, False)
        assert is_whole(row)

    def test_what_was_registered_in_a_transaction_that_was_undone_goes(self, folder, monkeypatch):
        kept = put(io.BytesIO(DATA), "a.txt")
        register(kept, "a.txt", Hints())
        Import.objects.all().delete()
        discard(kept)
        assert files(folder) == []

    def test_a_zip_that_holds_itself_leaves_nothing_beside_it(self, folder, monkeypatch):
        source = keep(io.BytesIO(zipped_once()), "z.zip", Hints(), status="queued")[0]
        member = keeping.measure(io.BytesIO(DATA))[0]
        Import.objects.filter(pk=source.pk).update(sha256=member)
        worker.read_next()
        assert files(folder) == [Path(source.file.path)]


def zipped_once():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a.txt", DATA)
    return buffer.getvalue()


def test_what_a_killed_process_was_keeping_is_swept_and_no_other(folder, monkeypatch):
    real = os.getpid()
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    monkeypatch.setattr(os, "getpid", lambda: child)
    put(io.BytesIO(DATA), "a.txt")
    monkeypatch.setattr(os, "getpid", lambda: real)
    kept = put(io.BytesIO(DATA), "a.txt")
    assert len(files(folder)) == 2
    sweep()
    assert [path.name for path in files(folder)] == [Path(kept.claim).name]
    assert make.newspaper() and is_whole(register(kept, "a.txt", Hints())[0])


def test_a_disk_that_fills_up_leaves_no_half_of_it(folder, monkeypatch):
    real = FileSystemStorage._save

    def full(self, name, content):
        real(self, name, content)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(OSError, match="No space"):
        put(io.BytesIO(DATA), "a.txt")
    assert files(folder) == []
