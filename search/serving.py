"""Beginning and end of what serves: words and addresses ready at once, signals, no orphans."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

from django.urls import get_resolver

from archive.text.segment import words

PARENT = os.getppid()
LOOK = 0.5  # seconds between looks whether the parent lives


def is_orphan(parent: int) -> bool:
    """Whether the process that started this one has gone; its orphans get another parent."""
    return os.getppid() != parent


def stop_on_signals(stop: threading.Event) -> None:
    """Told to stop, by Ctrl-C, or by the end of the terminal unless `nohup` shields from that."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_: stop.set())


def warm() -> None:
    """Load the dictionary and the addresses once, for all processes that are forked from here."""
    words("预热")
    _ = get_resolver().url_patterns


def on_starting(server: Any) -> None:
    warm()


def when_ready(server: Any) -> None:
    threading.Thread(target=_end_with, args=(PARENT,), daemon=True).start()


def _end_with(parent: int) -> None:
    """Stop gunicorn where `serve` was killed and could not do so itself."""
    while not is_orphan(parent):
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
