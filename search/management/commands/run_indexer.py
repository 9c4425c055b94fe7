"""Carries changes into the index as they happen, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections

from search.engine import IndexBusy, IndexUnavailable
from search.indexer import drain, reindex

logger = logging.getLogger(__name__)
POLL = 0.3  # seconds between looks into the outbox


class Command(BaseCommand):
    help = "把数据库的改动送进索引，直到收到停止信号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="处理完现有的改动就结束")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            _bring_up_to_date()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            self._work()
            stop.wait(POLL)

    def _work(self) -> None:
        """A database or an index that is busy for a while must not end the indexer."""
        try:
            _bring_up_to_date()
        except (Error, IndexBusy, OSError) as error:
            logger.warning("索引更新推迟：%s", error)
            close_old_connections()


def _bring_up_to_date() -> None:
    """An index that is missing or damaged is built anew from the database."""
    try:
        drain()
    except IndexUnavailable as error:
        logger.warning("%s", error)
        reindex()
