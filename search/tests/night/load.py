"""`make load`: a crowd of readers, editors and uploaders for half an hour, and what they met.

`python -m search.tests.night.load --minutes 30 --clients 50 [--base ARCHIVE] [--out FILE]`
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from search.tests.night.client import Client, World
from search.tests.night.crowd import Crowd, quietly
from search.tests.night.house import House
from search.tests.night.ledger import Ledger
from search.tests.night.readers import catalogue
from search.tests.night.tally import Tally, quantile, quantile_as, table
from search.tests.night.uploaders import READING
from search.tests.night.watching import EVERY, Watch

QUIET = 120.0  # seconds, or a fifth of the time
WARMING = 10.0  # seconds before anything is measured
SETTLING = 300.0
GROWTH, TIMES = 0.10, 2.0  # the goals


def main() -> int:
    given = arguments()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="night-"))
    house = House(folder, given.base)
    say(f"in {folder}")
    try:
        house.prepare(Crowd.accounts(given.clients))
        house.start()
        house.wait()
        found = measure(house, given)
    finally:
        house.stop()
    say(report(found))
    if given.out:
        given.out.write_text(json.dumps(found["figures"], indent=1, ensure_ascii=False), "utf-8")
    if found["good"] and not given.folder:
        shutil.rmtree(folder)
    return 0 if found["good"] else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--think", type=float, nargs=2, default=(1.0, 3.0), help="seconds")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--base", type=Path, help="an ARCHIVE_DATA to begin with; it is copied")
    parser.add_argument("--folder", type=Path, help="where to work; kept then")
    parser.add_argument("--out", type=Path, help="the figures as JSON")
    return parser.parse_args()


def measure(house: House, given: argparse.Namespace) -> dict[str, Any]:
    seconds = given.minutes * 60
    ledger = Ledger(house.folder / "ledger.jsonl")
    world = World(
        house.port,
        Tally(),
        ledger,
        threading.Event(),
        given.seed,
        tuple(given.think),
        house.password,
    )
    articles = catalogue(Client(world, 999))
    quietly(world, given.seed + 1, min(WARMING, seconds / 10), articles)
    quiet = quietly(world, given.seed + 2, min(QUIET, seconds / 5), articles)
    say(f"quiet: {quiet.count} requests, p95 {quantile(_all(quiet), 95):.0f} ms")
    world.tally = Tally()
    crowd, watch = Crowd(world, given.clients, articles), Watch(house, min(EVERY, seconds / 30))
    watch.start()
    crowd.start()
    _tell_meanwhile(world, seconds)
    world.over.set()
    crowd.join()
    watch.end()
    settle(house)
    ledger.close()
    wrong = verdict(house)
    return {"loaded": world.tally, "quiet": quiet, "watch": watch, "wrong": wrong} | judged(
        world.tally, quiet, watch, wrong
    )


def _tell_meanwhile(world: World, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        world.over.wait(min(60.0, left))
        count, errors = world.tally.count, sum(world.tally.errors.values())
        say(f"{left:5.0f} s left: {count} requests, {errors} errors")


def settle(house: House) -> None:
    """Until the queue and the outbox are empty. Raises RuntimeError."""
    until = time.monotonic() + SETTLING
    while house.run(
        "-m", "search.tests.bench.site", "search.tests.night.settled", check=False
    ).returncode:
        if time.monotonic() > until:
            raise RuntimeError("the queue or the outbox does not become empty")


def verdict(house: House) -> list[str]:
    """What is not there exactly once, or not as it should be."""
    command = ["-m", "search.tests.bench.site", "search.tests.night.verdict"]
    done = house.run(*command, str(house.folder / "ledger.jsonl"), check=False)
    if done.returncode and not done.stdout:
        return [f"no verdict: {house.log} tells why"]
    return done.stdout.splitlines()


def _all(tally: Tally) -> list[float]:
    """Milliseconds of requests; reading a file is none."""
    return [one for kind, spent in tally.spent.items() if kind != READING for one in spent]


def judged(loaded: Tally, quiet: Tally, watch: Watch, wrong: list[str]) -> dict[str, Any]:
    reading = loaded.spent.pop(READING, [])
    quiet.spent.pop(READING, None)
    p95, still = quantile(_all(loaded), 95), quantile_as(quiet, loaded, 95)
    figures = {
        "requests": loaded.count,
        "errors": sum(loaded.errors.values()) + sum(quiet.errors.values()),
        "p50": quantile(_all(loaded), 50),
        "p95": p95,
        "p99": quantile(_all(loaded), 99),
        "quiet_p95": still,
        "growth": watch.growth(),
        "growth_of_anonymous": watch.growth("Pss_Anon"),
        "uploads_read_p95_seconds": quantile(reading, 95) / 1000,
        "kinds": loaded.rows(),
        "quiet_kinds": quiet.rows(),
        "memory": watch.sums(),
        "cores": watch.cpu(),
    }
    good = not wrong and not figures["errors"] and figures["growth"] <= GROWTH
    return {"figures": figures, "good": good and p95 <= TIMES * max(still, 1.0)}


def report(found: dict[str, Any]) -> str:
    figures, loaded, quiet = found["figures"], found["loaded"], found["quiet"]
    sizes = [size for _, size in figures["memory"]] or [0.0]
    lines = [
        *table(loaded, quiet),
        "",
        "memory, MB              Pss warm, end  Pss_Anon warm, end",
        *found["watch"].told(),
        f"sum: {sizes[0]:.0f} to {sizes[-1]:.0f} MB, growth {figures['growth']:.1%}"
        f" (without files {figures['growth_of_anonymous']:.1%})",
        "cores: " + " ".join(f"{name} {cores:.2f}" for name, cores in figures["cores"].items()),
        "",
        *quiet.told,
        *loaded.told,
        *found["wrong"],
        "",
        f"{figures['requests']} requests, {figures['errors']} errors, {len(found['wrong'])} things lost"
        f" or double; p50 {figures['p50']:.0f} p95 {figures['p95']:.0f} p99 {figures['p99']:.0f} ms,"
        f" quiet p95 of the same mix {figures['quiet_p95']:.0f} ms"
        f" (×{figures['p95'] / max(1.0, figures['quiet_p95']):.2f});"
        f" a file is read within {figures['uploads_read_p95_seconds']:.1f} s (p95)",
        "good" if found["good"] else "NOT good",
    ]
    return "\n".join(lines)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
