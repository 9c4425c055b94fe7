"""What a crowd met: the time of each request by its kind, and every error in words."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

SHOWN = 40  # errors that are kept in words


class Tally:
    """Shared by all threads of a phase."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.begun = time.monotonic()
        self.spent: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.told: list[str] = []

    def note(self, kind: str, seconds: float) -> None:
        with self.lock:
            self.spent[kind].append(seconds * 1000)

    def fail(self, kind: str, why: str) -> None:
        with self.lock:
            self.errors[kind] += 1
            if len(self.told) < SHOWN:
                self.told.append(f"{time.monotonic() - self.begun:.1f} s {kind}: {why}"[:600])

    @property
    def count(self) -> int:
        return sum(map(len, self.spent.values()))

    def rows(self) -> dict[str, dict[str, float]]:
        """Milliseconds by kind."""
        with self.lock:
            return {
                kind: {
                    "count": len(spent),
                    "errors": self.errors[kind],
                    **{f"p{share}": quantile(spent, share) for share in (50, 95, 99)},
                }
                for kind, spent in sorted(self.spent.items())
            }


def quantile(values: Iterable[float], share: float) -> float:
    """The value below which `share` per cent of them lie; 0 of none."""
    found = sorted(values)
    return found[min(len(found) - 1, int(len(found) * share / 100))] if found else 0.0


def quantile_as(measured: Tally, mix: Tally, share: float) -> float:
    """The quantile of what was measured, if its kinds had been as frequent as in the other mix."""
    weighed: list[tuple[float, float]] = []
    for kind, spent in mix.spent.items():
        own = measured.spent.get(kind, [])
        weighed += [(value, len(spent) / len(own)) for value in own]
    weighed.sort()
    least = sum(weight for _, weight in weighed) * share / 100
    for value, weight in weighed:
        least -= weight
        if least <= 0:
            return value
    return 0.0


def table(loaded: Tally, quiet: Tally) -> list[str]:
    """A line a kind, for people: milliseconds under load, and when it was quiet."""
    calm: dict[str, Any] = quiet.rows()
    lines = [f"{'':22}{'count':>7}{'errors':>7}{'p50':>8}{'p95':>8}{'p99':>8}{'quiet p95':>11}"]
    for kind, row in loaded.rows().items():
        still = calm.get(kind, {}).get("p95", 0.0)
        lines.append(
            f"{kind:22}{row['count']:7}{row['errors']:7}"
            f"{row['p50']:8.0f}{row['p95']:8.0f}{row['p99']:8.0f}{still:11.0f}"
        )
    return lines
