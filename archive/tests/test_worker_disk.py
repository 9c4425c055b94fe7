"""The worker meets a disk that is full or sick: the files go on waiting, none is blamed."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.ingest import keeping, members_in, pages_in, worker
from archive.ingest.outcomes import Hints
from archive.ingest.spool import Spool
from archive.models import Article, Import, Page
from archive.tests import factories as make
from archive.tests.test_worker import TEXT, queued, statuses, zipped

pytestmark = pytest.mark.django_db
SHORT = [errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO]


@pytest.fixture(autouse=True)
def archive(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ARCHIVE_DATA = tmp_path
    monkeypatch.setattr(worker, "_wait", lambda seconds, is_over: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    return make.newspaper()


def refusing(number):
    def refuse(*arguments, **options):
        raise OSError(number, os.strerror(number))

    return refuse


def waits(source):
    source.refresh_from_db()
    return (source.status, source.attempts, source.error) == ("queued", 0, "")


@pytest.mark.parametrize("number", SHORT)
def test_a_page_waits_until_there_is_room(number, monkeypatch):
    source = queued()
    with monkeypatch.context() as patch:
        patch.setattr(Spool, "add", refusing(number))
        for _ in range(worker.MOST_ATTEMPTS + 1):
            with pytest.raises(OSError, match=r"Errno"):
                worker.work_off()
            assert waits(source)
    assert worker.work_off() == 1
    source.refresh_from_db()
    assert (source.status, source.attempts, Page.objects.count()) == ("done", 1, 1)


def test_a_zip_waits_until_there_is_room_and_fills_the_disk_no_further(monkeypatch, settings):
    source, real, room = queued("z.zip", zipped(3)), keeping.os.fsync, iter([1, 1])

    def full(descriptor):
        if not next(room, 0):
            refusing(errno.ENOSPC)()
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(keeping.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            worker.work_off()
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert waits(source) and kept == [Path(source.file.path)]
    assert worker.work_off() == 4 and Page.objects.count() == 3


def test_a_zip_that_the_disk_does_not_give_is_not_called_damaged(monkeypatch):
    """Neither as a whole nor a member of it."""
    source = queued("z.zip", zipped(3))
    for of_zipfile in ((zipfile.ZipFile, "_RealGetContents"), (zipfile.ZipExtFile, "read")):
        with monkeypatch.context() as patch:
            patch.setattr(*of_zipfile, refusing(errno.EIO))
            with pytest.raises(OSError, match="Input/output"):
                worker.work_off()
        assert waits(source)


def test_the_worker_goes_on_with_the_others_and_says_it_once(monkeypatch, caplog):
    first, second = queued(), queued("b.txt", TEXT + "乙\n")
    real, sick, looks = pages_in._parse, [True], iter(range(60))

    def parsing(source, *arguments):
        if source.pk == first.pk and sick:
            refusing(errno.EIO)()
        real(source, *arguments)

    def is_over():
        if next(looks) == 30:
            first.refresh_from_db()
            second.refresh_from_db()
            seen.append((first.status, second.status))
            sick.clear()
        return Import.objects.filter(status="done").count() == 2

    seen: list[tuple[str, str]] = []
    monkeypatch.setattr(pages_in, "_parse", parsing)
    worker.work(is_over)
    assert seen and seen[0][1] == "done" and seen[0][0] in ("queued", "running")
    first.refresh_from_db()
    assert (first.status, first.attempts) == ("done", 1)
    told = [record.getMessage() for record in caplog.records]
    assert told == ["解析推迟，稍后再试：[Errno 5] Input/output error"]


def test_run_worker_once_says_why_it_ended(monkeypatch):
    source = queued()
    monkeypatch.setattr(Spool, "add", refusing(errno.ENOSPC))
    with pytest.raises(CommandError, match="No space left"):
        call_command("run_worker", "--once")
    assert waits(source)


@pytest.mark.parametrize(
    "error", [MemoryError(), PermissionError(errno.EACCES, "no"), OSError("x")]
)
def test_what_does_not_pass_fails_as_ever(error, monkeypatch):
    def fail(*arguments):
        raise error

    queued()
    monkeypatch.setattr(Spool, "add", fail)
    assert worker.work_off() == 1
    assert statuses() == {"a.txt": "failed"} and not Article.objects.exists()


def test_a_file_that_ingest_reads_fails_in_its_line(monkeypatch, archive):
    """Somebody waits for the answer there, and gives it again."""
    monkeypatch.setattr(members_in, "put", refusing(errno.ENOSPC))
    stream = io.BytesIO(zipped(1))
    source = keeping.keep(stream, "z.zip", Hints(archive))[0]
    assert worker.read_import(source).status == "failed"
