"""`manage.py ingest PATH…`: take in files and folders of pages, a line for each."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.db.models import Q

from archive.ingest.errors import InputError
from archive.ingest.folders import one_line, read_file, text_files
from archive.ingest.intake import ADDED, EXISTS, FAILED, Hints, Outcome, reason, take_in
from archive.management.usage import (
    WRONG,
    PlainCommand,
    add_page_options,
    given_date,
    given_encoding,
)
from archive.models import Newspaper, Page

BAR = 24


class Command(PlainCommand):
    help = "导入版面文件或文件夹（*.txt）；同样的内容只导入一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="文件或文件夹")
        add_page_options(parser)
        parser.add_argument("--json", action="store_true", help="结果作为一个 JSON 对象打印")
        parser.add_argument("--if-empty", action="store_true", help="档案里已有版面则什么也不做")
        parser.add_argument("--draft", action="store_true", help="不发布，留待编辑审阅")

    def handle(self, *, paths: list[Path], **options: Any) -> None:
        if not paths:
            raise CommandError("请给出要导入的文件或文件夹。", returncode=WRONG)
        try:
            hints = _hints(options)
            skip = options["if_empty"] and Page.objects.exists()
        except DatabaseError as error:
            raise CommandError(reason(error), returncode=1) from error
        if skip:
            self._print(options, "档案里已有版面，没有导入。", [])
            return
        try:
            self._ingest(list(text_files(paths)), hints, options, outcomes := [])
        except KeyboardInterrupt:
            self._bar(None, 0)
            self._print(options, _summary(outcomes) if outcomes else "", outcomes)
            raise CommandError("已中断；再运行一次会接着导入其余的文件。", returncode=130) from None
        self._print(options, _summary(outcomes), outcomes)
        failed = sum(outcome.status == FAILED for _, outcome in outcomes)
        if failed:
            raise CommandError(f"{len(outcomes)} 个文件中有 {failed} 个失败。", returncode=1)

    def _ingest(
        self,
        files: list[Path],
        hints: Hints,
        options: dict[str, Any],
        outcomes: list[tuple[str, Outcome]],
    ) -> None:
        for done, file in enumerate(files):
            self._bar(done, len(files))
            shown, outcome = one_line(file), _ingest_one(file, hints)
            outcomes.append((shown, outcome))
            self._bar(None, 0)
            if outcome.status == FAILED:
                self.stderr.write(f"{shown}：失败，{outcome.error}{_option(outcome)}")
            elif not options["json"]:
                self.stdout.write(f"{shown}：{outcome.label}，{outcome.articles} 篇")

    def _bar(self, done: int | None, total: int) -> None:
        """How far we are, on a terminal only; None wipes it for the line to come."""
        if not self.stderr.isatty():
            return
        filled = BAR * (done or 0) // (total or 1)
        bar = "" if done is None else f"[{'#' * filled:-<{BAR}}] {done}/{total}"
        self.stderr.write(f"\r\033[K{bar}", lambda text: text, ending="")
        self.stderr.flush()

    def _print(
        self, options: dict[str, Any], summary: str, outcomes: list[tuple[str, Outcome]]
    ) -> None:
        if options["json"]:
            document = json.dumps(_document(outcomes), ensure_ascii=False, indent=1)
            self.stdout.write(document)
        elif summary:
            self.stdout.write(summary)


def _hints(options: dict[str, Any]) -> Hints:
    """The options, checked before any file is touched: a wrong one is wrong usage."""
    day, encoding = given_date(options["date"]), given_encoding(options["encoding"])
    name = (options["newspaper"] or "").strip()
    newspaper = _newspaper(name) if name else None
    return Hints(newspaper, day, encoding, publish=not options["draft"])


def _newspaper(name: str) -> Newspaper:
    known = Newspaper.objects.filter(Q(name=name) | Q(slug=name.lower())).first()
    known = known or next((row for row in Newspaper.objects.all() if name in row.aliases), None)
    if known is None:
        text = f"--newspaper 不认识“{name}”（若尚未载入参考数据，请先运行 load_reference）。"
        raise CommandError(text, returncode=WRONG)
    return known


def _ingest_one(file: Path, hints: Hints) -> Outcome:
    try:
        return take_in(read_file(file), file.name, hints)
    except (InputError, DatabaseError) as error:
        return Outcome(file.name, FAILED, error=reason(error))


def _option(outcome: Outcome) -> str:
    return f"（--{outcome.lacks}）" if outcome.lacks else ""


def _count(outcomes: list[tuple[str, Outcome]], status: str) -> int:
    return sum(outcome.status == status for _, outcome in outcomes)


def _summary(outcomes: list[tuple[str, Outcome]]) -> str:
    if not outcomes:
        return "没有找到可导入的 .txt 文件。"
    articles = sum(outcome.articles for _, outcome in outcomes if outcome.status == ADDED)
    return (
        f"共 {len(outcomes)} 个文件：导入 {_count(outcomes, ADDED)} 个（{articles} 篇），"
        f"已存在 {_count(outcomes, EXISTS)} 个，失败 {_count(outcomes, FAILED)} 个。"
    )


def _document(outcomes: list[tuple[str, Outcome]]) -> dict[str, Any]:
    return {
        "files": [_row(shown, outcome) for shown, outcome in outcomes],
        **{status: _count(outcomes, status) for status in (ADDED, EXISTS, FAILED)},
        "articles": sum(row.articles for _, row in outcomes if row.status == ADDED),
    }


def _row(shown: str, outcome: Outcome) -> dict[str, Any]:
    page = outcome.page
    return {
        "path": shown,
        "outcome": outcome.status,
        "newspaper": page.issue.newspaper.name if page else None,
        "date": page.issue.date.isoformat() if page else None,
        "page": page.number if page else None,
        "articles": outcome.articles,
        "error": outcome.error or None,
    }
