"""Four readers with a connection each, in a process of its own.

`python -m search.tests.bench.client PORT SECONDS ADDRESSES OUT`
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path

READERS = 4
A_VISIT = 100  # requests over one connection
PATIENCE = 30.0  # seconds for an answer
LEAST = 1000  # bytes of a page of results, compressed


@dataclass(slots=True)
class Told:
    """Milliseconds of each request and the place of its address in the whole run."""

    spent: list[tuple[int, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Reader(threading.Thread):
    def __init__(self, port: int, turns: count[int], addresses: list[str], until: float) -> None:
        super().__init__(daemon=True)
        self.port, self.turns, self.addresses, self.until = port, turns, addresses, until
        self.told = Told()

    def run(self) -> None:
        while time.perf_counter() < self.until:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            for _ in range(A_VISIT):
                if time.perf_counter() >= self.until or not self._read(connection):
                    break
            connection.close()

    def _read(self, connection: http.client.HTTPConnection) -> bool:
        turn = next(self.turns)
        address = self.addresses[turn % len(self.addresses)]
        begun = time.perf_counter()
        try:
            connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
            response = connection.getresponse()
            size = len(response.read())
        except (OSError, http.client.HTTPException) as error:
            self.told.errors.append(f"{address}: {error!r}")
            return False
        self.told.spent.append((turn, (time.perf_counter() - begun) * 1000))
        if response.status != 200 or size < LEAST:
            self.told.errors.append(f"{address}: {response.status}, {size} bytes")
        return not response.will_close


def read(port: int, seconds: float, addresses: list[str]) -> Told:
    begun = time.perf_counter()
    turns = count()
    readers = [Reader(port, turns, addresses, begun + seconds) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return Told(
        sorted(row for reader in readers for row in reader.told.spent),
        [error for reader in readers for error in reader.told.errors],
        time.perf_counter() - begun,
    )


if __name__ == "__main__":
    port, seconds, addresses, out = sys.argv[1:]
    told = read(int(port), float(seconds), json.loads(Path(addresses).read_text("utf-8")))
    Path(out).write_text(json.dumps(asdict(told)), "utf-8")
