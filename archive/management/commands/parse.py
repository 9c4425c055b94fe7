"""`manage.py parse FILE`: print what is found in a page as one JSON document."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.ingest.document import page_document
from archive.ingest.errors import InputError
from archive.ingest.pipeline import parse_bytes


class Command(BaseCommand):
    help = "解析一个版面文件，把结果作为一个 JSON 文档打印出来；不改动数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--newspaper", help="报名，如 济宁日报")
        parser.add_argument("--date", type=date.fromisoformat, help="出版日期 YYYY-MM-DD")
        parser.add_argument("--encoding", help="文件编码，如 gb18030")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: 无法读取（{error.strerror}）。", returncode=1) from error
        try:
            page, _ = parse_bytes(
                data,
                file.name,
                newspaper=options["newspaper"],
                day=options["date"],
                encoding=options["encoding"],
            )
        except InputError as error:
            raise CommandError(f"{file}: {error}", returncode=1) from error
        document = json.dumps(page_document(page), ensure_ascii=False, indent=1)
        self.stdout.write(document)
