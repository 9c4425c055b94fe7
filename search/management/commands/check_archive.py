"""Compares database, files and index with each other, and mends what can be mended."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.backup.errors import plain
from archive.ingest.outcomes import reason
from archive.management.presence import beside_others
from archive.soundness import Fault, file_faults, remains, row_faults
from search.engine import IndexBusy, IndexDamaged, IndexUnavailable
from search.indexer import Differences, differences, mend, reindex
from search.indexing import health, outgrown
from search.indexing.crew import ChildDied

TROUBLE = (DatabaseError, IndexBusy, IndexUnavailable, ChildDied, OSError)


class Command(BaseCommand):
    help = (
        "核对数据库、索引和原文件是否一致；不一致时列出并以 1 退出。"
        "--repair 修复能修复的，网站照常运行。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="补齐或重建索引，把没有数据的文件移到 lost-and-found/，清除中止的程序留下的",
        )

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        if repair:
            self._repair()
        faults = list(self._faults())
        if told := outgrown.warning():
            self.stdout.write(told)
        for fault in faults:
            self.stdout.write(plain(fault.text))
            if repair and fault.advice:
                self.stdout.write(f"　无法自动修复：{plain(fault.advice)}")
        if faults:
            raise CommandError(f"不一致：{len(faults)} 处。")
        self.stdout.write("一致")

    def _faults(self) -> Iterator[Fault]:
        yield from self._index_faults()
        yield from _file_faults()

    def _index_faults(self) -> Iterator[Fault]:
        """What waits for the indexer is told, and no fault."""
        try:
            found = differences()
        except (IndexBusy, IndexUnavailable, OSError) as error:
            yield Fault(str(error), partial(_rebuilt, error))
            if isinstance(error, IndexDamaged):
                _take_away()
            return
        for number in found.waiting:
            self.stdout.write(f"文章 {number}：待编入")
        yield from _told(found)

    @beside_others()
    def _repair(self) -> None:
        """One fault that resists stops no other; what stays is found by the check that follows."""
        for fault in self._faults():
            if fault.mend is None:
                continue
            try:
                done = fault.mend()
            except TROUBLE as error:
                is_usual = isinstance(error, (DatabaseError, OSError))
                why = reason(error) if is_usual else error
                self.stderr.write(plain(f"{fault.text}，没有修复：{why}"))
                continue
            if done:
                self.stdout.write(plain(f"已修复：{done}"))


def _take_away() -> None:
    """A damaged index: it is not asked any more, and an indexer that runs builds a new one."""
    with suppress(IndexBusy, OSError):
        health.is_lost()


def _rebuilt(error: Exception) -> str:
    """Only where the index is at fault: whoever is busy is not to be disturbed."""
    if not isinstance(error, IndexDamaged):
        return ""
    return f"索引已重建，共 {reindex()} 篇"


def _told(found: Differences) -> Iterator[Fault]:
    """The first of them mends them all: one commit of the index for all is enough."""
    texts = [f"文章 {number}：索引中没有" for number in found.missing]
    texts += [f"文章 {number}：索引中多余" for number in found.extra]
    texts += [f"文章 {number}：索引已过时" for number in found.stale]
    mends = [partial(_carried, found)] if texts else []
    for text, mending in zip(texts, [*mends, *[None] * len(texts)], strict=False):
        yield Fault(text, mending)
    for number, why in found.unfit.items():
        text = f"文章 {number}：无法编入索引（{why}）"
        yield Fault(text, advice="在后台改正这篇文章，或报告给开发者")


def _carried(found: Differences) -> str:
    return f"索引已补齐 {mend(found)} 篇"


def _file_faults() -> Iterator[Fault]:
    yield from row_faults()
    yield from file_faults()
    yield from remains()
