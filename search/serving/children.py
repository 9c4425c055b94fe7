"""The processes that `serve` keeps going: one that dies is started again, ever later where it dies at once."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.context import ForkProcess

from django.conf import settings
from django.db import connections

from archive.management.stopping import is_orphan
from search.serving.web import READY

log = logging.getLogger(__name__)
STEADY = 60.0  # seconds after which a process is not thought to have died at its start
LONGEST = 60.0  # seconds between two starts at most
BRIEF = 2.0  # seconds, of one that somebody killed: it may do well the next time
TOLD = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # what `serve` answers in its own way


class Kept:
    """Something that runs, and is started again where it ends by itself."""

    def __init__(self, name: str) -> None:
        self.name, self.pause, self.next = name, 0.0, 0.0
        self.begin()

    def begin(self) -> None:
        self.begun, self.is_down = time.monotonic(), False
        self.start()

    def start(self) -> None:
        raise NotImplementedError

    def status(self) -> int | None:
        """How it ended, as of subprocess: minus the signal; None while it runs."""
        raise NotImplementedError

    def look(self) -> bool:
        """Start it again where it has died, and the time for that has come: whether this was so.

        Each death is told once. A machine that has no memory, process or descriptor to spare at
        this moment is asked again later.
        """
        if not self.is_down:
            status = self.status()
            if status is None:
                return False
            self._mourn(status)
        if time.monotonic() < self.next:
            return False
        try:
            self.begin()
        except OSError as error:
            self.is_down, self.pause = True, min(LONGEST, max(1.0, self.pause * 2))
            self.next = time.monotonic() + self.pause
            log.error("%s无法启动（%s），%.0f 秒后再试。", self.name, error.strerror, self.pause)
            return False
        return True

    def start_anew(self) -> None:
        """At the next look: it has ended because it was told to."""
        self.is_down, self.next = True, 0.0

    def _mourn(self, status: int) -> None:
        lived = time.monotonic() - self.begun
        longest = BRIEF if status == -signal.SIGKILL else LONGEST
        self.pause = 0.0 if lived > STEADY else min(longest, max(1.0, self.pause * 2))
        self.next, self.is_down = self.begun + max(self.pause, 1.0), True
        wait = max(0.0, self.next - time.monotonic())
        later = f"{wait:.0f} 秒后" if wait >= 1 else "现在"
        log.warning("%s中止（%s），%s重新启动。", self.name, _told(status), later)


def _told(status: int) -> str:
    if status < 0:
        known = [one.name for one in signal.Signals if one == -status]
        return f"信号 {known[0] if known else -status}"  # those of real time have no name
    return f"退出码 {status}"


class Child(Kept):
    """A process that is forked from this one. `shed`: descriptors that are not for it."""

    def __init__(
        self, name: str, run: Callable[[Callable[[], bool]], None], shed: Sequence[int] = ()
    ) -> None:
        self.run, self.shed = run, shed
        super().__init__(name)

    def start(self) -> None:
        connections.close_all()  # SQLite forbids to close in a child what was opened before
        context = multiprocessing.get_context("fork")
        self.process: ForkProcess = context.Process(
            target=_live, args=(os.getpid(), self.run, self.shed)
        )
        before = signal.pthread_sigmask(signal.SIG_BLOCK, TOLD)  # none is lost on a handler of ours
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def status(self) -> int | None:
        return self.process.exitcode

    def terminate(self) -> None:
        self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until it has stopped; it is killed at `deadline`, by the monotonic clock."""
        self.process.join(max(0.1, deadline - time.monotonic()))
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _live(parent: int, run: Callable[[Callable[[], bool]], None], shed: Sequence[int]) -> None:
    os.setsid()
    for number in TOLD:
        if signal.getsignal(number) != signal.SIG_IGN:  # as `nohup` leaves it
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD)
    for descriptor in shed:
        os.close(descriptor)
    try:
        run(partial(is_orphan, parent))
    except Exception as error:
        log.critical("程序意外中止：%s", error, exc_info=error)
        raise SystemExit(1) from error


class Site(Kept):
    """gunicorn, which answers whoever comes to the socket `listener`."""

    def __init__(self, listener: int) -> None:
        self.listener, self.is_ready, self.was_ready = listener, False, False
        super().__init__("网站")

    def start(self) -> None:
        heard, told = os.pipe()
        os.set_blocking(heard, False)
        os.set_blocking(told, False)
        try:
            # A session of its own: Ctrl-C reaches only us, and we stop all in order.
            self.process: subprocess.Popen[bytes] = subprocess.Popen(
                command(self.listener),
                cwd=settings.ROOT,
                start_new_session=True,
                pass_fds=(self.listener, told),
                env=surroundings() | {READY: str(told), "NOTIFY_SOCKET": ""},
            )
        except OSError:
            os.close(heard)
            raise
        finally:
            os.close(told)
        self._heard, self.is_ready = os.fdopen(heard, "rb", buffering=0), False

    def has_become_ready(self) -> bool:
        """Whether it began to answer since this was last asked."""
        if self.is_ready or not self._heard.read(1):
            return False
        self.is_ready = self.was_ready = True
        return True

    def status(self) -> int | None:
        return self.process.poll()

    def terminate(self) -> None:
        self.process.terminate()

    def end(self, deadline: float) -> None:
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def command(listener: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "archive.config.wsgi:application",
        "--bind", f"fd://{listener}",
        "--config", "python:search.serving.web",
    ]  # fmt: skip


def surroundings() -> dict[str, str]:
    """The environment as this process was given it, without what the settings file said.

    So whoever is started by it reads that file anew.
    """
    return {name: value for name, value in os.environ.items() if name not in settings.SET_BY_FILE}
