"""`manage.py ingest PATH…`: take in files, folders, zips and tables, a line for each."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from archive.ingest.errors import InputError
from archive.ingest.folders import input_files, one_line, opened
from archive.ingest.formats import TABLE, format_of, place_of
from archive.ingest.intake import (
    ADDED,
    EXISTS,
    FAILED,
    PARTIAL,
    Hints,
    Outcome,
    reason,
    take_in_file,
)
from archive.ingest.outcomes import Fault, OnStep
from archive.ingest.papers import Papers
from archive.management.presence import beside_others
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
    help = (
        "导入版面（txt、pdf）、成稿（csv、jsonl）、它们的 zip，或装着这些的文件夹；"
        "同样的内容只导入一次。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="文件或文件夹")
        add_page_options(parser)
        parser.add_argument("--json", action="store_true", help="结果作为一个 JSON 对象打印")
        parser.add_argument("--if-empty", action="store_true", help="档案里已有版面则什么也不做")
        parser.add_argument("--draft", action="store_true", help="不发布，留待编辑审阅")

    @beside_others()
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
        outcomes: list[tuple[str, Outcome]] = []
        try:
            self._ingest(list(input_files(paths)), hints, options, outcomes)
        except KeyboardInterrupt:
            self._bar(None, 0)
            self._print(options, _summary(outcomes) if outcomes else "", outcomes)
            raise CommandError("已中断；再运行一次会接着导入其余的文件。", returncode=130) from None
        self._print(options, _summary(outcomes), outcomes)
        failed = sum(outcome.status in (FAILED, PARTIAL) for _, outcome in outcomes)
        if failed:
            what = "失败或不完整" if _count(outcomes, PARTIAL) else "失败"
            text = f"{len(_counted(outcomes))} 个文件中有 {failed} 个{what}。"
            raise CommandError(text, returncode=1)

    def _ingest(
        self,
        files: list[Path],
        hints: Hints,
        options: dict[str, Any],
        outcomes: list[tuple[str, Outcome]],
    ) -> None:
        for done, file in enumerate(files):
            self._bar(done, len(files))
            shown = one_line(file)
            on_step = partial(self._step, done, len(files), shown)
            for outcome in _ingest_one(file, hints, on_step):
                path = _path(shown, outcome)
                outcomes.append((path, outcome))
                self._bar(None, 0)
                self._tell(path, outcome, options)
                self._bar(done, len(files))
            self._bar(None, 0)

    def _tell(self, path: str, outcome: Outcome, options: dict[str, Any]) -> None:
        if outcome.status == FAILED and not outcome.faults:
            self.stderr.write(f"{path}：失败，{outcome.error}{_option(outcome.lacks)}")
        for fault in outcome.faults:
            self.stderr.write(f"{path}：{_fault(path, fault)}")
        for warning in outcome.warnings if outcome.members or _is_table(path) else ():
            self.stderr.write(f"{path}：{one_line(warning)}")
        if options["json"] or outcome.status == FAILED:
            return
        what = f"{len(outcome.members)} 个文件" if outcome.members else f"{outcome.articles} 篇"
        self.stdout.write(f"{path}：{outcome.label}，{what}")

    def _step(self, done: int, total: int, shown: str, step: int, steps: int) -> None:
        """How far the reading of a file of many pages, rows or members is."""
        self._bar(done, total, f"　{shown[-40:]} {step}" + (f"/{steps}" if steps else ""))

    def _bar(self, done: int | None, total: int, more: str = "") -> None:
        """How far we are, on a terminal only; None wipes it for the line to come."""
        if not self.stderr.isatty():
            return
        filled = BAR * (done or 0) // (total or 1)
        bar = "" if done is None else f"[{'#' * filled:-<{BAR}}] {done}/{total}{more}"
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
    known = Papers().named(name)
    if known is None:
        text = f"--newspaper 不认识“{name}”（若尚未载入参考数据，请先运行 load_reference）。"
        raise CommandError(text, returncode=WRONG)
    return known


def _ingest_one(file: Path, hints: Hints, on_step: OnStep) -> Iterator[Outcome]:
    try:
        with opened(file) as stream:
            yield from take_in_file(stream, file.name, hints, on_step)
    except (InputError, DatabaseError) as error:
        yield Outcome(file.name, FAILED, error=reason(error))


def _path(shown: str, outcome: Outcome) -> str:
    """Where the file lies, and where in a zip."""
    _, _, inner = outcome.name.partition("/")
    return f"{shown}/{inner}" if inner else shown


def _is_table(path: str) -> bool:
    return format_of(path) == TABLE


def _fault(path: str, fault: Fault) -> str:
    place = place_of(path, fault.line, fault.where)
    return f"{place}：{fault.reason}{_option(fault.lacks)}"


def _option(lacks: str) -> str:
    return f"（--{lacks}）" if lacks else ""


def _counted(outcomes: list[tuple[str, Outcome]]) -> list[Outcome]:
    """A zip is not counted beside the files in it, unless it is all there is to tell of."""
    return [outcome for _, outcome in outcomes if not outcome.members or outcome.faults]


def _count(outcomes: list[tuple[str, Outcome]], status: str) -> int:
    return sum(outcome.status == status for outcome in _counted(outcomes))


def _summary(outcomes: list[tuple[str, Outcome]]) -> str:
    if not outcomes:
        return "没有找到可导入的文件。"
    articles = sum(row.articles for _, row in outcomes if row.status in (ADDED, PARTIAL))
    partial = _count(outcomes, PARTIAL)
    return (
        f"共 {len(_counted(outcomes))} 个文件：导入 {_count(outcomes, ADDED)} 个（{articles} 篇），"
        + (f"部分导入 {partial} 个，" if partial else "")
        + f"已存在 {_count(outcomes, EXISTS)} 个，失败 {_count(outcomes, FAILED)} 个。"
    )


def _document(outcomes: list[tuple[str, Outcome]]) -> dict[str, Any]:
    return {
        "files": [_row(shown, outcome) for shown, outcome in outcomes],
        **{status: _count(outcomes, status) for status in (ADDED, EXISTS, PARTIAL, FAILED)},
        "articles": sum(row.articles for _, row in outcomes if row.status in (ADDED, PARTIAL)),
    }


def _row(shown: str, outcome: Outcome) -> dict[str, Any]:
    page = outcome.page
    return {
        "path": shown,
        "outcome": outcome.status,
        "newspaper": page.issue.newspaper.name if page else None,
        "date": page.issue.date.isoformat() if page else None,
        "page": page.number if page else None,
        "pages": outcome.pages,
        "articles": outcome.articles,
        "error": outcome.error or None,
        "faults": [
            {"member": fault.where or None, "line": fault.line, "reason": fault.reason}
            for fault in outcome.faults
        ],
    }
