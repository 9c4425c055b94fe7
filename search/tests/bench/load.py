"""`/search/` under gunicorn while four readers ask and one article is edited; loopback only."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import quote

from search.tests.bench.corpus import corpus
from search.tests.bench.folders import ROOT, archive, data
from search.tests.bench.mix import Mix
from search.tests.bench.processes import children, command_of, memory
from search.tests.bench.words import load as load_words

STARTING = 120.0  # seconds for the site to answer
STOPPING = 60.0
EDIT_AFTER = 0.3  # of the whole time
VISIBLE = 20.0  # seconds for the edited article to be found
LOOK = 0.05


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, address: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@contextmanager
def serving(variables: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The port and the process of `manage.py serve`."""
    port = free_port()
    log = (data() / "serve.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env={**os.environ, **variables, "PORT": str(port)},
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    log.close()
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            if get(port, "/healthz")[0] == 200:
                return
        time.sleep(0.2)
    raise RuntimeError(
        f"serve did not start (status {process.poll()}): serve.log in the folder of the benchmark tells why"
    )


def workers(serve: int) -> list[int]:
    """The processes below gunicorn's first one."""
    site = [one for one in children(serve) if "gunicorn" in command_of(one)]
    return [worker for master in site for worker in children(master)]


class Edit:
    """Another process that edits an article, and how long a search takes to find it."""

    def __init__(self, number: int, variables: dict[str, str]) -> None:
        self.mark = "bench" + secrets.token_hex(4)
        command = [sys.executable, "-m", "search.tests.bench.site", "search.tests.bench.edit"]
        self.process = subprocess.Popen(
            [*command, str(number), self.mark],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._line()

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def _go(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def seconds_until_found(self, port: int) -> float:
        """From the commit on; infinite where no search found it in time."""
        self._go()
        committed = float(self._line())
        address = "/api/v1/search?q=" + quote(f'"{self.mark}"')
        while time.time() < committed + VISIBLE:
            status, answer = get(port, address)
            if status == 200 and json.loads(answer)["total"] == 1:
                return time.time() - committed
            time.sleep(LOOK)
        return float("inf")

    def undo(self) -> None:
        self._go()
        self.process.wait(60)


def measure(articles: int, seconds: float, variables: dict[str, str]) -> dict[str, Any]:
    variables = {**variables, "ARCHIVE_DATA": str(archive(articles))}
    addresses = Mix(corpus(articles), load_words()).addresses("/search/")
    with tempfile.TemporaryDirectory() as folder, serving(variables) as (port, serve):
        edit = Edit(articles // 2, variables)
        asked, out = Path(folder, "addresses.json"), Path(folder, "told.json")
        asked.write_text(json.dumps(addresses), "utf-8")
        command = [sys.executable, "-m", "search.tests.bench.client", str(port), str(seconds)]
        client = subprocess.Popen([*command, str(asked), str(out)], cwd=ROOT)
        time.sleep(seconds * EDIT_AFTER)
        visible = edit.seconds_until_found(port)
        client.wait(seconds + 120)
        held = [memory(worker) for worker in workers(serve)]
        edit.undo()
        time.sleep(2)  # for the indexer to take it back, so that the index is as before
        return told(json.loads(out.read_text("utf-8")), len(addresses)) | {
            "visible": visible,
            "workers": held,
        }


def told(found: dict[str, Any], size: int) -> dict[str, Any]:
    spent = [milliseconds for _, milliseconds in found["spent"]]
    first = [milliseconds for turn, milliseconds in found["spent"] if turn < size]
    return {
        "requests": len(spent),
        "seconds": found["seconds"],
        "rate": len(spent) / found["seconds"],
        "p50": median(spent),
        "p95": quantiles(spent, n=20)[-1],
        "most": max(spent),
        "first_p50": median(first),
        "first_p95": quantiles(first, n=20)[-1],
        "different": size,
        "errors": found["errors"],
    }
