"""A worker of gunicorn in which no slow client keeps a thread from the others.

Gunicorn's own gives a thread to each connection as soon as it is there, and eight that send their
request a byte a second stop a site of two workers with four threads. Here requests are waited for in
the loop of the worker, all of them at once; a thread is for a request that has come.
"""

from __future__ import annotations

import errno
import re
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD = 15.0  # seconds for a request to come, with what is small of its body
SMALL = 1 << 16  # bytes of a body that are waited for before a thread has to
STALL = 30.0  # seconds that a thread waits for a client that sends, or takes, nothing at all
SLOWEST = 2_000  # bytes a second below which an upload is too slow
LINGER = 2.0  # seconds for a client that was answered to close its end
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_HAS_BODY = re.compile(rb"\r\n(?:content-length|transfer-encoding)[ \t]*:", re.IGNORECASE)
_ASKS_FIRST = re.compile(rb"\r\nexpect:", re.IGNORECASE)
_UNKNOWN = 1 << 62  # bytes of a request of which only a thread can tell where it ends


class Measured(socket.socket):
    """A client's socket: one that keeps a thread waiting is as good as gone."""

    waited = 0.0  # seconds
    received = 0  # bytes

    def recv(self, *args: Any) -> bytes:
        left = max(0.1, STALL + self.received / SLOWEST - self.waited)
        begun = time.monotonic()
        with self._within(min(STALL, left)):
            data = super().recv(*args)
        self.waited += time.monotonic() - begun
        self.received += len(data)
        return data

    def sendall(self, *args: Any) -> None:
        with self._within(STALL):
            super().sendall(*args)

    def sendfile(self, *args: Any, **options: Any) -> int:
        with self._within(STALL):
            return super().sendfile(*args, **options)

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        before = self.gettimeout()
        self.settimeout(seconds if before is None else min(seconds, before))
        try:
            yield
        except TimeoutError as error:
            raise ConnectionResetError(errno.ECONNRESET, "too slow") from error
        finally:
            self.settimeout(before)


class Coming(TConn):
    """A connection, with what has come of its request so far."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.came = b""
        self.head, self.whole = 0, _UNKNOWN  # where they end; the head is at 0 until it is whole
        self.looked = 0  # what is before it is not looked at again
        self.enough = 0  # for a thread to begin
        self.is_large = True  # more of it is still to come, as slowly as the client likes
        self.data_ready = True  # once a thread has it

    def init(self) -> None:
        if not self.initialized:
            super().init()
            self.parser.unreader.unread(self.came)
            self.came = b""

    def is_here(self) -> bool:
        """Whether a thread can begin with it: the head is whole, and the body as far as SMALL.

        What is too long to be waited for, or wants an answer before it goes on, is begun with too.
        """
        if not self.head and not self._is_read():
            return len(self.came) > SMALL
        self.is_large = len(self.came) < self.whole
        return len(self.came) >= min(self.whole, self.enough)

    def _is_read(self) -> bool:
        """Read the head, once it is whole."""
        end = self.came.find(_END, self.looked)
        self.looked = max(0, len(self.came) - len(_END) + 1)
        if end < 0:
            return False
        self.head = self.whole = self.enough = end + len(_END)
        if _HAS_BODY.search(self.came, 0, self.head):
            length = _LENGTH.search(self.came, 0, self.head)
            self.whole = self.head + int(length[1]) if length else _UNKNOWN
            if length and not _ASKS_FIRST.search(self.came, 0, self.head):
                self.enough += SMALL
        return True


def _received(client: socket.socket) -> bytes | None:
    """What has come; b"" where the client has gone, None where it was a false alarm."""
    try:
        return socket.socket.recv(client, SMALL)
    except BlockingIOError:
        return None
    except OSError:
        return b""


class PatientWorker(ThreadWorker):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.busy = 0  # requests that threads have, or wait for one
        self.large = 0  # those of them that are not all there: a thread may have to wait
        # Others with one: half of the threads are not for them.
        self.waiting: deque[Coming] = deque()
        self.leaving: deque[TConn] = deque()  # connections that were answered

    def set_accept_enabled(self, enabled: bool) -> None:
        """Who would have to wait for a thread here, waits for any worker, outside."""
        super().set_accept_enabled(enabled and self.busy < self.cfg.threads)

    def accept(self, listener: Any) -> None:
        try:
            accepted, address = listener.accept()
        except OSError as error:  # another worker was quicker, or the client left
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        client = Measured(fileno=accepted.detach())
        conn = Coming(self.cfg, client, address, listener.getsockname())
        conn.timeout = time.monotonic() + HEAD
        self.nr_conns += 1
        self.pending_conns.append(conn)
        self.poller.register(
            client, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn)
        )

    def on_pending_socket_readable(self, conn: Coming, client: socket.socket) -> None:
        data = _received(client)
        if data is None:
            return
        conn.came += data
        if data and not conn.is_here():
            return
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        if data:
            self.enqueue_req(conn)
        else:
            self._forget(conn)

    def enqueue_req(self, conn: Coming) -> None:
        if conn.is_large:
            if self.large >= max(1, self.cfg.threads // 2):
                self.waiting.append(conn)
                return
            self.large += 1
        self.busy += 1
        if self._accepting:
            self.set_accept_enabled(True)  # unless there are enough by now
        super().enqueue_req(conn)

    def finish_request(self, conn: Coming, fs: Any) -> None:
        """Say that this was all, and hear the client out, in the loop as well (RFC 9112, 9.6).

        No connection is kept for a second request.
        """
        self.busy -= 1
        if conn.is_large:
            self.large -= 1
            if self.waiting:
                self.enqueue_req(self.waiting.popleft())
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._hear_out, conn))
        except (OSError, ValueError):  # it is gone already
            self._forget(conn)
            return
        conn.timeout = time.monotonic() + LINGER
        self.leaving.append(conn)

    def _hear_out(self, conn: TConn, client: socket.socket) -> None:
        if _received(client) == b"":
            self.leaving.remove(conn)
            self.poller.unregister(client)
            self._forget(conn)

    def murder_pending(self) -> None:
        super().murder_pending()
        while self.leaving and self.leaving[0].timeout <= time.monotonic():
            conn = self.leaving.popleft()
            self.poller.unregister(conn.sock)
            self._forget(conn)

    def _forget(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()
