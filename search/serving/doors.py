"""What only one `serve` can have: a data folder, and a port of this machine."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management.base import CommandError

HOST = "127.0.0.1"
LOCK = "serve.lock"  # a file in ARCHIVE_DATA; the kernel lets go of it when its holder dies
BACKLOG = 2048  # connections that may wait to be accepted
WAIT = 5.0  # seconds for one that was killed to let go of the port


def only_one() -> IO[str]:
    """The lock of the data folder, with a line in it that says who has it. Raises CommandError."""
    path: Path = settings.ARCHIVE_DATA / LOCK
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"数据文件夹无法写入：{path}（{error.strerror}）。") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        told = file.read(200).strip()
        file.close()
        raise CommandError(
            f"这个数据文件夹的网站已在运行（{told}）：先停止它，或用 ARCHIVE_DATA 另指一个数据文件夹。"
        ) from error
    # The line is for whoever comes second, and a full disk no reason to stay away.
    with suppress(OSError):
        os.truncate(file.fileno(), 0)
        os.write(file.fileno(), f"进程 {os.getpid()}，http://{HOST}:{settings.PORT}/".encode())
    return file


def listening(port: int) -> socket.socket:
    """A socket that listens there, so that none who comes is turned away while others change places.

    Raises CommandError where another program has the port.
    """
    deadline = time.monotonic() + WAIT
    while True:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(BACKLOG)
            return listener
        except OSError as error:
            listener.close()
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.2)
                continue
            raise CommandError(
                f"端口 {port} 无法使用（{error.strerror}）：另一个程序可能正占用它，"
                f"见 http://{HOST}:{port}/；也可用 PORT 换一个端口。"
            ) from error
