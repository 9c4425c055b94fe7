"""Carries changes into the index as they happen, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections

from search.engine import IndexBusy, IndexUnavailable
from search.indexer import drain, reindex

logger = logging.getLogger(__name__)
POLL = 0.3  # seconds between looks into the outbox
PAUSE = 5.0  # seconds before trying again what did not work


class Command(BaseCommand):
    help = "把数据库的改动送进索引，直到收到停止信号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="处理完现有的改动就结束")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            _bring_up_to_date()
        else:
            work()


def work(is_over: Callable[[], bool] = lambda: False) -> None:
    """Until a signal to stop, or until `is_over`."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    trouble = ""
    while not stop.is_set() and not is_over():
        before, trouble = trouble, _try()
        if trouble and trouble != before:
            logger.warning("索引更新推迟，稍后再试：%s", trouble)
        # A signal or an orphan's end is not to wait for the whole pause.
        for _ in range(round((PAUSE if trouble else POLL) / POLL)):
            if stop.wait(POLL) or is_over():
                break


def _try() -> str:
    """A database or an index that is busy for a while must not end the indexer; what it was."""
    try:
        _bring_up_to_date()
    except (Error, IndexBusy, IndexUnavailable, OSError) as error:
        close_old_connections()
        return str(error)
    return ""


def _bring_up_to_date() -> None:
    """An index that is missing or damaged is built anew from the database."""
    try:
        drain()
    except IndexUnavailable as error:
        logger.warning("%s，现在重建。", error.why)
        reindex()
