"""A backup comes back as it was, on either database; a hostile or broken one changes nothing."""

from __future__ import annotations

import errno
import fcntl
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection, connections

from archive.backup import (
    BackupError,
    back_up,
    left_behind,
    placing,
    restore,
    restoring,
    unfinished,
)
from archive.backup.target import alone
from archive.management.presence import beside_others
from archive.models import Article, Import, Issue, Page, Place, PlaceMention
from archive.tests import factories
from archive.tests.archives import Archive, facts, fresh, old, on_server, template

__all__ = ["fresh", "old", "on_server", "template"]
MODELS = (Place, Issue, Import, Page, Article, Article.history.model, PlaceMention, User, Group)


@pytest.fixture
def backup(old: Archive, tmp_path: Path) -> Path:
    with old.inside():
        return back_up(tmp_path / "b.tar.gz").path


def everything(data: Path) -> dict[str, bytes]:
    """Every file below the folder but locks; by name."""
    return {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


def uploads(data: Path) -> dict[str, bytes]:
    return {
        name: content for name, content in everything(data).items() if name.startswith("uploads/")
    }


def edited(old: Archive) -> None:
    """What a plain copy of rows would lose: history, groups, times, and numbers given out."""
    with old.inside():
        reader = User.objects.create_user("reader", password="geheim")  # noqa: S106
        reader.groups.add(Group.objects.get_or_create(name="研究组")[0])
        article = Article.objects.order_by("pk").first()
        article.body = "改了：“引号”\\ \u2028 𠮷"
        article.confidence = 0.1 + 0.2
        article.save()
        last = factories.article(title="会删去")
        last.delete()


def test_comes_back_as_it_was(old: Archive, fresh: Archive, tmp_path: Path) -> None:
    edited(old)
    with old.inside() as data:
        back_up(tmp_path / "b.tar.gz")
        before, files = facts(*MODELS), uploads(data)
        next_number = Article.objects.order_by("pk").last().pk + 2
    with fresh.inside() as data:
        restored = restore(tmp_path / "b.tar.gz")
        assert facts(*MODELS) == before and uploads(data) == files
        assert restored.files == 2 and restored.notes == []
        assert User.objects.get().check_password("geheim")
        assert User.objects.get().groups.get().name == "研究组"
        assert factories.article(title="新的").pk == next_number  # not that of the deleted one
        assert not unfinished()


@pytest.mark.postgresql
def test_sqlite_comes_back_on_postgresql_and_goes_back(
    old: Archive, on_server: Archive, fresh: Archive, tmp_path: Path
) -> None:
    edited(old)
    with old.inside():
        back_up(tmp_path / "a.tar.gz")
        before = facts(*MODELS)
        next_number = Article.objects.order_by("pk").last().pk + 2
    with on_server.inside() as data:
        restore(tmp_path / "a.tar.gz")
        assert connection.vendor == "postgresql"
        assert facts(*MODELS) == before and len(uploads(data)) == 2
        assert "archive_restored" not in connection.introspection.table_names()
        back_up(tmp_path / "b.tar.gz")
        assert factories.article(title="新的").pk == next_number
    with fresh.inside():
        restore(tmp_path / "b.tar.gz")
        assert connection.vendor == "sqlite" and facts(*MODELS) == before
        assert factories.article(title="新的").pk == next_number


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"body": "a\0b"}, "body 含有 PostgreSQL 不收的空字符"),
        ({"lines": [["\0"]]}, "lines 含有 PostgreSQL 不收的空字符"),
        ({"kicker": "长" * 301}, "kicker 有 301 字"),
        ({"order": 70_000}, "order 的数超出范围"),
    ],
)
def test_what_postgresql_does_not_take_is_named(
    old: Archive, on_server: Archive, tmp_path: Path, values: dict[str, Any], why: str
) -> None:
    with old.inside():
        Article.objects.filter(page__number=2).update(**values)
        back_up(tmp_path / "b.tar.gz")
    with on_server.inside() as data:
        with pytest.raises(BackupError, match=f"archive_article 第 2 行：{why}"):
            restore(tmp_path / "b.tar.gz")
        assert connection.introspection.table_names() == [] and everything(data) == {}


