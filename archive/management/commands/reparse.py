"""`manage.py reparse`: read stored pages again by the present rules; corrections stay."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from archive.ingest.differences import Difference
from archive.ingest.outcomes import reason
from archive.ingest.papers import Papers
from archive.ingest.pipeline import VERSION
from archive.ingest.reparse import Changes, Terms, reparse_pages
from archive.management.presence import beside_others
from archive.management.usage import WRONG, PlainCommand, given_date
from archive.models import Page
from archive.text.cells import MARK, cell, lines

COLUMNS = ("报纸", "日期", "版", "文章", "标题", "变化", "项目", "原来", "现在")
Write = Callable[[Page, list[Difference]], None]
STEP = 20  # pages between two lines of progress, where not every page has its own


class Command(PlainCommand):
    help = "用现在的规则重新解析已入库的版面；编辑的更正和文章地址都保留。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--newspaper", metavar="NAME", help="只解析这份报纸，如 济宁日报")
        parser.add_argument("--date", metavar="YYYY-MM-DD", help="只解析这一天")
        parser.add_argument("--all", action="store_true", help="也解析已是现在版本的版面")
        parser.add_argument(
            "--report", metavar="FILE", type=Path, help="把每篇文章的变化写入 CSV 文件"
        )
        parser.add_argument("--dry-run", action="store_true", help="只看会有什么变化，不改动档案")

    @beside_others()
    def handle(self, *, report: Path | None, verbosity: int, **options: Any) -> None:
        keys = list(_chosen(options).values_list("source", "issue", "pk"))
        terms = Terms(details=report is not None, dry=options["dry_run"])
        try:
            with _written(report) as write:
                total, failed = self._reparse(keys, terms, write, verbosity)
        except OSError as error:
            what = f"报告无法写入 {report}" if report else "结果无法打印"
            raise CommandError(f"{what}（{error.strerror}）；读完的版面已经保存。") from error
        self.stdout.write(f"{'将会' if terms.dry else '共'}：{total}。")
        if report:
            self.stdout.write(f"每篇的变化见 {report}")
        if failed:
            raise CommandError(f"{failed} 个版面没有重新解析，保持原样。", returncode=1)

    def _reparse(
        self, keys: list[tuple[int, int, int]], terms: Terms, write: Write, verbosity: int
    ) -> tuple[Changes, int]:
        """What changed in all, and how many pages stayed as they were for a fault."""
        failed, total = 0, Changes()
        for done, (page, result) in enumerate(reparse_pages(_pages(keys), terms), 1):
            if isinstance(result, Changes):
                total.add(result)
                write(page, result.details)
                if verbosity:
                    self.stdout.write(f"{page}：{result}")
            else:
                failed += 1
                self.stderr.write(f"{page}：没有重新解析，{reason(result)}")
            if not verbosity and (done % STEP == 0 or done == len(keys)):
                self.stdout.write(f"已重新解析 {done}/{len(keys)} 版")
        return total, failed


@contextmanager
def _written(path: Path | None) -> Iterator[Write]:
    """Writes what changed on a page to the file, its rows as they come. Raises OSError."""
    if path is None:
        yield lambda page, details: None
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines([COLUMNS]))

        def write(page: Page, details: list[Difference]) -> None:
            file.writelines(row.removeprefix(MARK) for row in lines(_rows(page, details)))
            file.flush()

        yield write


def _rows(page: Page, details: list[Difference]) -> Iterator[list[str]]:
    issue = page.issue
    place = (issue.newspaper.name, issue.date.isoformat(), page.number)
    for row in details:
        facts = (row.article, row.headline, row.what, row.item, row.before, row.after)
        yield [cell(value) for value in (*place, *facts)]


def _pages(keys: list[tuple[int, int, int]]) -> Iterator[Page]:
    """The pages of one file at a time: a big archive is not to be held in memory."""
    rows = Page.objects.select_related("issue__newspaper__place", "source").order_by("sheet")
    for _, group in groupby(keys, key=lambda key: key[:2]):
        yield from rows.filter(pk__in=[pk for _, _, pk in group])


def _chosen(options: dict[str, Any]) -> QuerySet[Page]:
    pages = Page.objects.order_by("issue__date", "issue", "source", "sheet")
    if name := options["newspaper"]:
        newspaper = Papers().named(name)
        if newspaper is None:
            raise CommandError(f"--newspaper 不认识“{name}”。", returncode=WRONG)
        pages = pages.filter(issue__newspaper=newspaper)
    if day := given_date(options["date"]):
        pages = pages.filter(issue__date=day)
    return pages if options["all"] else pages.filter(parsed_with__lt=VERSION)
