"""`make chaos`: processes are killed while a small crowd edits and uploads; nothing may be lost.

`python -m search.tests.night.chaos --kills 50 --seed 11 [--base ARCHIVE]`: the same seed kills the
same kinds of process after the same times, and the crowd does the same things.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from search.tests.night.client import Client, World
from search.tests.night.editors import Editor
from search.tests.night.house import House, kill
from search.tests.night.ingesting import Ingesting
from search.tests.night.ledger import Ledger
from search.tests.night.load import say, settle, verdict
from search.tests.night.readers import Reader, Row, catalogue
from search.tests.night.tally import Tally
from search.tests.night.uploaders import Uploader

# How often each is hit; `ingest` is the command line, `serve` takes all of them with it.
TARGETS = {"web": 14, "worker": 14, "indexer": 12, "master": 5, "serve": 3, "ingest": 2}
BETWEEN = (0.3, 2.5)  # seconds from the return of one to the end of the next
THINK = (0.1, 0.6)  # seconds: a crowd in a hurry, so that every kill hits something
REST = (0.5, 1.5)  # between two uploads
RETURN = 60.0  # seconds for a killed process to be replaced
EDITORS, UPLOADERS, READERS = 4, 3, 3


def main() -> int:
    given = arguments()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="night-"))
    house = House(folder, given.base)
    say(f"in {folder}")
    try:
        house.prepare(EDITORS + UPLOADERS)
        house.start()
        house.wait()
        night = Night(house, given.seed)
        wrong = night.go(given.kills)
    finally:
        house.stop()
    wrong += strays(house)
    say("\n".join([*night.report(), *wrong, "NOT good" if wrong else "good"]))
    if not wrong and not given.folder:
        shutil.rmtree(folder)
    return 1 if wrong else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--base", type=Path, help="an ARCHIVE_DATA to begin with; it is copied")
    parser.add_argument("--folder", type=Path, help="where to work; kept then")
    return parser.parse_args()


@dataclass
class Night:
    """The crowd, and whoever kills."""

    house: House
    seed: int
    killed: Counter[str] = field(default_factory=Counter)
    away: float = 0.0  # the longest time that the site did not answer, in seconds
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.path = self.house.folder / "ledger.jsonl"
        self.world = World(
            self.house.port, Tally(), Ledger(self.path), threading.Event(), self.seed, THINK,
            self.house.password, is_rough=True,
        )  # fmt: skip

    def go(self, kills: int) -> list[str]:
        """What is not as it should be afterwards."""
        articles = catalogue(Client(self.world, 999))
        crowd, self.ingesting = self._crowd(articles), Ingesting(self.world, self.house, 800)
        for client in [*crowd, self.ingesting]:
            client.start()
        while sum(self.killed.values()) < kills:
            self._kill()
        self.world.over.wait(BETWEEN[1])
        self.world.over.set()
        for client in [*crowd, self.ingesting]:
            client.join()
        settle(self.house)
        self.world.ledger.close()
        tally = self.world.tally
        wrong = [f"{count} errors of {kind}" for kind, count in tally.errors.items()]
        return [*wrong, *tally.told, *verdict(self.house)]

    def _crowd(self, articles: list[Row]) -> list[Client]:
        found: list[Client] = [
            Editor(self.world, one, f"night-{one}", articles[one : len(articles) // 2 : EDITORS])
            for one in range(EDITORS)
        ]
        found += [
            Uploader(self.world, one, f"night-{one}", REST)
            for one in range(EDITORS, EDITORS + UPLOADERS)
        ]
        return found + [Reader(self.world, 700 + one, articles) for one in range(READERS)]

    def _kill(self) -> None:
        """One process of a kind drawn by lot, a while after all were there."""
        name = self.random.choices(list(TARGETS), list(TARGETS.values()))[0]
        moment, which = self.random.uniform(*BETWEEN), self.random.random()
        self._wait_for_all()
        self.world.over.wait(moment)
        found = self._found(name)
        if not found or not kill(found[int(which * len(found))]):
            return
        self.killed[name] += 1
        begun = time.monotonic()
        self.lines.append(f"{sum(self.killed.values()):3} {name}")
        if name == "serve" or self._has_ended():
            self._restart()
        if name in ("serve", "master"):
            self.house.wait(RETURN)
            self.away = max(self.away, time.monotonic() - begun)

    def _found(self, name: str) -> list[int]:
        return self.ingesting.processes() if name == "ingest" else self.house.parts().get(name, [])

    def _has_ended(self) -> bool:
        return bool(self.house.process and self.house.process.poll() is not None)

    def _restart(self) -> None:
        """As systemd does."""
        if self.house.process:
            self.house.process.wait()
        self.house.start()

    def _wait_for_all(self) -> None:
        until = time.monotonic() + RETURN
        while time.monotonic() < until:
            parts = self.house.parts()
            if all(parts.get(name) for name in ("serve", "master", "web", "worker", "indexer")):
                return
            if self._has_ended():
                self.lines.append("    serve has ended: started again")
                self._restart()
            time.sleep(0.05)
        raise RuntimeError(f"not all come back: {self.house.parts()}, {self.house.log} tells why")

    def report(self) -> list[str]:
        kinds: dict[str, Any] = self.world.tally.rows()
        done = {name: kinds.get(name, {}).get("count", 0) for name in ("admin save", "upload")}
        return [
            " ".join(line.strip() for line in self.lines),
            f"{sum(self.killed.values())} kills: {dict(self.killed)}; {self.world.tally.count} requests"
            f" answered, {done['admin save']} corrections, {done['upload']} uploads,"
            f" {self.ingesting.done} runs of ingest;"
            f" the site was away for {self.away:.1f} s at the longest",
        ]


def strays(house: House) -> list[str]:
    """Temporary files that are there although all has ended."""
    return [f"stray temporary file: {path.name}" for path in house.temporary.iterdir()]


if __name__ == "__main__":
    sys.exit(main())
