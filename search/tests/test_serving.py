"""gunicorn as the archive sets it: nothing is lost when workers change, nobody slow stops others."""

from __future__ import annotations

import ast
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
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from gunicorn.config import Config

from archive.management.stopping import stop_on_signals
from search.serving import children, doors, renewing, web
from search.serving.children import Child, Site
from search.serving.renewing import Former

ROOT = Path(__file__).resolve().parents[2]
SITE = "search.tests.answering:site"
LONG = 60.0  # seconds after which a test gives up


class Served:
    """A gunicorn of the archive's settings before the tiny site."""

    def __init__(self, folder: Path, *options: str, files: int = 0) -> None:
        """`files`: how many a process may have open; 0 for no limit of the test's."""
        self.held = folder / "held"
        os.mkfifo(self.held)
        self.listener = doors.listening(0)
        self.port = self.listener.getsockname()[1]
        heard, told = os.pipe()
        self.process = subprocess.Popen(
            [*(["prlimit", f"--nofile={files}"] if files else []),
             sys.executable, "-m", "gunicorn", SITE, "--bind", f"fd://{self.listener.fileno()}",
             "--config", "python:search.serving.web", *options],
            cwd=ROOT, pass_fds=(self.listener.fileno(), told), start_new_session=True,
            env=os.environ | {"DEBUG": "1", "ARCHIVE_DATA": str(folder), "HELD": str(self.held),
                              "DJANGO_SETTINGS_MODULE": "archive.config.settings",
                              web.READY: str(told)},
        )  # fmt: skip
        os.close(told)
        assert os.read(heard, 1) == b"."
        os.close(heard)

    def get(self, path: str = "/") -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.request("GET", path)
        with connection.getresponse() as response:
            assert response.status == 200
            return response.read().decode()

    def send(self, text: bytes) -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.port), timeout=LONG)
        client.sendall(text)
        return client

    def begun(self) -> None:
        """Wait until a request for /held is at work."""
        wait(Path(f"{self.held}.begun").exists)

    def end(self) -> None:
        self.listener.close()
        self.process.terminate()
        self.process.wait(LONG)


def wait(until: Callable[[], bool]) -> None:
    pause, deadline = threading.Event(), time.monotonic() + LONG
    while not until():
        assert time.monotonic() < deadline
        pause.wait(0.02)


@contextmanager
def served(folder: Path, *options: str, files: int = 0) -> Iterator[Served]:
    one = Served(folder, *options, files=files)
    try:
        yield one
    finally:
        one.end()


def test_recycled_workers_lose_no_request(tmp_path: Path) -> None:
    """300 requests of workers that are replaced after some 10: each is answered."""
    few = ("--max-requests", "10", "--max-requests-jitter", "5")
    with served(tmp_path, *few) as site, ThreadPoolExecutor(6) as pool:
        workers = list(pool.map(lambda _: site.get(), range(300)))
    assert len(workers) == 300 and len(set(workers)) > 10


def test_a_stop_lets_a_request_in_flight_end(tmp_path: Path) -> None:
    with served(tmp_path) as site, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(site.get, "/held")
        site.begun()
        site.process.terminate()
        site.held.write_text("done")
        assert answer.result(LONG) == "done"
        assert site.process.wait(LONG) == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served")) as one:
        yield one


HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
POST = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n"


ASKING = POST.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        HEAD,
        HEAD + b"a" * 70_000,
        POST % 1000 + b"a",
        POST % 10_000_000 + b"a" * 100_000,
        ASKING % 1000,
        POST.replace(b"%d", b"0" * 20 + b"1000"),
        POST.replace(b"Content-Length: %d", b"Transfer-Encoding: chunked"),
    ],
    ids=[
        "nothing",
        "head",
        "long head",
        "form",
        "upload",
        "asking first",
        "leading zeros",
        "chunks",
    ],
)
def test_slow_clients_do_not_stop_others(site: Served, said: bytes) -> None:
    """Forty that never finish their request, and eight threads."""
    slow = [site.send(said) for _ in range(40)]
    answers = [site.get() for _ in range(20)]
    assert len(answers) == 20
    for one in slow:
        one.close()


def test_more_clients_than_files_stop_no_worker(tmp_path: Path) -> None:
    """Those who come to be one too many wait outside, and are answered when others leave."""
    with served(tmp_path, "--workers", "1", files=128) as site:
        before = site.get()
        idle = [site.send(b"") for _ in range(200)]
        last = site.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        for one in idle:
            one.close()
        assert last.makefile("rb").read().endswith(before.encode())  # by the same process


