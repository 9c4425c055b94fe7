"""Carries changes into the index as they happen, until it is told to stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections

from archive.management.stopping import stop_on_signals
from search.engine import IndexAway, IndexBusy, IndexDamaged, IndexUnavailable
from search.indexer import drain, reindex
from search.indexing import health
from search.indexing.crew import ChildDied
from search.indexing.presence import present
from search.indexing.upkeep import Upkeep, merge

logger = logging.getLogger(__name__)
POLL = 0.3  # seconds between looks into the outbox
AWAY = "检索集群没有应答"
PAUSE = 5.0  # seconds before trying again what did not work


class Command(BaseCommand):
    help = "把数据库的改动送进索引，直到收到停止信号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="处理完现有的改动就结束")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            bring_up_to_date()
        else:
            work()


def work(is_over: Callable[[], bool] = lambda: False) -> None:
    """Until a signal to stop, or until `is_over`."""
    stop = threading.Event()
    stop_on_signals(stop)
    upkeep = Upkeep()
    trouble = ""
    with present():
        try:
            while not stop.is_set() and not is_over():
                trouble = _try(upkeep, trouble)
                # A signal or an orphan's end is not to wait for the whole pause.
                for _ in range(round((PAUSE if trouble else POLL) / POLL)):
                    if stop.wait(POLL) or is_over():
                        break
        finally:
            upkeep.end()


def _try(upkeep: Upkeep, before: str) -> str:
    """What went wrong, told where it is not what went wrong `before`; nothing ends the indexer."""
    try:
        upkeep.look(told=bool(before))
    except IndexAway as error:  # the reason may be another one at each try
        close_old_connections()
        trouble = AWAY
        if before != AWAY:
            logger.warning("索引更新推迟，改动都在排队：%s", error.why)
    except (Error, IndexBusy, IndexUnavailable, OSError, ChildDied) as error:
        close_old_connections()
        trouble = error.why if isinstance(error, IndexUnavailable) else str(error)
        if trouble != before:
            logger.warning("索引更新推迟，稍后再试：%s", trouble)
    except Exception as error:
        close_old_connections()
        trouble = repr(error)
        if trouble != before:
            logger.exception("索引更新推迟，稍后再试。")
    else:
        trouble = ""
        if before == AWAY:
            logger.info("检索集群已恢复，继续更新索引。")
    return trouble


def bring_up_to_date() -> None:
    """Once, and wait for it; an index that is missing or damaged is built anew."""
    try:
        drain()
    except IndexDamaged as error:
        if not health.is_lost():
            raise
        logger.warning("%s，现在重建。", error.why)
        reindex()
    merge()
