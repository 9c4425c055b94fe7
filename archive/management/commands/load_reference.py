"""`manage.py load_reference`: places, newspapers and industries from fixtures/ into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from archive.ingest.intake import reason
from archive.ingest.reference import is_loaded, load_reference
from archive.management.presence import beside_others
from archive.management.usage import PlainCommand


class Command(PlainCommand):
    help = "把 fixtures/ 里的地区、别名、报纸、行业载入数据库；可反复运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="与上次载入相同则跳过")

    @beside_others()
    def handle(self, *, if_needed: bool, **options: Any) -> None:
        try:
            if if_needed and is_loaded():
                self.stdout.write("参考数据没有变化。")
                return
            loaded = load_reference()
        except DatabaseError as error:
            raise CommandError(reason(error), returncode=1) from error
        self.stdout.write(
            "参考数据已载入：地区 {places}，别名 {aliases}，报纸 {newspapers}，行业 {industries}。".format(
                **loaded.counts
            )
        )
        if loaded.kept:
            kept = "、".join(loaded.kept)
            self.stdout.write(f"编辑在后台改过的报纸，照编辑的留着，没有用文件里的值：{kept}。")