def test_an_answered_client_that_never_leaves_stops_nobody(site: Served) -> None:
    staying = [site.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(20)]
    assert all(one.recv(15) == b"HTTP/1.1 200 OK" for one in staying)
    begun = time.monotonic()
    assert [site.get() for _ in range(20)]
    assert time.monotonic() - begun < 20.0  # gunicorn alone waits 2 s for each


def test_a_request_in_pieces_is_put_together(site: Served) -> None:
    body = b"a" * 200_000
    pieces = [b"POST / HT", b"TP/1.1\r\nHost: x\r", b"\nContent-Length: 200000\r\n\r", b"\n", body]
    client = site.send(b"")
    for piece in pieces:
        client.sendall(piece)
    assert client.makefile("rb").read().endswith(b"200000")
    asking = site.send(ASKING % 3)
    assert b"100 Continue" in asking.recv(100)
    asking.sendall(b"abc")
    assert asking.makefile("rb").read().endswith(b"3")


def test_no_header_of_a_request_moves_the_site(site: Served) -> None:
    """Nor says that it came by TLS: that is for settings.py to believe."""
    client = site.send(
        b"GET /scheme HTTP/1.1\r\nHost: x\r\nScript-Name: /evil\r\nSCRIPT_NAME: /evil\r\n"
        b"X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: on\r\nX-Forwarded-Protocol: ssl\r\n\r\n"
    )
    assert client.makefile("rb").read().endswith(b"\r\n\r\nhttp ")


def test_every_setting_is_one_of_gunicorns() -> None:
    """A misspelled one would be passed over in silence."""
    settings = Config()
    written = ast.parse(Path(web.__file__).read_text(encoding="utf-8")).body
    hooks = {one.name for one in written if isinstance(one, ast.FunctionDef)}
    plain = {
        target.id
        for one in written
        for target in (getattr(one, "targets", None) or [getattr(one, "target", None)])
        if isinstance(target, ast.Name) and target.id.islower()
    }
    for name in hooks | plain:
        if not name.startswith("_"):
            settings.set(name, getattr(web, name))
    assert (settings.workers, settings.threads) == (2, 4) and settings.forwarder_headers == []


def test_gunicorn_ends_with_the_process_that_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(web.os, "kill", lambda *signal: sent.append(signal))
    web._end_with(-1)
    assert sent == [(os.getpid(), signal.SIGTERM)]


def test_taken_port_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "WAIT", 0)
    with doors.listening(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"端口 {port} 无法使用"):
            doors.listening(port)


def test_a_second_serve_is_told_of_the_first(tmp_path: Path, settings: object) -> None:
    settings.ARCHIVE_DATA = tmp_path  # type: ignore[attr-defined]
    with doors.only_one():
        with pytest.raises(
            CommandError, match=rf"已在运行（进程 {os.getpid()}，http://127"
        ) as told:
            doors.only_one()
        assert "\n" not in str(told.value)
    doors.only_one().close()  # the first has gone


def test_a_full_disk_keeps_nobody_from_starting(tmp_path: Path, settings: object) -> None:
    settings.ARCHIVE_DATA = tmp_path  # type: ignore[attr-defined]
    (tmp_path / doors.LOCK).symlink_to("/dev/full")
    doors.only_one().close()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, settings: object) -> None:
    settings.ARCHIVE_DATA = tmp_path / "gone"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="数据文件夹无法写入"):
        doors.only_one()


def test_a_child_that_dies_is_started_again_ever_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Each death is told once, however often it is looked at."""

    def note(is_over: Callable[[], bool]) -> None:
        with (tmp_path / "starts").open("a") as file:
            file.write("x")

    closed: list[int] = []
    monkeypatch.setattr(children.connections, "close_all", lambda: closed.append(os.getpid()))
    child = Child("索引程序", note)
    pauses = []
    for _ in range(8):
        child.process.join()
        assert not child.look() and not child.look()
        pauses.append(round(child.next - child.begun))
        child.next = 0.0
        assert child.look()
    child.process.join()
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (tmp_path / "starts").read_text() == "x" * 9
    assert closed == [os.getpid()] * 9  # before each start, so that none is inherited
    assert len(caplog.messages) == 8 and "索引程序中止（退出码 0）" in caplog.messages[0]


def test_one_that_was_killed_after_long_is_back_at_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(children.connections, "close_all", lambda: None)
    monkeypatch.setattr(children, "STEADY", -1.0)
    child = Child("解析程序", lambda is_over: signal.pause())
    child.begun -= 1
    child.process.kill()
    child.process.join()
    assert child.look()
    assert caplog.messages == ["解析程序中止（信号 SIGKILL），现在重新启动。"]
    child.terminate()
    child.end(time.monotonic() + LONG)
    assert child.status() == -signal.SIGTERM


def test_a_child_answers_signals_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told to stop in its first moment, it stops: the handlers of `serve` are not its own."""
    monkeypatch.setattr(children.connections, "close_all", lambda: None)
    stop_on_signals(threading.Event())
    child = Child("解析程序", lambda is_over: signal.pause())
    child.terminate()
    child.end(time.monotonic() + LONG)
    assert child.status() == -signal.SIGTERM


