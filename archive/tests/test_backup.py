"""A backup holds one moment of the archive, whatever goes on meanwhile; a half of one is none."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import re
import shutil
import signal
import stat
import tarfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from archive.backup import (
    BackupError,
    back_up,
    form,
    left_behind,
    making,
    naming,
    packing,
    staging,
)
from archive.models import Article, Import, Page
from archive.tests import factories
from archive.tests.archives import Archive, fresh, old, template, upload

__all__ = ["fresh", "old", "template"]


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]


def rows(path: Path, table: str) -> list[list[Any]]:
    data = members(path).get(f"tables/{table}/000001.jsonl", b"")
    return [json.loads(line) for line in data.splitlines()]


def run(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def no_trace_but(folder: Path, *names: str) -> bool:
    return sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_whole_archive_is_in_one_file_that_only_its_owner_reads(
    old: Archive, tmp_path: Path
) -> None:
    with old.inside() as data:
        (data / "secret-key").write_text("geheim")
        said = run("backup", str(tmp_path / "b.tar.gz"))
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600
    assert "2 个原文件" in said and "秒" in said
    held = members(tmp_path / "b.tar.gz")
    assert list(held)[0] == "head.json" and list(held)[-1] == "manifest.json"
    assert held["settings/secret-key"] == b"geheim"
    assert sorted(
        content for name, content in held.items() if name.startswith("uploads/")
    ) == sorted([b"\xe7\xac\xac1\xe7\x89\x88", b"\xe7\xac\xac2\xe7\x89\x88"])
    manifest = json.loads(held["manifest.json"])
    assert manifest["rows"]["archive_article"] == 2 and manifest["files"] == 2


def test_who_is_signed_in_is_in_no_backup(old: Archive, tmp_path: Path) -> None:
    with old.inside():
        back_up(tmp_path / "b.tar.gz")
    tables = json.loads(members(tmp_path / "b.tar.gz")["head.json"])["tables"]
    assert not {"django_session", "axes_accessattempt", "search_outbox", "search_mark"} & set(
        tables
    )
    assert {"auth_user", "auth_user_groups", "archive_historicalarticle"} <= set(tables)


def test_same_moment_gives_the_same_members(old: Archive, tmp_path: Path) -> None:
    with old.inside():
        back_up(tmp_path / "a.tar.gz")
        back_up(tmp_path / "b.tar.gz")
    one, other = members(tmp_path / "a.tar.gz"), members(tmp_path / "b.tar.gz")
    assert list(one) == list(other)
    assert {name for name in one if one[name] != other[name]} <= {
        "head.json",
        "members.jsonl",
        "manifest.json",
    }


def test_writer_is_not_blocked_and_not_seen(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit in the midst of the reading commits at once, and is in the next backup."""
    path = tmp_path / "b.tar.gz"

    def edit(*args: Any) -> dict[str, int]:
        with transaction.atomic():
            Article.objects.filter(page__number=1).update(title="改了")
            factories.article(Page.objects.first(), title="新的")
        return {}

    with old.inside():
        monkeypatch.setattr(making, "sequences", edit)
        back_up(path)
        assert Article.objects.filter(title="改了").exists()
    assert len(rows(path, "archive_article")) == 2
    assert "改了" not in str(rows(path, "archive_article"))


