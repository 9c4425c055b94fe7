"""What the site answers to hostile queries and parameters, and what that costs it.

`DEBUG=1 ARCHIVE_DATA=… python -m search.tests.fuzzing [STRINGS [PARAMETERS]]` tries an archive as it stands
and prints the dearest; the tests try a small one, at full size with FUZZ=1.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from search.tests.hostile_strings import FILES, PATHS, PLACES, parameters, percent, strings

FULL = os.environ.get("FUZZ") == "1"
MOST_CPU = 2.0  # seconds until the first byte of an answer, and between two pieces of a long one
HANG = 30.0  # seconds of CPU after which a request is broken off


@dataclass
class Report:
    """What was asked, how it was answered, and what it cost: seconds of CPU, dearest first."""

    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    dearest: list[tuple[float, int, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def note(self, address: str, status: int, cost: float) -> None:
        self.asked += 1
        self.statuses[status] += 1
        self.dearest = sorted([*self.dearest, (cost, status, address[:300])], reverse=True)[:12]
        if status >= 500:
            self.faults.append(f"{status} {address[:500]}")
        elif cost > MOST_CPU:
            self.faults.append(f"{cost:.1f} s {address[:500]}")

    def __str__(self) -> str:
        rows = [
            f"{cost * 1000:7.0f} ms {status} {address}" for cost, status, address in self.dearest
        ]
        told = " ".join(f"{status}:{count}" for status, count in sorted(self.statuses.items()))
        return "\n".join(
            [f"{self.asked} requests, {told}, {len(self.faults)} faults", *rows, *self.faults[:40]]
        )


class Hung(BaseException):
    """A request that went on and on; no handler of the site may take it for its own."""


@contextmanager
def guarded() -> Iterator[None]:
    """Breaks off what uses HANG seconds of CPU."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hung

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, HANG)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def ask(get: Callable[[str], object], address: str, report: Report) -> None:
    """Ask, read the whole answer, and note the dearest stretch of work without a byte for the reader."""
    begin, cost = time.thread_time(), 0.0
    try:
        with guarded():
            answer: object = get(address)
            cost = time.thread_time() - begin
            if getattr(answer, "streaming", False):
                for _ in answer.streaming_content:  # type: ignore[attr-defined]
                    cost, begin = max(cost, time.thread_time() - begin), time.thread_time()
    except Hung:
        report.note(address, 598, HANG)
        return
    report.note(address, answer.status_code, cost)  # type: ignore[attr-defined]


def queries(get: Callable[[str], object], count: int) -> Report:
    """Each string to the search page or the API, and to one other place; one in forty to a file."""
    report = Report()
    for number, text in enumerate(strings(count)):
        told = percent(text)
        ask(get, PLACES[number % 2].replace("{}", told), report)
        ask(get, PLACES[2 + number % (len(PLACES) - 2)].replace("{}", told), report)
        if number % 40 == 0:
            ask(get, FILES[number // 40 % len(FILES)].replace("{}", told), report)
    return report


def attacks(get: Callable[[str], object], count: int) -> Report:
    report = Report()
    for address in parameters(count):
        ask(get, address, report)
    return report


def main(asked: int = 10_000, attacked: int = 2_000) -> None:
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    for address in (*PLACES, *PATHS):  # words and templates are loaded once
        client.get(address.replace("{}", "1"))
    sys.stdout.write(f"{queries(client.get, asked) if asked else ''}\n")
    sys.stdout.write(f"{attacks(client.get, attacked) if attacked else ''}\n")


if __name__ == "__main__":
    import django  # the tests have set Django up, a program has to

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.config.settings")
    django.setup()
    from django.test import Client

    main(*map(int, sys.argv[1:3]))
