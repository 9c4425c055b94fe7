"""check_archive names each difference, and --repair mends it without losing anything."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from archive.backup import target
from archive.ingest import keeping
from archive.ingest.outcomes import Hints
from archive.models import Article, Import
from archive.soundness import files
from archive.tests import factories as rows
from search.backend import policy_backend
from search.engine import IndexBusy
from search.indexing import comparing
from search.management.commands import check_archive
from search.models import Outbox
from search.tests import factories

pytestmark = pytest.mark.django_db
CONTENT = "第一版".encode()
OLD = time.time() - 2 * files.GRACE


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.ARCHIVE_DATA = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "uploads"
    settings.MEDIA_ROOT.mkdir(parents=True)
    return settings.ARCHIVE_DATA


@pytest.fixture
def archive(data: Path, reindexed: Callable[[], int]) -> Article:
    """One published article, its file and an index."""
    article = factories.article("储能")
    source = Import.objects.get()
    source.sha256 = hashlib.sha256(CONTENT).hexdigest()
    source.file.save("imports/x.txt", ContentFile(CONTENT))
    reindexed()
    return article


def check(*options: str) -> tuple[list[str], str]:
    """The lines that were printed, and how it ended: "" where all is well."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_archive", *options, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue().splitlines() + err.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines() + err.getvalue().splitlines(), ""


def stray(data: Path, name: str = "imports/2024/03/stray.txt", when: float = OLD) -> Path:
    path = data / "uploads" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"stray")
    os.utime(path, (when, when))
    return path


def test_clean_archive_stays_untouched(archive: Article, data: Path) -> None:
    assert check("--repair") == (["一致"], "")
    assert not (data / "lost-and-found").exists()


def test_articles_are_carried_in_again(archive: Article) -> None:
    missing = rows.article(archive.page, title="光伏", status=Article.Status.PUBLISHED)
    Outbox.objects.all().delete()  # as if its row had been lost
    Article.objects.filter(pk=archive.pk).update(body="风电")
    lines, end = check()
    assert f"文章 {missing.pk}：索引中没有" in lines and "2 处" in end
    lines, end = check("--repair")
    assert end == "" and "已修复：索引已补齐 2 篇" in lines
    assert policy_backend().engine.numbers() == {archive.pk, missing.pk}
    assert check() == (["一致"], "")


def test_article_too_much_leaves_the_index(archive: Article) -> None:
    Article.objects.filter(pk=archive.pk).update(status=Article.Status.DRAFT)
    assert "索引中多余" in check()[0][0]
    assert check("--repair")[1] == ""
    assert policy_backend().engine.count() == 0


def test_many_differences_build_all_anew(archive: Article, monkeypatch: Any) -> None:
    monkeypatch.setattr("search.indexing.mending.MANY", 0)
    Article.objects.update(body="风电")
    assert check("--repair")[1] == ""


def test_damaged_index_is_built_anew(archive: Article, own_index: Path) -> None:
    next(own_index.glob("g*/*.arr")).write_bytes(b"rotten")
    assert "1 处" in check()[1]
    lines, end = check("--repair")
    assert end == "" and "已修复：索引已重建，共 1 篇" in lines


def test_missing_index_is_built(data: Path) -> None:
    assert check("--repair")[1] == ""


def test_busy_index_is_told_and_not_disturbed(archive: Article, monkeypatch: Any) -> None:
    def busy() -> None:
        raise IndexBusy("索引正被另一个进程占用")

    monkeypatch.setattr(check_archive, "differences", busy)
    lines, end = check("--repair")
    assert lines == ["索引正被另一个进程占用"] and "1 处" in end


def test_file_without_a_row_goes_to_the_lost_and_found(archive: Article, data: Path) -> None:
    path = stray(data)
    lines, end = check()
    assert lines == [f"{path}：没有一行数据认得这个文件"] and "1 处" in end
    assert path.exists()
    lines, end = check("--repair")
    found = data / "lost-and-found/imports/2024/03/stray.txt"
    assert end == "" and f"已修复：{path}：已移到 {found}" in lines
    assert found.read_bytes() == b"stray" and not path.exists()


def test_second_stray_of_a_name_replaces_nothing(archive: Article, data: Path) -> None:
    for _ in range(2):
        stray(data)
        assert check("--repair")[1] == ""
    assert len(list((data / "lost-and-found").rglob("*stray.txt"))) == 2


