"""`serve` as operators run it: renewed, killed, started twice and stopped, while readers ask."""

from __future__ import annotations

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.management.commands import serve as command

ROOT = Path(__file__).resolve().parents[2]
LONG = 180.0  # seconds after which the test gives up
CHECKED = "UPLOAD_MAX_MB 应为 1 到 10240 之间的整数"


def test_a_child_that_cannot_be_started_leaves_none_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No memory for the second process: `serve` ends as a whole, with the first and the site."""
    ended: list[str] = []

    class Fake:
        def __init__(self, name: str, *values: object) -> None:
            if name == "second":
                raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
            self.name = name

        def terminate(self) -> None:
            ended.append(f"{self.name} is told")

        def end(self, deadline: float) -> None:
            ended.append(f"{self.name} has ended")

    with socket.socket() as listener, Path(os.devnull).open() as lock:
        monkeypatch.setattr(command, "only_one", lambda: lock)
        monkeypatch.setattr(command, "listening", lambda port: listener)
        monkeypatch.setattr(command, "Site", lambda number: Fake("site"))
        monkeypatch.setattr(command, "Child", Fake)
        monkeypatch.setattr(command, "warm", lambda: None)
        monkeypatch.setattr(command, "_programs", lambda: [("first", print), ("second", print)])
        with pytest.raises(OSError, match="memory"):
            command.Command().handle(check=False)
    assert ended == [
        f"{who} {what}" for what in ("is told", "has ended") for who in ("site", "first")
    ]


class Serve:
    """A `serve` with a data folder of its own, in a session without a terminal."""

    def __init__(self, data: Path) -> None:
        self.data, self.log = data, data / "log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (data / "settings.env").write_text(f"PORT={self.port}\nSECRET_KEY=a-key-of-a-test\n")
        given = {name: os.environ[name] for name in os.environ if name not in ("DEBUG", "PORT")}
        self.environment = given | {"ARCHIVE_DATA": str(data)}
        self.manage("migrate", "--verbosity", "0")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def tells(self, line: str) -> None:
        """Wait for the line in what it says."""
        wait(lambda: line in self.log.read_text() or self.process.poll() is not None)
        assert line in self.log.read_text(), self.log.read_text()

    def below(self) -> set[int]:
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return {int(one) for task in tasks for one in task.read_text().split()}

    def web(self) -> int:
        """The gunicorn that it started."""
        (found,) = [
            pid for pid in self.below() if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        return found

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(LONG)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def wait(until: Callable[[], bool]) -> None:
    pause, deadline = threading.Event(), time.monotonic() + LONG
    while not until() and time.monotonic() < deadline:
        pause.wait(0.05)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    one = Serve(tmp_path)
    try:
        yield one
    finally:
        one.end()


class Readers:
    """Two who ask one page after another; an answer that does not come is kept with why."""

    def __init__(self, port: int) -> None:
        self.port, self.over = port, threading.Event()
        self.answered: list[int] = []
        self.lost: list[str] = []
        self.threads = [threading.Thread(target=self._ask) for _ in range(2)]
        for one in self.threads:
            one.start()

    def _ask(self) -> None:
        while not self.over.wait(0.05):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
            try:
                connection.request("GET", "/robots.txt")
                response = connection.getresponse()
                response.read()
                self.answered.append(response.status)
            except (OSError, http.client.HTTPException) as error:
                self.lost.append(repr(error))
            finally:
                connection.close()

    def end(self) -> None:
        self.over.set()
        for one in self.threads:
            one.join()


def test_a_day_of_serve(serve: Serve) -> None:
    """Its settings file says the port; nobody who asks in all that time is left without an answer."""
    serve.tells(f"政策档案已启动：http://127.0.0.1:{serve.port}/")
    first, readers = serve.web(), Readers(serve.port)
    try:
        second = serve.manage("serve")
        assert second.returncode == 1 and second.stderr.count("\n") == 1
        assert (
            f"已在运行（进程 {serve.process.pid}，http://127.0.0.1:{serve.port}/）" in second.stderr
        )

        settings = serve.data / "settings.env"
        sound = settings.read_text()
        settings.write_text(f"{sound}UPLOAD_MAX_MB=x\n")
        serve.process.send_signal(signal.SIGHUP)
        serve.tells(CHECKED)
        assert serve.web() == first

        settings.write_text(f"{sound}WEB_WORKERS=1\n")
        serve.process.send_signal(signal.SIGHUP)
        serve.tells("网站已换新。")
        assert serve.process.poll() is None
        wait(lambda: first not in serve.below())
        assert serve.web() != first

        os.kill(serve.web(), signal.SIGKILL)
        serve.tells("网站中止（信号 SIGKILL），")
        serve.tells("网站已恢复。")
    finally:
        readers.end()
    assert readers.lost == [] and set(readers.answered) == {200}
    family = serve.below()
    assert len(family) == 3  # web, indexer, worker
    serve.process.terminate()
    assert serve.process.wait(LONG) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in family)
