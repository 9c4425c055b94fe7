"""`manage.py reparse`: read stored pages again by the present rules; corrections stay."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from archive.ingest.outcomes import reason
from archive.ingest.papers import Papers
from archive.ingest.pipeline import VERSION
from archive.ingest.reparse import Changes, reparse_pages
from archive.management.usage import WRONG, PlainCommand, given_date
from archive.models import Page

STEP = 20  # pages between two lines of progress, where not every page has its own


class Command(PlainCommand):
    help = "用现在的规则重新解析已入库的版面；编辑的更正和文章地址都保留。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--newspaper", metavar="NAME", help="只解析这份报纸，如 济宁日报")
        parser.add_argument("--date", metavar="YYYY-MM-DD", help="只解析这一天")
        parser.add_argument("--all", action="store_true", help="也解析已是现在版本的版面")

    def handle(self, *, verbosity: int, **options: Any) -> None:
        failed, total = 0, Changes()
        keys = list(_chosen(options).values_list("source", "issue", "pk"))
        for done, (page, result) in enumerate(reparse_pages(_pages(keys)), 1):
            if isinstance(result, Changes):
                total.add(result)
                if verbosity:
                    self.stdout.write(f"{page}：{result}")
            else:
                failed += 1
                self.stderr.write(f"{page}：没有重新解析，{reason(result)}")
            if not verbosity and (done % STEP == 0 or done == len(keys)):
                self.stdout.write(f"已重新解析 {done}/{len(keys)} 版")
        self.stdout.write(f"共：{total}。")
        if failed:
            raise CommandError(f"{failed} 个版面没有重新解析，保持原样。", returncode=1)


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
