"""How far a long command is: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import time

from django.core.management.base import OutputWrapper

WIDTH = 24  # characters of a full bar
EVERY, BLINK = 5.0, 0.1  # seconds between two lines where nobody watches, and between two bars


class Meter:
    """Call it with what is being done, how far, and of how many."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out, self.watched = out, out.isatty()
        self.told = time.monotonic()
        self.shown = False

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.told < (BLINK if self.watched else EVERY):
            return
        self.told = now
        text = f"{step} {done}/{total}"
        if not self.watched:
            self.out.write(text)
            return
        filled = WIDTH * done // (total or 1)
        self.out.write(f"\r\033[K[{'#' * filled:-<{WIDTH}}] {text}", lambda plain: plain, ending="")
        self.out.flush()
        self.shown = True

    def wipe(self) -> None:
        """The line is free for what is told next."""
        if self.shown:
            self.out.write("\r\033[K", lambda plain: plain, ending="")
            self.shown = False
