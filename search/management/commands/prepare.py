"""Everything `make run` needs before the site is served, in one process: quick where it stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

STEPS = (
    ("migrate", {"verbosity": 0}),
    ("load_reference", {"if_needed": True}),
    ("ingest", {"if_empty": True}),
    ("collectstatic", {"interactive": False, "verbosity": 0}),
    ("reindex", {"if_needed": True}),
)


class Command(BaseCommand):
    help = (
        "准备网站：迁移数据库，载入参考数据，档案为空时导入示例版面，收集静态文件，必要时建索引。"
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name, choices in STEPS:
            paths = [str(settings.FIXTURES / "pages")] if name == "ingest" else []
            call_command(name, *paths, stdout=self.stdout, stderr=self.stderr, **choices)
