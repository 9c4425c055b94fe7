"""Builds a new index beside the old one, then swaps; searches go on meanwhile."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engine import IndexBusy, IndexUnavailable
from search.indexer import needs_reindex, reindex


class Command(BaseCommand):
    help = "重建索引：在旁边建好新的再替换，期间检索照常。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="只在索引缺失、损坏、版本不符或与数据库不符时重建",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_needed"]:
            reason = needs_reindex()
            if not reason:
                self.stdout.write("索引可用，无须重建。")
                return
            self.stdout.write(f"{reason}，现在建立。")
        try:
            total = reindex(lambda done: self.stdout.write(f"已索引 {done} 篇"))
        except IndexBusy as error:
            raise CommandError("另一个重建正在进行。") from error
        except OSError as error:
            raise CommandError(f"索引无法写入：{error}") from error
        except IndexUnavailable as error:
            raise CommandError(f"索引没有建好：{error.why}。") from error
        self.stdout.write(f"索引已建好，共 {total} 篇。")
