"""kill -9 at random points of a build and of an update; what the next start makes of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from random import Random
from typing import Any

from search.tests.bench.folders import ROOT, archive, data

CHANGED = 800  # articles before an update that is killed
STARTED = 0.8  # seconds in which Python itself is still loading
UPDATING = 4.0  # seconds from the start within which an update is killed


class Kills:
    def __init__(self, articles: int, variables: dict[str, str]) -> None:
        self.folder = data() / "kills"
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(archive(articles), self.folder)
        self.variables = {**os.environ, **variables, "ARCHIVE_DATA": str(self.folder)}
        self.random = Random(articles)

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.variables,
            start_new_session=True,
            stdout=quiet,
            stderr=quiet,
        )

    def whole_build(self) -> float:
        """Seconds of a build that nobody kills."""
        begun = time.perf_counter()
        if self._start("manage.py", "reindex").wait():
            raise RuntimeError("reindex failed")
        return time.perf_counter() - begun

    def kill(self, command: str, longest: float, alone: bool) -> bool:
        """Whether it was still at work; `alone` leaves the children to find out themselves."""
        process = self._start("manage.py", command)
        try:
            process.wait(self.random.uniform(STARTED, longest))
        except subprocess.TimeoutExpired:
            (process.kill if alone else lambda: os.killpg(process.pid, signal.SIGKILL))()
            process.wait()
            return True
        return False

    def after(self, change: int) -> str:
        """What `after_kill` says: "" where all is well. It changes articles for the next one."""
        command = ["-m", "search.tests.bench.site", "search.tests.bench.after_kill", str(change)]
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=600,
        )
        return "" if done.returncode == 0 else (done.stdout + done.stderr)[-2000:]


def measure(articles: int, rounds: int, variables: dict[str, str]) -> dict[str, Any]:
    kills = Kills(articles, variables)
    whole = kills.whole_build()
    hit = number = 0
    faults = []
    while hit < rounds and number < 2 * rounds:
        update = number % 2 == 1
        longest = UPDATING if update else whole
        hit += kills.kill("run_indexer" if update else "reindex", longest, number % 4 >= 2)
        if fault := kills.after(0 if update else CHANGED):
            faults.append(f"{number}: {fault}")
        number += 1
    shutil.rmtree(kills.folder, ignore_errors=True)
    return {"articles": articles, "rounds": number, "hit": hit, "build": whole, "faults": faults}
