"""SIGHUP: `serve` becomes a new one under the same number, with new code and settings.

Whoever comes meanwhile is answered: the socket stays open, and the gunicorn that was there goes on
until the new one answers.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import NoReturn

from search.serving.children import surroundings

log = logging.getLogger(__name__)
CHECK = 120.0  # seconds for the look whether it would start; who serves is deaf meanwhile
SOCKET, FORMER = "ARCHIVE_SOCKET", "ARCHIVE_FORMER"  # variables that one serve leaves to the next


def could_start() -> bool:
    """Whether the code and the settings that are there now would start; if not, why is logged."""
    command = [*_same_command(), "--check"]
    try:
        done = subprocess.run(
            command, env=surroundings(), capture_output=True, text=True, check=False, timeout=CHECK
        )
        why = done.stderr.strip()[-2000:] if done.returncode else ""
    except (OSError, subprocess.TimeoutExpired) as error:
        why = str(error)
    if why:
        log.error("没有换新，原来的继续运行：%s", why)
    return not why


def become_new(listener: socket.socket, site: int) -> NoReturn:
    """Never returns. `site` is the gunicorn that answers until there is another."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # which outlives the change, and would kill else
    os.set_inheritable(listener.fileno(), True)
    left = {SOCKET: str(listener.fileno()), FORMER: str(site)}
    sys.stdout.flush()
    os.execve(sys.executable, _same_command(), surroundings() | left)  # noqa: S606


def _same_command() -> list[str]:
    return [sys.executable, *sys.orig_argv[1:]]


def inherited() -> tuple[socket.socket, Former] | None:
    """What the former `serve` left, None where there was none."""
    number, site = os.environ.pop(SOCKET, ""), os.environ.pop(FORMER, "")
    if not number:
        return None
    listener = socket.socket(fileno=int(number))
    os.set_inheritable(listener.fileno(), False)
    return listener, Former(int(site))


class Former:
    """The gunicorn of the former `serve`, which is this very process."""

    def __init__(self, pid: int) -> None:
        self.pid, self.is_gone = pid, False

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def look(self) -> bool:
        """Whether it has ended by now; the kernel keeps a trace of it until this was asked."""
        if not self.is_gone:
            try:
                self.is_gone = os.waitpid(self.pid, os.WNOHANG)[0] != 0
            except ChildProcessError:
                self.is_gone = True
        return self.is_gone

    def end(self, deadline: float) -> None:
        """Wait until it has stopped; it is killed at `deadline`, by the monotonic clock."""
        while not self.look() and time.monotonic() < deadline:
            time.sleep(0.05)
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if not self.look():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)