def test_link_among_the_files_is_moved_and_not_followed(
    archive: Article, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").write_text("not ours")
    link = data / "uploads" / "link.txt"
    link.symlink_to(tmp_path / "elsewhere")
    os.utime(link, (OLD, OLD), follow_symlinks=False)
    assert check("--repair")[1] == ""
    assert (data / "lost-and-found/link.txt").is_symlink()
    assert (tmp_path / "elsewhere").read_text() == "not ours"


def test_upload_under_way_is_no_stray(archive: Article, data: Path) -> None:
    path = stray(data, when=time.time())
    assert check("--repair") == (["一致"], "")
    assert path.exists()


def test_stray_that_is_taken_over_is_young_again(archive: Article, data: Path) -> None:
    """An upload of the same bytes as a killed one left behind: its row comes in a moment."""
    content = b"left behind"
    digest = hashlib.sha256(content).hexdigest()
    source, _ = keeping.keep(io.BytesIO(content), "a.txt", Hints())
    path = Path(source.file.path)
    source.delete()
    os.utime(path, (OLD, OLD))
    assert digest in check()[0][0]
    kept = keeping.put(io.BytesIO(content), "a.txt")
    assert check("--repair") == (["一致"], "")
    keeping.register(kept, "a.txt", Hints())
    assert check("--repair")[1] == ""
    assert [one for one in path.parent.iterdir() if digest in one.name] == [path]


def test_stray_that_gets_its_row_while_it_is_moved_is_put_back(
    archive: Article, data: Path, monkeypatch: Any
) -> None:
    path = stray(data)
    away = files._away

    def registered_meanwhile(moved: Path) -> Path:
        there = away(moved)
        rows.source(
            "s", file="imports/2024/03/stray.txt", sha256=hashlib.sha256(b"stray").hexdigest()
        )
        return there

    monkeypatch.setattr(files, "_away", registered_meanwhile)
    assert check("--repair")[1] == ""
    assert path.read_bytes() == b"stray"


def test_missing_file_is_named_with_what_helps(archive: Article, data: Path) -> None:
    source = Import.objects.get()
    (data / "uploads" / source.file.name).unlink()
    lines, end = check("--repair")
    assert lines[0].startswith(f"导入 {source.pk}（{source.filename}）：原文件无法读取")
    assert source.file.name in lines[1] and "备份" in lines[1] and "1 处" in end


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname"])
def test_path_that_leads_out_is_named_and_not_followed(
    archive: Article, data: Path, name: str
) -> None:
    lost = data / "lost-and-found" / Import.objects.get().sha256
    lost.parent.mkdir()
    (data / "uploads" / Import.objects.get().file.name).rename(lost)
    Import.objects.update(file=name)
    lines, end = check("--repair")
    assert "路径不在 uploads/ 里" in lines[0] and "1 处" in end
    assert lost.exists() and not (data / "outside.txt").exists()


def test_altered_file_is_not_touched(archive: Article, data: Path) -> None:
    path = data / "uploads" / Import.objects.get().file.name
    path.write_bytes(b"altered")
    lines, end = check("--repair")
    assert "与校验和不符" in lines[0] and "1 处" in end
    assert path.read_bytes() == b"altered"


def test_missing_file_comes_back_from_where_its_bytes_lie(archive: Article, data: Path) -> None:
    source = Import.objects.get()
    place = data / "uploads" / source.file.name
    elsewhere = data / "lost-and-found" / f"{source.sha256}.txt"
    elsewhere.parent.mkdir()
    place.rename(elsewhere)
    lines, end = check("--repair")
    assert end == "" and "放回" in lines[0]
    assert place.read_bytes() == CONTENT


def test_file_that_is_deleted_with_its_row_meanwhile_is_no_fault(
    archive: Article, data: Path, monkeypatch: Any
) -> None:
    extra = rows.source("b", file="imports/b.txt")
    again = files._again

    def deleted(pk: int) -> Any:
        extra.delete()
        return again(pk)

    monkeypatch.setattr(files, "_again", deleted)
    assert check() == (["一致"], "")


def test_stray_on_another_disk_under_a_name_that_is_no_text(
    archive: Article, data: Path, monkeypatch: Any
) -> None:
    path = stray(data, os.fsdecode(b"\xff\x1b[31m.txt"))

    def other_disk(*args: Any) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "rename", other_disk)
    lines, end = check("--repair")
    assert end == "" and "lost-and-found" in lines[0] and "\x1b" not in lines[0]
    assert (data / "lost-and-found" / path.name).read_bytes() == b"stray" and not path.exists()


def test_article_that_changes_while_it_is_compared_is_on_its_way(
    archive: Article, monkeypatch: Any
) -> None:
    compared, articles = comparing._compared, iter([None, archive])

    def overtaken(*args: Any) -> Any:
        if article := next(articles):
            article.save()
        return compared(*args)

    Article.objects.filter(pk=archive.pk).update(body="风电")
    monkeypatch.setattr(comparing, "_compared", overtaken)
    assert check() == ([f"文章 {archive.pk}：待编入", "一致"], "")


def test_remains_of_killed_programs_are_removed(archive: Article, data: Path) -> None:
    stage, partial = data / ".backing-up-abc", data / "backups/.policy-archive-x.tar.gz.partial"
    (stage / "files").mkdir(parents=True)
    partial.parent.mkdir()
    partial.touch()
    assert "2 处" in check()[1]
    lines, end = check("--repair")
    assert end == "" and f"已修复：{stage}：已删去" in lines
    assert not stage.exists() and not partial.exists()


def test_half_a_restore_is_named(archive: Article, data: Path) -> None:
    (data / target.RESTORING).mkdir()
    lines, end = check("--repair")
    assert "恢复没有完成" in lines[0] and "restore" in lines[1] and "1 处" in end


def test_fault_that_resists_stops_no_other(archive: Article, data: Path, monkeypatch: Any) -> None:
    one, other = stray(data, "imports/a.txt"), stray(data, "imports/b.txt")
    away = files._away

    def full(path: Path) -> Path:
        if path == one:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return away(path)

    monkeypatch.setattr(files, "_away", full)
    lines, end = check("--repair")
    assert any("没有修复" in line and "No space left" in line for line in lines)
    assert "1 处" in end and one.exists() and not other.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL lets no such row in")
def test_row_that_leads_nowhere_is_named(archive: Article) -> None:
    with connection.constraint_checks_disabled():
        Article.objects.filter(pk=archive.pk).update(page=4711)
    try:
        lines, end = check()
        assert any("archive_article" in line and "archive_page" in line for line in lines)
    finally:
        with connection.constraint_checks_disabled():
            Article.objects.all().delete()
    shutil.rmtree(files.settings.MEDIA_ROOT)