def test_a_machine_that_can_start_nothing_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever keeps the site does not fall with one that cannot be started just now."""
    monkeypatch.setattr(children.connections, "close_all", lambda: None)
    child = Child("解析程序", lambda is_over: signal.pause())
    child.process.kill()
    child.process.join()
    child.next, child.is_down = 0.0, True

    def none_left() -> None:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    with monkeypatch.context() as patch:
        patch.setattr(child, "start", none_left)
        for pause in (1, 2, 4):
            child.next = 0.0
            assert not child.look() and not child.look()
            assert f"{pause} 秒后再试" in caplog.messages[-1]
    assert len(caplog.messages) == 3
    child.next = 0.0
    assert child.look() and child.status() is None
    child.terminate()
    child.end(time.monotonic() + LONG)


def test_how_an_end_is_told() -> None:
    assert children._told(-signal.SIGKILL) == "信号 SIGKILL"
    assert children._told(-(signal.SIGRTMIN + 1)) == f"信号 {signal.SIGRTMIN + 1}"
    assert children._told(3) == "退出码 3"


def test_what_would_not_start_in_time_or_at_all_is_not_changed_to(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(renewing, "CHECK", 0.2)
    for command in ([sys.executable, "-c", "import signal; signal.pause()"], ["/no/such/program"]):
        monkeypatch.setattr(renewing, "_same_command", lambda given=command: given)
        assert not renewing.could_start()
    assert all("原来的继续运行" in line for line in caplog.messages) and len(caplog.messages) == 2


def test_one_that_is_killed_again_and_again_is_back_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever kills it, it is no fault of its own: nobody waits a minute for the site."""
    monkeypatch.setattr(children.connections, "close_all", lambda: None)
    child, pauses = Child("解析程序", lambda is_over: signal.pause()), []
    for _ in range(5):
        child.process.kill()
        child.process.join()
        assert not child.look()
        pauses.append(round(child.next - child.begun))
        child.next = 0.0
        assert child.look()
    child.terminate()
    child.end(time.monotonic() + LONG)
    assert pauses == [1, 2, 2, 2, 2]


def test_a_child_has_none_of_the_doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock and the port are free as soon as `serve` is gone, however long a child lives."""
    monkeypatch.setattr(children.connections, "close_all", lambda: None)
    reading, writing = os.pipe()
    child = Child("解析程序", lambda is_over: signal.pause(), (writing,))
    os.close(writing)
    assert os.read(reading, 1) == b""  # the last who had it has closed it
    child.terminate()
    child.end(time.monotonic() + LONG)


def test_gunicorn_reads_the_settings_file_anew(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setenv("UPLOAD_MAX_MB", "7")
    monkeypatch.setenv("ALLOWED_HOSTS", "example.org")
    settings.SET_BY_FILE = {"UPLOAD_MAX_MB"}  # type: ignore[attr-defined]
    given = children.surroundings()
    assert "UPLOAD_MAX_MB" not in given and given["ALLOWED_HOSTS"] == "example.org"


def test_a_site_is_ready_when_its_worker_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    say = f"import os; os.write(int(os.environ['{web.READY}']), b'.')"
    monkeypatch.setattr(children, "command", lambda listener: [sys.executable, "-c", say])
    with doors.listening(0) as listener:
        site = Site(listener.fileno())
        wait(site.has_become_ready)
        assert site.process.wait(LONG) == 0
        assert not site.has_become_ready() and site.was_ready


def test_the_former_gunicorn_is_waited_for() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    former = Former(process.pid)
    assert not former.look()
    former.terminate()
    former.end(time.monotonic() + LONG)
    assert former.look()
    process.returncode = 0  # it was waited for here
