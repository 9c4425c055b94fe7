"""What processes cost: CPU and wall time of a command, and memory of all its processes together."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from search.tests.bench.folders import ROOT

_SAMPLE = 0.2  # seconds between two looks at the memory
_TICKS = os.sysconf("SC_CLK_TCK")
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


def seconds_of(process: int) -> float:
    """CPU of a process alone, up to now."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


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
        command,
        cwd=ROOT,
        env={**os.environ, **variables},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    seen, over = Seen(), threading.Event()
    watch = threading.Thread(target=seen.watch, args=(process.pid, over), daemon=True)
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
    # The system counts only children that were waited for; what was seen misses the last moment.
    cpu = max(use.ru_utime + use.ru_stime, sum(seen.cpu.values()))
    return Spent(cpu, wall, seen.peak, process.returncode)


@dataclass(slots=True)
class Seen:
    """A process and all below it, looked at again and again."""

    peak: float = 0.0
    cpu: dict[int, float] = field(default_factory=dict)

    def watch(self, process: int, over: threading.Event) -> None:
        while not over.wait(_SAMPLE):
            alive = family(process)
            self.peak = max(self.peak, sum(memory(one)["pss"] for one in alive))
            for one in alive:
                self.cpu[one] = max(self.cpu.get(one, 0.0), seconds_of(one))
