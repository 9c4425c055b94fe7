"""Backup, destroy, restore, check: what an operator does, from the command line."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from archive.backup import restoring, target
from archive.management.commands import restore as command
from archive.models import Article
from archive.tests.archives import Archive, old, template
from search.backend import policy_backend
from search.management.commands import prepare
from search.serving import doors

__all__ = ["old", "template"]


@contextmanager
def inside(archive: Archive) -> Iterator[Path]:
    """The search asks the index of this archive, too."""
    info = connections.connections_info[DEFAULT_ALIAS]
    before = info["PATH"]
    with archive.inside() as data:
        info["PATH"] = str(data / "index")
        connections.reload(DEFAULT_ALIAS)
        try:
            yield data
        finally:
            info["PATH"] = before
            connections.reload(DEFAULT_ALIAS)


def run(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_backup_destroy_restore_check(old: Archive, tmp_path: Path) -> None:
    with inside(old) as data:
        run("reindex")
        run("backup", str(tmp_path / "b.tar.gz"))
        published = policy_backend().engine.numbers()
    shutil.rmtree(data)
    with inside(old):
        said = run("restore", str(tmp_path / "b.tar.gz"))
        assert "2 个原文件" in said and said.rstrip().endswith("一致")
        assert policy_backend().engine.numbers() == published != set()
        assert Article.objects.count() == 2


def test_files_that_the_backup_lacked_are_told_at_the_end(old: Archive, tmp_path: Path) -> None:
    with inside(old) as data:
        next((data / "uploads").rglob("*.txt")).unlink()
        with pytest.raises(CommandError):
            run("backup", str(tmp_path / "b.tar.gz"))
    shutil.rmtree(data)
    with inside(old), pytest.raises(CommandError, match="1 处"):
        run("restore", str(tmp_path / "b.tar.gz"))
    with inside(old):
        assert Article.objects.count() == 2


@pytest.mark.parametrize("name", ["missing.tar.gz", "."])
def test_wrong_file_is_one_line(old: Archive, tmp_path: Path, name: str) -> None:
    with inside(old), pytest.raises(CommandError, match="没有恢复") as told:
        run("restore", str(tmp_path / name))
    assert told.value.returncode == 1 and "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("place", "what", "why"),
    [
        (restoring, "place", "^没有恢复完（再运行一次 restore 即可）：.*磁盘已满"),
        (command, "call_command", "^数据和文件已恢复，其余的没有做完（运行 manage.py prepare"),
    ],
)
def test_how_far_it_came_is_said(
    old: Archive, tmp_path: Path, monkeypatch: Any, place: Any, what: str, why: str
) -> None:
    def full(*args: Any, **options: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with inside(old) as data:
        run("backup", str(tmp_path / "b.tar.gz"))
        shutil.rmtree(data)
    monkeypatch.setattr(place, what, full)
    with inside(old), pytest.raises(CommandError, match=why):
        run("restore", str(tmp_path / "b.tar.gz"))


def test_half_a_restore_is_not_served(settings: Any, tmp_path: Path) -> None:
    settings.ARCHIVE_DATA = tmp_path
    (tmp_path / "restoring").mkdir()
    with pytest.raises(CommandError, match="恢复没有完成"):
        prepare.Command()._prepare()


def test_a_site_that_is_served_is_known_by_its_lock() -> None:
    assert doors.LOCK in target.LOCKS


@pytest.mark.parametrize("command", [["prepare"], ["check_archive", "--repair"]])
def test_nothing_is_prepared_or_repaired_during_a_restore(
    old: Archive, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """Not even the tables, which `prepare` migrates before it asks anybody else."""
    monkeypatch.setattr(prepare, "call_command", lambda name, *args, **options: pytest.fail(name))
    with inside(old) as data:
        (data / "uploads" / "stray.txt").touch()
        os.utime(data / "uploads" / "stray.txt", (0, 0))
        with target.alone(), pytest.raises(CommandError, match="正在从备份恢复档案"):
            run(*command)
        assert (data / "uploads" / "stray.txt").exists()
        assert not list(data.glob("index/g*")) and not (data / "lost-and-found").exists()
