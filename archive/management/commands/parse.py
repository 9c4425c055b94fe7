"""`manage.py parse FILE`: print what is found in a page as one JSON document."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from archive.gazetteer.newspapers import newspapers
from archive.ingest.document import file_document
from archive.ingest.errors import InputError
from archive.ingest.folders import one_line, read_file
from archive.ingest.pipeline import parse_bytes
from archive.management.usage import (
    WRONG,
    PlainCommand,
    add_page_options,
    given_date,
    given_encoding,
)

# What ingest takes and no page is: ready articles, and files in one.
NO_PAGES = {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".zip"}
MOST_NAMED = 10  # pages of a file that could not be read


class Command(PlainCommand):
    help = "解析一个版面文件，把结果作为一个 JSON 文档打印出来；不改动数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="版面文件")
        add_page_options(parser)

    def handle(self, *, file: Path, **options: Any) -> None:
        if file.is_dir() or file.suffix.lower() in NO_PAGES:
            text = f"{one_line(file)}：parse 只看版面文件（.txt、.pdf）；成稿、压缩包和文件夹用 ingest。"
            raise CommandError(text, returncode=1)
        hints = {
            "newspaper": _given_newspaper(options["newspaper"]),
            "day": given_date(options["date"]),
            "encoding": given_encoding(options["encoding"]) or None,
        }
        try:
            pages = [page for page, _ in parse_bytes(read_file(file), one_line(file.name), **hints)]
        except InputError as error:
            raise CommandError(f"{one_line(file)}：{error}", returncode=1) from error
        self.stdout.write(json.dumps(file_document(pages), ensure_ascii=False, indent=1))
        if faults := [page.fault for page in pages if page.fault]:
            more = f"……共 {len(faults)} 页" if len(faults) > MOST_NAMED else ""
            text = f"{one_line(file)}：{' '.join(faults[:MOST_NAMED])}{more}"
            raise CommandError(text, returncode=1)


def _given_newspaper(name: str | None) -> str | None:
    name = (name or "").strip() or None
    if name and newspapers().named(name) is None:
        raise CommandError(f"--newspaper 不认识“{name}”。", returncode=WRONG)
    return name
