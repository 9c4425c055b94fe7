"""Memory of the processes that serve, looked at now and then (PSS: shared pages are shared out)."""

from __future__ import annotations

import os
import re
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

from search.tests.bench.processes import seconds_of
from search.tests.night.house import House

EVERY = 10.0  # seconds
WARM = 0.15  # of the time, at most the next line's
MOST_WARM = 300.0  # seconds
TICKS = os.sysconf("SC_CLK_TCK")
_LINE = re.compile(rb"^(Pss|Pss_Anon):\s+(\d+) kB", re.M)


def held(process: int) -> dict[str, float]:
    """Megabytes: `Pss`, and `Pss_Anon`, which is what is not of files."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_bytes()
    except OSError:
        return {}
    return {name.decode(): int(size) / 1024 for name, size in _LINE.findall(rollup)}


def _busy() -> float:
    """Seconds of CPU that all processes of the machine have taken."""
    fields = [int(one) for one in Path("/proc/stat").read_text().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS  # without idle and iowait


class Watch(threading.Thread):
    """Looks until it is told to stop."""

    def __init__(self, house: House, every: float = EVERY) -> None:
        super().__init__(daemon=True)
        self.house, self.every, self.over = house, every, threading.Event()
        self.begun = time.monotonic()
        self.looks: list[dict[str, Any]] = []
        self.first = self._spent()

    def run(self) -> None:
        while not self.over.wait(self.every):
            parts = {
                f"{name} {process}": found
                for name, processes in self.house.parts().items()
                for process in processes
                if (found := held(process))
            }
            self.looks.append({"at": time.monotonic() - self.begun, "parts": parts})

    def end(self) -> None:
        self.over.set()
        self.join()
        self.spent = self._spent()
        self.seconds = time.monotonic() - self.begun

    def _spent(self) -> dict[str, float]:
        """Seconds of CPU by what a process does, as `house.parts` names it; `machine` is all of it."""
        found = {
            name: sum(map(seconds_of, processes))
            for name, processes in self.house.parts().items()
            if "below" not in name
        }
        return found | {"machine": _busy(), "clients": time.process_time()}

    def cpu(self) -> dict[str, float]:
        """Cores taken over the whole time; whoever else is on the machine is `others`."""
        cores = {
            name: (spent - self.first.get(name, 0.0)) / self.seconds
            for name, spent in self.spent.items()
        }
        ours = sum(cores.values()) - cores["machine"]
        return cores | {"others": cores.pop("machine") - ours}

    def sums(self, what: str = "Pss") -> list[tuple[float, float]]:
        """Of what lives long: a child that merges or reads a PDF comes and goes."""
        return [
            (
                look["at"],
                sum(one[what] for name, one in look["parts"].items() if "below" not in name),
            )
            for look in self.looks
        ]

    def growth(self, what: str = "Pss") -> float:
        """The share by which the last tenth is above the first after warming up."""
        rows = self.sums(what)
        if len(rows) < 10:
            return float("inf")  # who has seen nothing can promise nothing
        warm = min(MOST_WARM, WARM * rows[-1][0])
        after = [size for at, size in rows if at >= warm]
        tenth = max(1, len(after) // 10)
        return median(after[-tenth:]) / median(after[:tenth]) - 1

    def told(self) -> list[str]:
        """Each process at the start (after warming up) and at the end, in megabytes."""
        if not self.looks:
            return []
        warm = min(MOST_WARM, WARM * self.looks[-1]["at"])
        first = next(look for look in self.looks if look["at"] >= warm)
        last = self.looks[-1]
        names = sorted({*first["parts"], *last["parts"]})
        return [
            f"{name:22}"
            + "".join(
                f"{look['parts'].get(name, {}).get(what, 0):9.1f}"
                for what in ("Pss", "Pss_Anon")
                for look in (first, last)
            )
            for name in names
        ]