@pytest.mark.postgresql
def test_replaced_database_of_a_server_is_kept_in_a_schema(
    backup: Path, on_server: Archive
) -> None:
    with on_server.inside():
        restore(backup)
        Article.objects.all().update(title="旧的")
        with pytest.raises(BackupError, match="已有一个档案"):
            restore(backup)
        restore(backup, replace=True)
        assert not Article.objects.filter(title="旧的").exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before-%'")
            (schema,) = cursor.fetchone()
            cursor.execute(f'SELECT count(*) FROM "{schema}".archive_article')  # noqa: S608
            assert cursor.fetchone() == (2,)


def test_older_backup_is_migrated_forward_afterwards(
    old: Archive, fresh: Archive, tmp_path: Path
) -> None:
    with old.inside():
        call_command("migrate", "search", "0003", verbosity=0)
        back_up(tmp_path / "b.tar.gz")
    with fresh.inside():
        restore(tmp_path / "b.tar.gz", after=lambda: call_command("migrate", verbosity=0))
        assert "search_collection" in connection.introspection.table_names()
        assert Article.objects.count() == 2


def test_archive_that_is_there_is_not_touched(old: Archive, backup: Path, tmp_path: Path) -> None:
    with old.inside() as data:
        before = everything(data)
        with pytest.raises(BackupError, match="--replace"):
            restore(backup)
        assert everything(data) == before


def test_replaced_archive_is_moved_aside_whole(old: Archive, backup: Path) -> None:
    with old.inside() as data:
        Article.objects.all().delete()
        (data / "uploads" / "more.txt").write_text("more")
        (data / "settings.env").write_text("PORT=8080\n")
        (data / "index").mkdir()
        (data / "index" / "current").write_text("g000001\n")
        restored = restore(backup, replace=True)
        assert Article.objects.count() == 2
        assert len(uploads(data)) == 2 and not (data / "index").exists()
        assert (data / "settings.env").read_text() == "PORT=8080\n"  # this machine's
        (aside,) = data.glob("before-*")
        assert str(aside) in restored.notes[0]
        assert (aside / "uploads/more.txt").read_text() == "more"
        assert (aside / "index/current").exists() and (aside / "archive.sqlite3").exists()


def test_secret_comes_back_and_settings_only_where_they_fit(
    old: Archive, fresh: Archive, tmp_path: Path
) -> None:
    with old.inside() as data:
        (data / "secret-key").write_text("alt")
        (data / "settings.env").write_text("DATABASE_URL=postgresql://elsewhere/archive\n")
        back_up(tmp_path / "b.tar.gz")
    with fresh.inside() as data:
        (data / "secret-key").write_text("made by a first start")
        restored = restore(tmp_path / "b.tar.gz")
        assert (data / "secret-key").read_text() == "alt"
        assert (data / "secret-key").stat().st_mode & 0o777 == 0o600
        assert not (data / "settings.env").exists()  # it would lead away from what was restored
        assert "elsewhere" in (data / "settings.env.from-backup").read_text()
        assert "settings.env.from-backup" in restored.notes[0] and "没有启用" in restored.notes[0]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("# DATABASE_URL=postgresql://elsewhere/archive\nPORT=8080\n", True),
        ("OLD_DATABASE_URL=postgresql://elsewhere/archive\n", True),
        ("PORT=8080\nexport DATABASE_URL = 'postgresql://elsewhere/archive'\n", False),
        ("PORT=8080\n  DATABASE_URL=\n", False),
        ("PORT=8080 # \udcff\n", False),  # which no start could read
    ],
)
def test_settings_name_a_database_where_the_site_would_read_it(
    old: Archive, fresh: Archive, tmp_path: Path, text: str, fits: bool
) -> None:
    with old.inside() as data:
        (data / "settings.env").write_text(text, errors="surrogateescape")
        back_up(tmp_path / "b.tar.gz")
    with fresh.inside() as data:
        restored = restore(tmp_path / "b.tar.gz")
        assert (data / "settings.env").exists() == fits
        assert len(restored.notes) == (not fits)


def test_settings_of_this_machine_stay(old: Archive, fresh: Archive, tmp_path: Path) -> None:
    with old.inside() as data:
        (data / "settings.env").write_text("PORT=8080\n")
        back_up(tmp_path / "b.tar.gz")
    with fresh.inside() as data:
        (data / "settings.env").write_text("PORT=9090\n")
        restored = restore(tmp_path / "b.tar.gz")
        assert (data / "settings.env").read_text() == "PORT=9090\n"
        assert "这里有自己的" in restored.notes[0]


