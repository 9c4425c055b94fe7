"""`manage.py run_worker`: reads the files that wait to be read, until it is told to stop."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from archive.ingest.intake import reason
from archive.ingest.worker import WorkerBusy, work, work_off
from archive.management.stopping import stop_on_signals
from archive.management.usage import PlainCommand


class Command(PlainCommand):
    help = "解析排队的文件，直到收到停止信号；被中止后再启动会接着做，每个文件只导入一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="处理完排队的文件就结束")

    def handle(self, *, once: bool, **options: Any) -> None:
        stop = threading.Event()
        stop_on_signals(stop)
        if not once:
            work(stop.is_set)
            return
        try:
            done = work_off(stop.is_set)
        except WorkerBusy as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, OSError) as error:
            raise CommandError(reason(error)) from error
        self.stdout.write(f"处理了 {done} 个文件。")
