"""The way to a cluster that is busy, slow, half there or not there: a host on loopback plays it."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opensearchpy import RequestError

from search.engine import IndexAway, IndexDamaged, TooCostly
from search.opensearch import bulk, cluster, held
from search.opensearch.address import Address
from search.opensearch.cluster import Busy, Cluster

Answer = tuple[int, dict[str, Any]]
Playing = Callable[[str, bytes], Answer]
TOOK: Answer = 200, {"errors": False}
FULL = {"status": 429, "error": {"type": "rejected_execution_exception", "reason": "full"}}
FOUND: Answer = 200, {"timed_out": False, "hits": {"hits": []}}


@contextmanager
def host(play: Playing, tls: ssl.SSLContext | None = None) -> Iterator[tuple[str, int]]:
    """A server that gives what `play` makes of a path and a body."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet an answer, or the other side waits for the second

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, answer = play(self.path, body)
            sent = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield ("127.0.0.1", server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Script:
    """Gives one answer after the other, the last one for ever, and keeps what was sent."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.sent = list(answers), []

    def __call__(self, path: str, body: bytes) -> Answer:
        self.sent.append([json.loads(line) for line in body.splitlines()])
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def refused() -> tuple[str, int]:
    """Where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()


def at(*hosts: tuple[str, int]) -> Cluster:
    return Cluster(Address(hosts, "archive", user="writer", password="s3cret"))


def action(number: int) -> bytes:
    return f'{{"delete":{{"_id":"{number}"}}}}\n'.encode()


def items(*found: dict[str, Any]) -> Answer:
    return 200, {"errors": True, "items": [{"delete": one} for one in found]}


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; the clock goes on as if."""
    slept: list[float] = []
    now = bulk.time.monotonic

    class Clock:
        monotonic = staticmethod(lambda: now() + sum(slept))
        sleep = staticmethod(slept.append)

    monkeypatch.setattr(bulk, "time", Clock)
    monkeypatch.setattr(cluster, "time", Clock)
    return slept


def test_what_there_was_no_room_for_is_sent_again_and_nothing_else(waits: list[float]) -> None:
    play = Script(
        items({"status": 200}, FULL, {"status": 404}, FULL), items(FULL, {"status": 200}), TOOK
    )
    with host(play) as there:
        bulk.send(at(there), "archive", map(action, range(4)), bulk.EDITS)
    ids = [[line["delete"]["_id"] for line in body] for body in play.sent]
    assert ids == [["0", "1", "2", "3"], ["1", "3"], ["1"]]
    assert waits == [bulk.FIRST, bulk.FIRST]


def test_a_request_that_is_refused_whole_is_sent_again_and_later_each_time(
    waits: list[float],
) -> None:
    play = Script((429, {"error": "full"}), (429, {"error": "full"}), (503, {}), (503, {}), TOOK)
    with host(play) as there:
        bulk.send(at(there), "archive", [action(1)], bulk.EDITS)
    assert len(play.sent) == 5
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


def test_patience_ends_where_nothing_goes_in_any_more(waits: list[float]) -> None:
    play = Script(items(FULL))
    with host(play) as there, pytest.raises(Busy):
        bulk.send(at(there), "archive", [action(1)], bulk.EDITS)
    assert 0 < sum(waits) <= bulk.EDITS.busy


def test_patience_begins_anew_with_everything_that_goes_in() -> None:
    """A hundred documents that go in one by one take longer than any patience with one."""
    left = [items({"status": 200}, *[FULL] * (many - 1)) for many in range(100, 1, -1)]
    with host(play := Script(*left, TOOK)) as there:
        bulk.send(at(there), "archive", map(action, range(100)), bulk.Patience(1.0, 0.0))
    assert len(play.sent) == 100


def test_edits_do_not_wait_for_a_cluster_that_is_gone_but_a_rebuild_does(
    waits: list[float],
) -> None:
    with pytest.raises(IndexAway):
        bulk.send(at(refused()), "archive", [action(1)], bulk.EDITS)
    assert waits == []
    with pytest.raises(IndexAway):
        bulk.send(at(refused()), "archive", [action(1)], bulk.REBUILD)
    assert bulk.REBUILD.away / 2 < sum(waits) <= bulk.REBUILD.away


@pytest.mark.parametrize(
    ("item", "error"),
    [
        ({"status": 404, "error": {"type": "index_not_found_exception"}}, IndexDamaged),
        ({"status": 403, "error": {"type": "cluster_block_exception"}}, IndexAway),
        ({"status": 429, "error": {"type": "cluster_block_exception"}}, IndexAway),
        ({"status": 400, "error": {"type": "mapper_parsing_exception"}}, bulk.Refused),
    ],
)
def test_what_will_not_go_in_is_not_sent_again(
    item: dict[str, Any], error: type[Exception], waits: list[float]
) -> None:
    with host(play := Script(items(item))) as there, pytest.raises(error):
        bulk.send(at(there), "archive", [action(1)], bulk.EDITS)
    assert len(play.sent) == 1
    assert waits == []


def test_one_host_of_three_that_is_gone_costs_nothing() -> None:
    with host(Script(FOUND)) as one, host(Script(FOUND)) as two:
        for _ in range(3):
            reached = at(refused(), one, two)
            for _ in range(4):
                assert reached.search({}, "archive")["hits"] == {"hits": []}


def test_a_host_that_hangs_is_passed_over_after_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as hanging, host(Script(FOUND)) as well:
        hanging.bind(("127.0.0.1", 0))
        hanging.listen()
        reached, lost = at(hanging.getsockname(), well), 0
        for _ in range(6):
            try:
                reached.search({}, "archive", 0.1)
            except IndexAway:
                lost += 1
    assert lost <= 1


def test_a_cluster_that_is_gone_is_not_called_for_a_while_and_then_again(
    waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    play = Script(FOUND)
    with host(play) as there:
        reached = at(there)
        with monkeypatch.context() as patch:
            pool = reached.client.transport.connection_pool.connection.pool
            patch.setattr(pool, "urlopen", _gone)
            with pytest.raises(IndexAway):
                reached.search({}, "archive")
        with pytest.raises(IndexAway):
            reached.search({}, "archive")
        assert play.sent == []
        waits.append(cluster.PAUSE)
        reached.search({}, "archive")
        reached.search({}, "archive")
    assert len(play.sent) == 2


def _gone(*_: object, **__: object) -> None:
    raise ConnectionRefusedError


def test_one_host_that_hangs_makes_a_pause_too() -> None:
    with socket.socket() as hanging:
        hanging.bind(("127.0.0.1", 0))
        hanging.listen()
        reached = at(hanging.getsockname())
        with pytest.raises(IndexAway, match="没有及时回答"):
            reached.search({}, "archive", 0.1)
        with pytest.raises(IndexAway, match="连接不上"):
            reached.search({}, "archive", 0.1)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((200, {"timed_out": True}), TooCostly),
        ((500, {"error": {"type": "x", "root_cause": [], "reason": "Time exceeded"}}), TooCostly),
        ((400, {"error": {"type": "too_many_nested_clauses", "root_cause": []}}), TooCostly),
        ((404, {"error": {"type": "index_not_found_exception"}}), IndexDamaged),
        ((404, {}), IndexAway),
        ((401, {}), IndexAway),
        ((503, {"error": {"type": "cluster_block_exception", "root_cause": []}}), Busy),
        ((429, {}), Busy),
        ((503, {}), Busy),
        ((500, {}), IndexAway),
        ((400, {"error": {"type": "parsing_exception"}}), RequestError),
    ],
)
def test_errors_are_told_in_our_words(answer: Answer, error: type[Exception]) -> None:
    with host(Script(answer)) as there, pytest.raises(error) as found:
        at(there).search({}, "archive")
    assert "s3cret" not in str(found.value)
    assert "writer" not in str(found.value)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("application/json", "<p>"),
        ("text/html", "<p>"),
        ("text/plain", "ok"),
        ("application/json", "[]"),
        ("application/json", "{}"),
        ("application/json", '"ok"'),
        ("application/json", ""),
    ],
)
def test_what_is_no_cluster_is_no_index_that_is_damaged(kind: str, said: str) -> None:
    """A proxy, or another program at that port; no article is at fault for it either."""
    for task in (
        lambda reached: reached.search({}, "archive", 2.0),
        lambda reached: bulk.send(reached, "archive", [action(1)], bulk.Patience(0.0, 0.0)),
    ):
        with socket.socket() as odd:
            odd.bind(("127.0.0.1", 0))
            odd.listen()
            threading.Thread(target=_speak, args=(odd, kind, said), daemon=True).start()
            with pytest.raises(IndexAway):
                task(at(odd.getsockname()))


def _speak(listening: socket.socket, kind: str, said: str) -> None:
    line, _ = listening.accept()
    line.recv(65536)
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {len(said)}\r\n\r\n"
    line.sendall((head + said).encode())
    line.close()


@pytest.mark.parametrize("index", ["archive", None])
def test_hits_of_a_part_of_the_index_are_no_answer(index: str | None) -> None:
    """Also where the body names a point in time: an export must not lack what a dead node held."""
    paths = []

    def play(path: str, body: bytes) -> Answer:
        paths.append(path)
        return FOUND

    with host(play) as there:
        at(there).search({}, index)
    assert "allow_partial_search_results=false" in paths[0]


def test_to_list_what_is_there_is_never_too_costly_a_question() -> None:
    """It says nothing of what a reader typed."""
    with host(Script((200, {"timed_out": True, "pit_id": "x"}))) as there:
        for task in (held.count, held.numbers, held.stamps):
            with pytest.raises(IndexAway, match="没有及时回答"):
                task(at(there), "archive")


def test_nothing_of_a_failed_call_is_printed(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(IndexAway):
        at(refused(), refused()).search({}, "archive")
    assert caplog.records == []


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """One that 127.0.0.1 gave itself, and its key in the same file."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("makes a certificate: openssl is not installed")
    path = tmp_path / "host.pem"
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=archive -addext subjectAltName=IP:127.0.0.1"
    key = tmp_path / "key.pem"
    made = [openssl, *asked.split(), "-keyout", str(key), "-out", str(path)]
    subprocess.run(made, check=True, capture_output=True)
    path.write_text(path.read_text() + key.read_text())
    return path


def test_a_certificate_is_trusted_where_it_is_named_and_nowhere_else(certificate: Path) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    with host(Script(FOUND), tls) as there:
        known = Address((there,), "archive", tls=True, ca=str(certificate))
        assert Cluster(known).search({}, "archive")["hits"] == {"hits": []}
        for unknown, why in (("", "证书不被接受"), ("/nowhere.pem", "证书文件无法读取")):
            with pytest.raises(IndexAway, match=why):
                Cluster(replace(known, ca=unknown)).search({}, "archive")
