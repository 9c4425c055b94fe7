"""Serves the archive: gunicorn, the indexer and the worker side by side, until told to stop.

So is what sends mail, where that is set. These are forked from here, where everything they need is
loaded, so that one that was killed is replaced within a moment; all end by themselves where this
process is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.context import ForkProcess
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from archive.ingest import uploads, worker
from archive.management.stopping import is_orphan, stop_on_signals
from search.desk.digests import running
from search.management.commands import run_indexer
from search.serving import warm

HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds for a child to stop
BREATH = 1.0  # seconds between two starts of a child


class Command(BaseCommand):
    help = "启动网站（gunicorn）、索引程序和解析程序，直到收到停止信号。PORT 改变端口。"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        port = _port()
        stop = threading.Event()
        stop_on_signals(stop)
        uploads.sweep()
        site = _start_site(port)
        warm()
        children = [Child("索引程序", run_indexer.work), Child("解析程序", _read_files)]
        if settings.MAIL_IS_SET:
            children.append(Child("邮件程序", running.work))
        told = False
        try:
            while not stop.wait(0.1):
                if site.poll() is not None:
                    raise CommandError(
                        f"网站没有启动或已中止（gunicorn 退出码 {site.returncode}）。"
                    )
                for child in children:
                    if child.restarted():
                        self.stderr.write(f"{child.name}中止，已重新启动。")
                if not told and _answers(port):
                    self._tell(port)
                    told = True
        finally:
            _stop(site, children)

    def _tell(self, port: int) -> None:
        self.stdout.write(f"政策档案已启动：http://{HOST}:{port}/")
        self.stdout.write("建立管理员：.venv/bin/python manage.py createsuperuser")
        self.stdout.write(f"管理后台：http://{HOST}:{port}/admin/　按 Ctrl-C 停止。")
        self.stdout.flush()


def _port() -> int:
    """The port of PORT, free to be used. Raises CommandError."""
    value = os.environ.get("PORT", "").strip() or "8000"
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= 65535):
        raise CommandError(f"PORT 应为 1 到 65535 之间的整数，现为 {value!r}。", returncode=2)
    port = int(value)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"端口 {port} 无法使用（{error.strerror}）：网站可能已在运行，"
                f"见 http://{HOST}:{port}/；也可用 PORT 换一个端口。"
            ) from error
    return port


def _gunicorn(port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "archive.config.wsgi:application",
        "--bind", f"{HOST}:{port}",
        "--workers", "2",
        "--threads", "4",
        # A connection that is kept stays with its worker, however busy that is while others idle.
        "--keep-alive", "0",
        "--preload",
        "--log-level", "warning",
        "--config", "python:search.serving",
        # A search of 500 characters in its percent form; the most that gunicorn allows.
        "--limit-request-line", "8190",
        # No header of a request says where the site lies.
        "--forwarder-headers", "",
        # Large uploads and exports take their time.
        "--timeout", "120",
    ]  # fmt: skip


def _start_site(port: int) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only us, and we stop both children in order.
    return subprocess.Popen(_gunicorn(port), cwd=settings.ROOT, start_new_session=True)


class Child:
    """A process that is forked from this one, and again where it dies."""

    def __init__(self, name: str, run: Callable[[Callable[[], bool]], None]) -> None:
        self.name, self.run = name, run
        self._start()

    def _start(self) -> None:
        self.begun = time.monotonic()
        connections.close_all()  # SQLite forbids to close in a child what was opened before
        context = multiprocessing.get_context("fork")
        self.process: ForkProcess = context.Process(target=_live, args=(os.getpid(), self.run))
        self.process.start()

    def restarted(self) -> bool:
        """Whether it was dead and runs again; not ten times a second where it dies at once."""
        if self.process.is_alive() or time.monotonic() - self.begun <= BREATH:
            return False
        self._start()
        return True


def _live(parent: int, run: Callable[[Callable[[], bool]], None]) -> None:
    os.setsid()
    run(partial(is_orphan, parent))


def _read_files(is_over: Callable[[], bool]) -> None:
    stop = threading.Event()
    stop_on_signals(stop)
    worker.work(lambda: stop.is_set() or is_over())


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def _stop(site: subprocess.Popen[bytes], children: list[Child]) -> None:
    """Ask first, and do not ask twice."""
    site.terminate()
    for child in children:
        child.process.terminate()
    deadline = time.monotonic() + PATIENCE
    try:
        site.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        site.kill()
        site.wait()
    for child in children:
        child.process.join(max(0.1, deadline - time.monotonic()))
        if child.process.is_alive():
            child.process.kill()
            child.process.join()
