"""What processes cost: CPU and wall time of a command, and memory of all its processes together."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_SAMPLE = 0.1  # seconds between two looks at the memory
_LINE = re.compile(rb"^(Pss|Rss):\s+(\d+) kB", re.M)


def memory(process: int) -> dict[str, float]:
    """Megabytes of a process: `rss`, and `pss` where shared pages are shared out."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_bytes()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return {"rss": 0.0, "pss": 0.0}
    found = {name.decode().lower(): int(size) / 1024 for name, size in _LINE.findall(rollup)}
    return {"rss": found.get("rss", 0.0), "pss": found.get("pss", 0.0)}


def children(process: int) -> list[int]:
    """The children of all threads of a process."""
    found: list[int] = []
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    except (FileNotFoundError, ProcessLookupError):
        pass
    return found


def family(process: int) -> list[int]:
    """The process and everything below it."""
    below = [one for child in children(process) for one in family(child)]
    return [process, *below]


def command_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of CPU of all processes and of the clock; megabytes (PSS) at the peak."""

    cpu: float
    wall: float
    peak: float
    status: int


def run(command: list[str], variables: Mapping[str, str]) -> Spent:
    """Run a command to its end, in a session of its own."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **variables}, start_new_session=True, stdout=subprocess.DEVNULL
    )
    peak, over = [0.0], threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peak, over), daemon=True)
    watch.start()
    try:
        _, status, use = os.wait4(process.pid, 0)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        over.set()
        watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    return Spent(use.ru_utime + use.ru_stime, wall, peak[0], process.returncode)


def _watch(process: int, peak: list[float], over: threading.Event) -> None:
    while not over.wait(_SAMPLE):
        peak[0] = max(peak[0], sum(memory(one)["pss"] for one in family(process)))