def test_file_that_is_deleted_meanwhile_is_in_the_backup_of_its_row(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = making._put_rows

    def then_delete(*args: Any) -> int:
        for source in Import.objects.all():
            source.file.storage.delete(source.file.name)
        Page.objects.all().delete()
        Import.objects.all().delete()
        return put(*args)

    with old.inside():
        monkeypatch.setattr(making, "_put_rows", then_delete)
        made = back_up(tmp_path / "b.tar.gz")
    assert made.faults == []
    assert len([name for name in members(made.path) if name.startswith("uploads/")]) == 2


def test_file_that_vanished_with_its_row_before_it_was_held_makes_another_snapshot(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, calls = staging._uploads, []

    def deleting(*args: Any) -> Any:
        found = list(listed(*args))
        if not calls:  # after the first snapshot was taken, before its files are held
            gone = Import.objects.order_by("pk").last()
            gone.file.storage.delete(gone.file.name)
            gone.pages.all().delete()
            gone.delete()
        calls.append(len(found))
        return found

    with old.inside():
        monkeypatch.setattr(staging, "_uploads", deleting)
        made = back_up(tmp_path / "b.tar.gz")
    assert (calls, made.faults, made.files) == ([2, 1], [], 1)


def test_disk_without_links_is_backed_up_from_where_files_lie(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def refused(source: Any, target: Any, **options: Any) -> None:
        if "uploads" in str(source):
            raise OSError(errno.EOPNOTSUPP, "no links here")
        link(source, target, **options)

    with old.inside():
        monkeypatch.setattr(os, "link", refused)
        made = back_up(tmp_path / "b.tar.gz")
    assert (made.files, made.faults) == (2, [])


def test_missing_and_altered_files_are_named_and_the_rest_is_kept(
    old: Archive, tmp_path: Path
) -> None:
    with old.inside() as data:
        one, other = sorted((data / "uploads").rglob("*.txt"))
        one.unlink()
        other.write_bytes(b"rotten")
        (tmp_path / "policy-archive-20200101T000000Z.tar.gz").touch()
        err = io.StringIO()
        with pytest.raises(CommandError, match="2 个原文件") as told:
            call_command("backup", f"{tmp_path}/", "--keep=1", stderr=err, stdout=io.StringIO())
    assert told.value.returncode == 1
    assert "不见了" in err.getvalue() and "与校验和不符" in err.getvalue()
    kept = naming.backups(tmp_path)
    assert len(kept) == 2  # a good one is not removed for a doubtful one
    assert b"rotten" in members(kept[1]).values()
    assert len(json.loads(members(kept[1])["manifest.json"])["faults"]) == 2


def test_path_of_a_row_leads_nowhere_else(old: Archive, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim")
    with old.inside():
        Import.objects.filter(pages__number=1).update(file="../../secret")
        made = back_up(tmp_path / "b.tar.gz")
    assert len(made.faults) == 1
    assert b"geheim" not in gzip.decompress(made.path.read_bytes())


@pytest.mark.parametrize(("path", "faults"), [("a/" * 73 + "b", 0), ("/".join(["a" * 80] * 3), 1)])
def test_long_path_stops_no_backup(old: Archive, tmp_path: Path, path: str, faults: int) -> None:
    with old.inside() as data:
        row = Import.objects.get(pages__number=1)
        (data / "uploads" / path).parent.mkdir(parents=True)
        Path(row.file.path).rename(data / "uploads" / path)
        Import.objects.filter(pk=row.pk).update(file=path)
        made = back_up(tmp_path / "b.tar.gz")
    assert (len(made.faults), made.files) == (faults, 2 - faults)


@pytest.mark.parametrize("moment", ["write", "fsync"])
def test_full_disk_leaves_nothing_and_says_so(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    folder = tmp_path / "b"
    folder.mkdir()
    with old.inside() as data:
        if moment == "fsync":
            monkeypatch.setattr(os, "fsync", full)
        else:
            monkeypatch.setattr(gzip.GzipFile, "close", full)
        with pytest.raises(CommandError, match="磁盘已满"):
            run("backup", f"{folder}/")
        assert no_trace_but(folder)
        assert not list(data.glob(".backing-up-*"))


def fsync_of_folders(number: int) -> Callable[[int], None]:
    """Files are brought to the disk; for a folder it fails with this error."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        real(descriptor)

    return fsync


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EBADF, errno.EACCES, errno.EOPNOTSUPP])
def test_disk_that_syncs_no_folders_takes_backups(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / "policy-archive-20200101T000000Z.tar.gz").touch()
    monkeypatch.setattr(os, "fsync", fsync_of_folders(number))
    with old.inside():
        run("backup", f"{folder}/", "--keep=1")
    (made,) = naming.backups(folder)
    assert len(members(made)) > 3


def test_name_that_does_not_reach_the_disk_is_taken_back(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    monkeypatch.setattr(os, "fsync", fsync_of_folders(errno.EIO))
    with old.inside(), pytest.raises(BackupError, match="没有留下文件"):
        back_up(folder / "b.tar.gz")
    assert no_trace_but(folder)


def test_what_a_disk_gives_back_otherwise_is_no_backup(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = making._read_back

    def rotten(path: Path, *more: Any) -> None:
        with path.open("r+b") as file:
            file.seek(2000)
            file.write(b"\0\0\0\0")
        real(path, *more)

    folder = tmp_path / "b"
    folder.mkdir()
    with old.inside():
        monkeypatch.setattr(making, "_read_back", rotten)
        with pytest.raises(BackupError, match="损坏"):
            back_up(folder / "b.tar.gz")
    assert no_trace_but(folder)


def test_killed_backup_leaves_no_backup_and_the_next_one_sweeps(
    old: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    with old.inside() as data:
        connections.close_all()
        if not (child := os.fork()):
            making._read_back = lambda *args: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
            back_up(folder / "b.tar.gz")
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert naming.backups(folder) == [] and not (folder / "b.tar.gz").exists()
        assert len(left_behind(folder)) == 2  # links, and the beginning of a file
        back_up(folder / "b.tar.gz")
        assert no_trace_but(folder, "b.tar.gz") and not list(data.glob(".backing-up-*"))


def test_two_backups_at_once_do_not_take_each_others_files_for_remains(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, inner = making._read_back, []

    def another(*args: Any) -> None:
        if not inner:
            inner.append(1)
            back_up(tmp_path / "b.tar.gz")
        real(*args)

    with old.inside():
        monkeypatch.setattr(making, "_read_back", another)
        back_up(tmp_path / "a.tar.gz")
    assert members(tmp_path / "a.tar.gz").keys() == members(tmp_path / "b.tar.gz").keys()


def test_no_file_is_written_over(old: Archive, tmp_path: Path) -> None:
    (tmp_path / "b.tar.gz").write_text("mine")
    with old.inside(), pytest.raises(CommandError, match="已经存在"):
        run("backup", str(tmp_path / "b.tar.gz"))
    with old.inside(), pytest.raises(BackupError, match="已经存在"):
        back_up(tmp_path / "b.tar.gz")
    assert (tmp_path / "b.tar.gz").read_text() == "mine"


def test_keep_removes_older_ones_of_its_own_naming_only(old: Archive, tmp_path: Path) -> None:
    names = [f"policy-archive-2020010{day}T000000Z.tar.gz" for day in (1, 2, 3)]
    for name in [*names, "policy-archive-mine.tar.gz", "thesis.tar.gz"]:
        (tmp_path / name).touch()
    with old.inside():
        said = run("backup", f"{tmp_path}/", "--keep=2")
    assert "删去了 2 个" in said
    left = {path.name for path in tmp_path.glob("*.tar.gz")}
    assert {names[2], "policy-archive-mine.tar.gz", "thesis.tar.gz"} < left and len(left) == 4


@pytest.mark.parametrize(("keep", "went"), [(1, 2), (2, 1), (3, 0)])
def test_keep_never_removes_what_it_has_just_made_when_a_clock_was_ahead(
    old: Archive, tmp_path: Path, keep: int, went: int
) -> None:
    """A name in the future says nothing of the age: it goes first, and is told of."""
    ahead, older = (f"policy-archive-{day}T003000Z.tar.gz" for day in ("29991122", "20200101"))
    for name in (ahead, older):
        (tmp_path / name).touch()
    err = io.StringIO()
    with old.inside():
        call_command("backup", f"{tmp_path}/", f"--keep={keep}", stdout=io.StringIO(), stderr=err)
    left = {path.name for path in naming.backups(tmp_path)}
    assert len(left - {ahead, older}) == 1  # the new one
    assert left & {ahead, older} == {*[ahead, older][went:]}
    told = [line for line in err.getvalue().splitlines() if "在将来" in line]
    assert len(told) == 1 and ahead in told[0] and older not in told[0]
    assert ("已删" in told[0]) == (went > 0)


def test_two_made_at_once_do_not_remove_each_other(tmp_path: Path) -> None:
    first, second = (tmp_path / f"policy-archive-20261122T00300{n}Z.tar.gz" for n in (0, 5))
    for path in (first, second):
        path.touch()
    now = datetime(2026, 11, 22, 0, 31, tzinfo=UTC)
    assert naming.keep_newest(first, 1, now) == ([], [])
    assert naming.keep_newest(second, 1, now) == ([first], [])
    assert naming.backups(tmp_path) == [second]


def test_a_clock_put_back_removes_the_new_one_neither(tmp_path: Path) -> None:
    made = tmp_path / "policy-archive-19700101T000000Z.tar.gz"
    others = [tmp_path / f"policy-archive-202611{day}T003000Z.tar.gz" for day in (20, 21, 22)]
    for path in (made, *others):
        path.touch()
    gone, ahead = naming.keep_newest(made, 2, datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    assert (gone, ahead) == (others[:2], others)
    assert naming.backups(tmp_path) == [made, others[2]]


@pytest.mark.parametrize("keep", ["0", "-1", "x"])
def test_keep_is_a_number(old: Archive, tmp_path: Path, keep: str) -> None:
    with old.inside(), pytest.raises(CommandError) as told:
        run("backup", str(tmp_path / "b.tar.gz"), f"--keep={keep}")
    assert told.value.returncode == 2


def test_consistent_while_articles_and_files_come_and_go(old: Archive, tmp_path: Path) -> None:
    """In each of the backups every row's file is there, and every page has its article."""
    over, failed = threading.Event(), []

    def churn() -> None:
        try:
            for number in range(10, 10_000):
                if over.is_set():
                    break
                row = upload(str(number).encode())
                with transaction.atomic():
                    factories.article(factories.page(number, source=row))
                if number % 2:
                    row.pages.all().delete()
                    row.delete()
                    row.file.storage.delete(row.file.name)
        except Exception as error:  # noqa: BLE001 - told in the thread of the test
            failed.append(error)
        finally:
            connections.close_all()

    with old.inside():
        thread = threading.Thread(target=churn)
        thread.start()
        made = [back_up(tmp_path / f"{number}.tar.gz") for number in range(4)]
        over.set()
        thread.join()
        connection.close()
    assert failed == []
    for one in made:
        held = members(one.path)
        columns = json.loads(held["head.json"])["tables"]
        at = columns["archive_import"].index("file")
        names = {f"uploads/{row[at]}" for row in rows(one.path, "archive_import")}
        assert one.faults == [] and names == {name for name in held if name.startswith("uploads/")}
        page = columns["archive_article"].index("page_id")
        pages = {row[0] for row in rows(one.path, "archive_page")}
        assert {row[page] for row in rows(one.path, "archive_article")} == pages
    assert made[-1].rows > made[0].rows


def test_memory_does_not_grow_with_a_table(
    old: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows go out in parts of a bounded size, whatever the table's."""
    monkeypatch.setattr("archive.backup.rows.PART", 2000)
    largest = []
    add = packing.Packer.add

    def watched(self: Any, name: str, size: int, chunks: Any) -> str:
        if name.startswith("tables/archive_page/"):
            largest.append(size)
        return add(self, name, size, chunks)

    with old.inside():
        monkeypatch.setattr(packing.Packer, "add", watched)
        for number in range(10, 40):
            factories.page(number, text="字" * 300)
        back_up(tmp_path / "b.tar.gz")
    assert len(largest) > 10 and max(largest) < 4000


def test_upload_folder_is_no_place_for_backups(old: Archive) -> None:
    with old.inside() as data, pytest.raises(CommandError, match="uploads"):
        run("backup", str(data / "uploads/"))


def test_backup_before_an_upgrade_migrates(old: Archive, tmp_path: Path) -> None:
    """The schema of the applied migrations is what is read, not that of the models."""
    with old.inside():
        call_command("migrate", "search", "0003", verbosity=0)
        made = back_up(tmp_path / "b.tar.gz")
    tables = json.loads(members(made.path)["head.json"])["tables"]
    assert "search_collection" not in tables and "archive_article" in tables


def test_database_of_a_newer_program_is_refused(old: Archive, tmp_path: Path) -> None:
    with old.inside():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES "
                "('archive', '0999_future', '2030-01-01')"
            )
        with pytest.raises(BackupError, match="archive.0999_future"):
            back_up(tmp_path / "b.tar.gz")
    assert not (tmp_path / "b.tar.gz").exists()


def test_default_folder_is_in_the_data_folder(old: Archive) -> None:
    with old.inside() as data:
        run("backup")
        assert len(naming.backups(data / "backups")) == 1
        shutil.rmtree(data / "backups")


def test_format_is_as_documented(old: Archive, tmp_path: Path) -> None:
    text = (settings.ROOT / "docs/reference/file-formats.md").read_text(encoding="utf-8")
    with old.inside():
        held = members(back_up(tmp_path / "b.tar.gz").path)
    for name in ("head.json", "manifest.json"):
        (line,) = [one for one in text.splitlines() if one.startswith(f"| `{name}`")]
        assert [word for word in json.loads(held[name]) if f"`{word}`" not in line] == []
    told = set(re.findall(r"^\| `([a-z]+)[/.]", text, re.M))
    assert told == {re.split("[/.]", name)[0] for name in held}
    kept = re.search(r"^\| `settings/NAME` \| (.*?):", text, re.M)
    assert kept and set(re.findall("`([^`]+)`", kept[1])) == set(form.KEPT)


def test_nothing_to_back_up_is_said(fresh: Archive, tmp_path: Path) -> None:
    with fresh.inside() as data:
        with pytest.raises(CommandError, match="还是空的"):
            run("backup", str(tmp_path / "b.tar.gz"))
        assert no_trace_but(data)


def test_half_a_restore_is_not_backed_up(old: Archive, tmp_path: Path) -> None:
    with old.inside() as data:
        (data / "restoring").mkdir()
        with pytest.raises(CommandError, match="恢复没有完成"):
            run("backup", str(tmp_path / "b.tar.gz"))