@pytest.mark.parametrize("name", ["serve.lock", "worker.lock", "index/indexer.lock"])
def test_running_site_is_not_restored_under(backup: Path, fresh: Archive, name: str) -> None:
    with fresh.inside() as data:
        (data / name).parent.mkdir(exist_ok=True)
        with (data / name).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            with pytest.raises(BackupError, match="正在运行"):
                restore(backup)
        assert not (data / "restoring").exists()
        restore(backup)


def test_nobody_gets_an_account_during_a_restore(
    old: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Lantern-4711-q\n"))
    with old.inside():
        with alone(), pytest.raises(CommandError, match="正在从备份恢复档案"):
            call_command("add_user", "wang", role="editor", password_stdin=True)
        assert not User.objects.exists()


def test_a_command_that_writes_keeps_a_restore_out_and_the_other_way_round(
    fresh: Archive, backup: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with fresh.inside():
        with beside_others(), beside_others(), pytest.raises(BackupError, match="一个命令正在运行"):
            restore(backup)
        for command in (
            ["ingest", str(tmp_path / "empty")],
            ["reparse"],
            ["load_reference"],
        ):
            with alone(), pytest.raises(CommandError, match="正在从备份恢复档案"):
                call_command(*command)
        restore(backup)


# A broken or hostile file


@contextmanager
def refused(fresh: Archive, why: str) -> Iterator[None]:
    """One line says why, and nothing was written."""
    with fresh.inside() as data:
        with pytest.raises(BackupError, match=why) as told:
            yield
        assert "\n" not in str(told.value)
        assert everything(data) == {} and not (data / "restoring").exists()


Members = list[tuple[tarfile.TarInfo, bytes]]


def contents(path: Path) -> Members:
    with tarfile.open(path) as tar:
        return [(one, tar.extractfile(one).read()) for one in tar]  # type: ignore[union-attr]


def forged(path: Path, change: Callable[[Members], Members | None], sums: bool = True) -> Path:
    """A backup with other members, whose sums are right again unless told."""
    found = contents(path)
    found = change(found) or found
    if sums:
        found = summed(found)
    with tarfile.open(path.with_name("forged.tar.gz"), "w:gz", format=tarfile.USTAR_FORMAT) as tar:
        for info, content in found:
            if info.isreg():
                info.size = len(content)
            tar.addfile(info, io.BytesIO(content) if info.isreg() else None)
    return path.with_name("forged.tar.gz")


def summed(found: Members) -> Members:
    listed = [one for one in found if one[0].name not in ("members.jsonl", "manifest.json")]
    lines = b"".join(
        json.dumps(
            [info.name, len(content), hashlib.sha256(content).hexdigest()], ensure_ascii=False
        ).encode()
        + b"\n"
        for info, content in listed
    )
    manifest = json.loads(next(c for info, c in found if info.name == "manifest.json"))
    manifest |= {"members": len(listed), "sums": hashlib.sha256(lines).hexdigest()}
    ends = [("members.jsonl", lines), ("manifest.json", json.dumps(manifest).encode())]
    return [*listed, *((tarfile.TarInfo(name), content) for name, content in ends)]


def added(name: str, content: bytes = b"x", **facts: Any) -> Callable[[Members], Members]:
    """A member more, where its name belongs in the order of the others."""

    def change(found: Members) -> Members:
        info = tarfile.TarInfo(name)
        for key, value in facts.items():
            setattr(info, key, value)
        head, *rest = found
        middle, ends = rest[:-2], rest[-2:]
        return [head, *sorted([*middle, (info, content)], key=lambda one: one[0].name), *ends]

    return change


def rewritten(name: str, change: Callable[[bytes], bytes]) -> Callable[[Members], Members]:
    def all_of_them(found: Members) -> Members:
        return [
            (info, change(content) if re.fullmatch(name, info.name) else content)
            for info, content in found
        ]

    return all_of_them


def said(**changed: Any) -> Callable[[bytes], bytes]:
    return lambda content: json.dumps(json.loads(content) | changed).encode()


def test_forged_backup_with_right_sums_is_taken(backup: Path, fresh: Archive) -> None:
    """So that what the tests below refuse is refused for what they say."""
    with fresh.inside():
        restore(forged(backup, added("uploads/more.txt")))
        assert Article.objects.count() == 2


NOT_PLAIN = "不是普通文件"
EVIL_NAMES = [
    "../x", "/etc/x", "uploads/../x", "uploads/../../x", "uploads//x", "uploads/a/./b",
    "settings/../../x", "settings/authorized_keys", "tables/x", "uploads/a\\..\\b", "uploads/",
    "uploads/a\x07b", "archive.sqlite3",
]  # fmt: skip


@pytest.mark.parametrize("name", EVIL_NAMES)
def test_path_that_leads_elsewhere_is_refused(backup: Path, fresh: Archive, name: str) -> None:
    with refused(fresh, "不该有的内容|不是普通文件|次序不对"):
        restore(forged(backup, added(name)))
    assert not (fresh.data.parent / "x").exists()


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_what_is_no_plain_file_is_refused(backup: Path, fresh: Archive, kind: bytes) -> None:
    with refused(fresh, NOT_PLAIN):
        restore(forged(backup, added("uploads/x", type=kind, linkname="/etc/passwd")))


def twice(found: Members) -> Members:
    at = next(n for n, (info, _) in enumerate(found) if info.name.startswith("uploads/"))
    return [*found[: at + 1], *found[at:]]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (twice, "重复"),
        (lambda found: [found[0], *found[2:]], "不符|少了"),
        (lambda found: found[1:], "不是本程序写的"),
        (rewritten("uploads/.*", lambda content: content + b"!"), "与校验和不符"),
        (rewritten("tables/archive_page/.*", lambda c: c.replace(b"1", b"2")), "与校验和不符"),
        (rewritten("manifest.json", said(members=3)), "不符"),
        (rewritten("manifest.json", lambda content: b"[]"), "manifest.json 有误"),
        (rewritten("manifest.json", lambda content: b"[" * 100_000), "manifest.json 有误"),
        (rewritten("manifest.json", said(sequences={"archive_article": "x"})), "有误"),
        (rewritten("members.jsonl", lambda content: content + b"[]\n"), "少了"),
    ],
)
def test_sums_that_do_not_agree(backup: Path, fresh: Archive, change: Any, why: str) -> None:
    with refused(fresh, why):
        restore(forged(backup, change, sums=False))


