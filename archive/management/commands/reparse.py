"""`manage.py reparse`: read stored pages again by the present rules; corrections stay."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from archive.ingest.errors import InputError
from archive.ingest.pipeline import VERSION
from archive.ingest.reparse import Changes, reparse_page
from archive.management.usage import WRONG, PlainCommand, given_date
from archive.models import Page


class Command(PlainCommand):
    help = "用现在的规则重新解析已入库的版面；编辑的更正和文章地址都保留。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--newspaper", metavar="SLUG", help="只解析这份报纸，如 jining-ribao")
        parser.add_argument("--date", metavar="YYYY-MM-DD", help="只解析这一天")
        parser.add_argument("--all", action="store_true", help="也解析已是现在版本的版面")

    def handle(self, **options: Any) -> None:
        pages = _chosen(options)
        failed, total = 0, Changes()
        for key in list(pages.values_list("pk", flat=True)):
            page = pages.select_related("issue__newspaper__place", "source").get(pk=key)
            try:
                changes = reparse_page(page)
            except (InputError, OSError) as error:
                failed += 1
                self.stderr.write(f"{page}：没有重新解析，{' '.join(str(error).split())}")
                continue
            total.add(changes)
            self.stdout.write(f"{page}：{changes}")
        self.stdout.write(f"共：{total}。")
        if failed:
            raise CommandError(f"{failed} 个版面没有重新解析，保持原样。", returncode=1)


def _chosen(options: dict[str, Any]) -> QuerySet[Page]:
    pages = Page.objects.order_by("issue__date", "issue", "number")
    if slug := options["newspaper"]:
        pages = pages.filter(issue__newspaper__slug=slug)
        if not pages.exists():
            raise CommandError(f"--newspaper 档案里没有“{slug}”的版面。", returncode=WRONG)
    if day := given_date(options["date"]):
        pages = pages.filter(issue__date=day)
    return pages if options["all"] else pages.filter(parsed_with__lt=VERSION)
