"""One round: note what there is to tell, send what waits, and do so again until it is over."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import Error, close_old_connections, reset_queries
from django.utils import timezone

from archive.management.stopping import stop_on_signals
from search.desk.digests.reserving import reserve
from search.desk.digests.sending import MailAway, send, tidy
from search.engine import IndexUnavailable
from search.indexing.health import OK, index_state

log = logging.getLogger(__name__)
POLL = 20.0  # seconds between two rounds
PAUSE = 60.0  # seconds before trying again what did not work
STEP = 0.3


@dataclass(frozen=True, slots=True)
class Told:
    """Mails written down, what came of those that waited, and why nothing was written down."""

    reserved: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    index: str = ""


def run(now: datetime, is_over: Callable[[], bool] = lambda: False) -> Told:
    """Without a whole index nothing new is looked for, but what waits is sent. Raises MailAway."""
    index, reserved = index_state(), 0
    try:
        if index == OK:
            index, reserved = "", reserve(now)
    except IndexUnavailable as error:
        index = error.why
    sent = send(now, is_over)
    tidy(now)
    return Told(reserved, sent, index)


def work(is_over: Callable[[], bool] = lambda: False) -> None:
    """Until a signal to stop, or until `is_over`; nothing ends it before."""
    stop = threading.Event()
    stop_on_signals(stop)

    def over() -> bool:
        return stop.is_set() or is_over()

    trouble = ""
    while not over():
        trouble = _try(over, trouble)
        for _ in range(round((PAUSE if trouble else POLL) / STEP)):
            if stop.wait(STEP) or is_over():
                break


def _try(is_over: Callable[[], bool], before: str) -> str:
    """What went wrong, told where it is not what went wrong `before`."""
    trouble = ""
    reset_queries()
    try:
        trouble = run(timezone.now(), is_over).index
    except (MailAway, Error, OSError) as error:
        trouble = str(error)
    except Exception as error:
        trouble = repr(error)
        if trouble != before:
            log.exception("邮件推迟，稍后再试。")
            before = trouble
    if trouble and trouble != before:
        log.warning("邮件推迟，稍后再试：%s", trouble)
    close_old_connections()
    return trouble