TOO_MANY = {"archive_article": 3}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (rewritten("head.json", said(format=2)), "格式版本是 2"),
        (rewritten("head.json", said(archive="99.0.0")), "更新的版本 99.0.0"),
        (rewritten("head.json", said(migrations={"archive": ["0999_x"]})), "archive.0999_x"),
        (rewritten("head.json", said(migrations={"archive": ["0002_ingestion"]})), "不完整"),
        (rewritten("head.json", said(migrations={"archive": [1]})), "有误"),
        (rewritten("head.json", said(migrations={"a": ["\x1b[31m\n"]})), r"a. \[31m "),
        (rewritten("head.json", said(tables={"django_session": ["id"]})), "不符"),
        (rewritten("head.json", lambda content: b"{}"), "格式版本"),
        (rewritten("manifest.json", said(rows=TOO_MANY)), "行数"),
        (added("tables/sqlite_master/000001.jsonl", b"[1]\n"), "不认识的表"),
        (added("tables/archive_post/000001.jsonl", b"[1]\n"), "archive_post 第 1 行：列数"),
        (added("tables/archive_post/000001.jsonl", b"{\n"), "archive_post 第 1 行：不是 JSON"),
        (rewritten("tables/archive_issue/.*", lambda c: c.replace(b"2024", b"day ")), "date"),
    ],
)
def test_head_or_rows_that_lie(backup: Path, fresh: Archive, change: Any, why: str) -> None:
    with refused(fresh, why):
        restore(forged(backup, change))


def article(**changed: str) -> Callable[[Members], Members]:
    """The first article with other values, written as JSON."""

    def change(found: Members) -> Members:
        columns = json.loads(found[0][1])["tables"]["archive_article"]

        def first(content: bytes) -> bytes:
            line, rest = content.split(b"\n", 1)
            written = dict(zip(columns, map(json.dumps, json.loads(line)), strict=True)) | changed
            return f"[{','.join(written.values())}]\n".encode() + rest

        return rewritten("tables/archive_article/.*", first)(found)

    return change


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"order": str(2**70)}, "order 的数超出范围"),
        ({"id": str(-(2**63) - 1)}, "id 的数超出范围"),
        ({"body": str(2**70)}, "body 的数超出范围"),
        ({"body": r'"\ud800"'}, "body 含有半个字符"),
        ({"order": "[]"}, "没有恢复"),
        ({"updated": '"0001-01-01T00:00:00+14:00"'}, "updated 的值有误"),
    ],
)
def test_values_that_no_driver_takes(
    backup: Path, fresh: Archive, changed: dict[str, str], why: str
) -> None:
    with refused(fresh, why):
        restore(forged(backup, article(**changed)))


