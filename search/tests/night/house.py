"""A `serve` of its own: a data folder, accounts, the process, and which of its processes does what."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from search.tests.bench.folders import ROOT
from search.tests.bench.load import free_port, get
from search.tests.bench.processes import children, command_of, family

STARTING, STOPPING = 180.0, 60.0
ACCOUNTS = "search.tests.night.accounts"


class House:
    """`folder` holds the data, the log and the temporary files; `base` is an archive to begin with.

    `variables` are for its processes, beside those of this one.
    """

    def __init__(
        self, folder: Path, base: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> None:
        self.folder, self.data = folder, folder / "data"
        self.temporary, self.log = folder / "tmp", folder / "serve.log"
        self.temporary.mkdir(parents=True, exist_ok=True)
        if base and not self.data.exists():
            shutil.copytree(base, self.data)
        self.port, self.password = free_port(), secrets.token_urlsafe(12)
        self.variables = {
            **os.environ,
            "ARCHIVE_DATA": str(self.data),
            "TMPDIR": str(self.temporary),
            "PORT": str(self.port),
            "DEBUG": "0",
            "SMTP_URL": "",
            "NIGHT_PASSWORD": self.password,
            **(variables or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self, accounts: int) -> None:
        """Raises RuntimeError."""
        self.run("-m", "archive.config.env")
        self.run("manage.py", "prepare")
        self.inside(ACCOUNTS, str(accounts))

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command to its end, its output in the log."""
        with self.log.open("a") as log:
            log.write(f"$ {' '.join(command)}\n")
            log.flush()
            done = subprocess.run(
                [sys.executable, *command],
                cwd=ROOT, env=self.variables, stdout=subprocess.PIPE, stderr=log, text=True,
                check=False,
            )  # fmt: skip
            log.write(done.stdout)
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(command)}: status {done.returncode}, see {self.log}")
        return done

    def inside(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A module within the site."""
        return self.run("-m", "search.tests.bench.site", *command)

    def spawn(self, *command: str) -> subprocess.Popen[bytes]:
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT, env=self.variables, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def start(self) -> None:
        self.process = self.spawn("manage.py", "serve")

    def wait(self, patience: float = STARTING) -> None:
        """Until the site answers. Raises RuntimeError."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.is_well():
                return
            if self.process and self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the site does not answer: {self.log} tells why")

    def is_well(self) -> bool:
        try:
            return get(self.port, "/healthz")[0] == 200
        except (OSError, ValueError):
            return False

    def stop(self) -> None:
        """As a system stops a service; whoever does not end is killed."""
        if not self.process or self.process.poll() is not None:
            return
        below = family(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            for one in below:
                kill(one)
            self.process.wait()

    def parts(self) -> dict[str, list[int]]:
        """The processes by what they do: serve, master, web, worker, indexer, other.

        The worker is known by the file of its lock, the indexer by being no other of the long-lived.
        """
        found: dict[str, list[int]] = {"serve": [], "master": [], "web": []}
        if not self.process or self.process.poll() is not None:
            return found
        serve = self.process.pid
        found["serve"].append(serve)
        for child in children(serve):
            if "gunicorn" in command_of(child):
                found["master"].append(child)
                found["web"] += [one for one in children(child) if "gunicorn" in command_of(one)]
            else:
                name = "worker" if _holds(child, "worker.lock") else "indexer"
                found.setdefault(name, []).append(child)
                found.setdefault(f"below {name}", []).extend(family(child)[1:])
        return found


def _holds(process: int, name: str) -> bool:
    try:
        files = list(Path(f"/proc/{process}/fd").iterdir())
        return any(str(one.readlink()).endswith(name) for one in files)
    except OSError:
        return False


def kill(process: int) -> bool:
    """kill -9; whether it was there."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
