"""Compares the database with the index and with the files on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.models import Import
from search.engine import IndexBusy, IndexDamaged, IndexUnavailable
from search.indexer import Differences, differences
from search.indexing import health


class Command(BaseCommand):
    help = "核对数据库、索引和原文件是否一致；不一致时列出并以 1 退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        faults = [*self._index_faults(), *_file_faults()]
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"不一致：{len(faults)} 处。")
        self.stdout.write("一致")

    def _index_faults(self) -> Iterator[str]:
        """What waits for the indexer is told, and no fault."""
        try:
            found = differences()
        except (IndexBusy, IndexUnavailable, OSError) as error:
            yield str(error)
            if isinstance(error, IndexDamaged):
                _take_away()
            return
        for number in found.waiting:
            self.stdout.write(f"文章 {number}：待编入")
        yield from _told(found)


def _take_away() -> None:
    """A damaged index: it is not asked any more, and an indexer that runs builds a new one."""
    with suppress(IndexBusy, OSError):
        health.is_lost()


def _told(found: Differences) -> Iterator[str]:
    yield from (f"文章 {number}：索引中没有" for number in found.missing)
    yield from (f"文章 {number}：索引中多余" for number in found.extra)
    yield from (f"文章 {number}：索引已过时" for number in found.stale)
    yield from (f"文章 {number}：无法编入索引（{why}）" for number, why in found.unfit.items())


def _file_faults() -> Iterator[str]:
    for record in Import.objects.order_by("pk").iterator():
        try:
            with record.file.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError) as error:
            yield f"导入 {record.pk}（{record.filename}）：原文件无法读取（{error}）"
            continue
        if digest != record.sha256:
            yield f"导入 {record.pk}（{record.filename}）：原文件与校验和不符"