def test_rows_that_speak_of_rows_that_are_not_there(backup: Path, fresh: Archive) -> None:
    """Only the database can tell; it, too, leaves nothing."""
    with refused(fresh, "没有恢复，原有的不变"):
        restore(forged(backup, _no_pages))


def _no_pages(found: Members) -> Members:
    found = [one for one in found if not one[0].name.startswith("tables/archive_page/")]
    manifest = json.loads(found[-1][1])
    manifest["rows"]["archive_page"] = 0
    return [*found[:-1], (found[-1][0], json.dumps(manifest).encode())]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_file_that_is_cut_off(backup: Path, fresh: Archive, share: float) -> None:
    data = backup.read_bytes()
    backup.write_bytes(data[: int(len(data) * share)])
    with refused(fresh, "损坏或不完整"):
        restore(backup)


def test_file_with_a_flipped_byte(backup: Path, fresh: Archive) -> None:
    data = bytearray(backup.read_bytes())
    for at in (15, len(data) // 3, len(data) // 2, len(data) - 6):
        backup.write_bytes(bytes(data[:at]) + bytes([data[at] ^ 0xFF]) + bytes(data[at + 1 :]))
        with refused(fresh, "损坏|有误|不符|不该有|不是 JSON"):  # which, the broken byte decides
            restore(backup)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"plain text", gzip.compress(b""), gzip.compress(b"x" * 5000)],
    ids=["empty", "zip", "text", "nothing packed", "no tar"],
)
def test_file_that_is_no_backup(tmp_path: Path, fresh: Archive, content: bytes) -> None:
    (tmp_path / "b.tar.gz").write_bytes(content)
    with refused(fresh, "损坏或不完整|不是本程序写的"):
        restore(tmp_path / "b.tar.gz")


def test_claim_of_a_huge_member_takes_no_memory(backup: Path, fresh: Archive) -> None:
    """A header that says 1 TB, in a file of some kilobytes."""
    tar = gzip.decompress(backup.read_bytes())
    info = tarfile.TarInfo("tables/archive_aa/000001.jsonl")
    info.size = 1 << 40
    at = 512 + _padded(tar)
    backup.write_bytes(gzip.compress(tar[:at] + info.tobuf(tarfile.GNU_FORMAT) + tar[at:]))
    with refused(fresh, "不认识的表|不合情理"):
        restore(backup)


def _padded(tar: bytes) -> int:
    size = tarfile.TarInfo.frombuf(tar[:512], "utf-8", "strict").size
    return size + -size % 512


def test_what_follows_the_end_is_refused(backup: Path, fresh: Archive) -> None:
    backup.write_bytes(backup.read_bytes() + gzip.compress(b"and more"))
    with refused(fresh, "在结尾之后"):
        restore(backup)


