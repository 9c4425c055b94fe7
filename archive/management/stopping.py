"""How a process that serves is told to stop, and how it learns that whoever started it has gone."""

from __future__ import annotations

import os
import signal
import threading


def is_orphan(parent: int) -> bool:
    """Whether the process that started this one has gone; its orphans get another parent."""
    return os.getppid() != parent


def stop_on_signals(stop: threading.Event) -> None:
    """Told to stop, by Ctrl-C, or by the end of the terminal unless `nohup` shields from that."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_: stop.set())