def test_no_room_is_said_before_anything_is_written(
    backup: Path, fresh: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
    with refused(fresh, "磁盘空间不够"):
        restore(backup)


# Broken off


def test_interrupted_in_the_midst_leaves_nothing(
    backup: Path, fresh: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "_bring_to_disk", interrupted)
    with fresh.inside() as data:
        with pytest.raises(KeyboardInterrupt):
            restore(backup)
        assert not unfinished() and everything(data) == {}


@pytest.mark.postgresql
def test_interrupted_at_the_commit_is_carried_on(
    backup: Path, on_server: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = restoring.loading.loaded

    @contextmanager
    def loaded(*args: Any) -> Iterator[Any]:
        with real(*args) as load:
            yield load
        raise KeyboardInterrupt

    with on_server.inside() as data:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(restoring.loading, "loaded", loaded)
            restore(backup)
        assert unfinished()
        restore(backup)  # no --replace: what the server holds is this backup
        assert Article.objects.count() == 2 and len(uploads(data)) == 2 and not unfinished()


def test_disk_that_syncs_no_folders_is_restored_to(
    backup: Path, fresh: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with fresh.inside():
        restore(backup)
        assert Article.objects.count() == 2


def test_database_that_is_not_here_is_not_taken_for_placed(backup: Path, fresh: Archive) -> None:
    """Rows that went to a server, whose address is gone from the settings since."""
    with fresh.inside() as data:
        die_at(backup, placing, "_place_database")
        (data / "restoring" / "archive.sqlite3").unlink()
        with pytest.raises(BackupError, match="DATABASE_URL"):
            restore(backup)
        assert unfinished() and not uploads(data)


def test_killed_in_the_midst_is_begun_anew(backup: Path, fresh: Archive) -> None:
    with fresh.inside() as data:
        die_at(backup, restoring, "_bring_to_disk")
        assert unfinished() and not (data / "archive.sqlite3").exists() and not uploads(data)
        restore(backup)
        assert Article.objects.count() == 2 and not unfinished()


@pytest.mark.parametrize("step", ["_place_database", "_place_uploads", "_place_settings"])
def test_killed_between_renamings_is_carried_on(old: Archive, backup: Path, step: str) -> None:
    with old.inside() as data:
        Article.objects.all().update(title="旧的")
        connection.close()
        die_at(backup, placing, step, replace=True)
        assert unfinished()
        restore(backup, replace=True)
        assert not Article.objects.filter(title="旧的").exists() and not unfinished()
        assert len(uploads(data)) == 2
        assert len(list(data.glob("before-*/archive.sqlite3"))) == 1


def test_what_was_moved_aside_is_never_written_over(old: Archive, backup: Path) -> None:
    """Killed, or without power, before the note that all is aside; then some command was run."""
    with old.inside() as data:
        Article.objects.all().update(title="旧的")
        connection.close()
        die_at(backup, placing, "_place_database", replace=True)
        (data / "restoring" / "moved-aside").unlink()
        connection.introspection.table_names()  # makes an empty database
        connection.close()
        restored = restore(backup)
        (aside,) = data.glob("before-*[0-9]/uploads")
        assert Article.objects.count() == 2 and f"{aside.parent}-2" in restored.notes[0]
        with sqlite3.connect(aside.with_name("archive.sqlite3")) as kept:
            assert kept.execute("SELECT DISTINCT title FROM archive_article").fetchall() == [
                ("旧的",)
            ]


def test_killed_while_it_tidies_up_is_done(backup: Path, fresh: Archive) -> None:
    with fresh.inside() as data:
        die_at(backup, os, "rmdir")
        assert not unfinished() and Article.objects.count() == 2 and len(uploads(data)) == 2
        assert [path.parent for path in left_behind()] == [data]


def test_backup_in_the_folder_that_a_restore_clears(backup: Path, fresh: Archive) -> None:
    with fresh.inside() as data:
        (data / "restoring").mkdir()
        inside = backup.rename(data / "restoring" / backup.name)
        with pytest.raises(BackupError, match="不能放在那里"):
            restore(inside)
        assert inside.exists()


def test_other_backup_does_not_finish_what_was_begun(
    old: Archive, backup: Path, fresh: Archive, tmp_path: Path
) -> None:
    with old.inside():
        factories.article(title="后来的")
        back_up(tmp_path / "later.tar.gz")
    with fresh.inside():
        die_at(backup, placing, "_place_uploads")
        with pytest.raises(BackupError, match="只差最后一步"):
            restore(tmp_path / "later.tar.gz")
        restore(backup)
        assert Article.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.parametrize("step", ["_place_uploads", "_place_settings"])
def test_killed_after_the_commit_is_carried_on(backup: Path, on_server: Archive, step: str) -> None:
    with on_server.inside() as data:
        die_at(backup, placing, step)
        restore(backup)
        assert Article.objects.count() == 2 and len(uploads(data)) == 2


@pytest.mark.postgresql
def test_killed_before_the_commit_has_changed_nothing(backup: Path, on_server: Archive) -> None:
    with on_server.inside():
        die_at(backup, restoring, "_write")
        for _ in range(100):  # the server takes a moment to notice
            if not connection.introspection.table_names():
                break
            time.sleep(0.05)
        restore(backup)
        assert Article.objects.count() == 2


def die_at(backup: Path, module: Any, name: str, replace: bool = False) -> None:
    """Restore in a child that is killed where it would call the function."""
    connections.close_all()
    if not (child := os.fork()):
        setattr(module, name, lambda *args, **named: os.kill(os.getpid(), signal.SIGKILL))
        restore(backup, replace)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
