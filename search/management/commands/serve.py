"""Serves the archive: gunicorn, the indexer and the worker side by side, until told to stop.

So is what sends mail, where that is set. These are forked from here, where everything they need is
loaded, so that one that was killed is replaced within a moment; all end by themselves where this
process is killed.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from gunicorn.systemd import sd_notify

from archive.ingest import uploads, worker
from archive.management.stopping import stop_on_signals
from archive.web.log_forms import catch_uncaught
from search.desk.digests import running as mail
from search.management.commands import run_indexer
from search.serving import warm
from search.serving.children import Child, Site, log
from search.serving.doors import HOST, listening, only_one
from search.serving.renewing import Former, become_new, could_start, inherited
from search.serving.web import GRACE

PATIENCE = GRACE + 10.0  # seconds for all to stop
LOOK = 0.1  # seconds between looks whether all are there
AFTER = 5  # by how much whoever reads files gives way to whoever answers a request


class Ending(Protocol):
    def terminate(self) -> None: ...
    def end(self, deadline: float) -> None: ...


class Turn:
    """What runs now, and how far it is on its way to make room for what is new."""

    def __init__(
        self,
        site: Site,
        children: list[Child],
        former: Former | None,
        stop: threading.Event,
        renew: threading.Event,
    ) -> None:
        self.site, self.children, self.former = site, children, former
        self.stop, self.renew = stop, renew
        self.is_leaving = False

    def may_change(self) -> bool:
        """Look after the children; whether they made room, and what is new would start.

        It is tried before they are asked to stop, and again just before the change: a long file may
        have lain between. Where it would not start, all goes on as it was.
        """
        if self.is_leaving:
            if any(child.status() is None for child in self.children):
                return False
            self.is_leaving = False
            if could_start():
                return True
            for child in self.children:
                child.start_anew()
        for child in self.children:
            child.look()
        is_alone = self.former is None or self.former.look()
        if self.renew.is_set() and self.site.is_ready and is_alone:
            self.renew.clear()
            self.is_leaving = could_start()
            for child in self.children if self.is_leaving else ():
                child.terminate()
        return False


class Command(BaseCommand):
    help = "启动网站（gunicorn）、索引程序和解析程序，直到收到停止信号。PORT 改变端口。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只看能不能启动，不启动")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            return self._check()
        catch_uncaught()
        lock = only_one()
        listener, former = inherited() or (listening(settings.PORT), None)
        stop, renew = threading.Event(), threading.Event()
        stop_on_signals(stop)
        _renew_on_hangup(renew, may=former is not None)
        uploads.sweep()
        running: list[Ending] = [former] if former else []
        try:
            site = Site(listener.fileno())
            running.append(site)
            warm()
            children: list[Child] = []
            for name, run in _programs():
                children.append(Child(name, run, (lock.fileno(), listener.fileno())))
                running.append(children[-1])  # at once: the next may fail to start
            if self._keep(Turn(site, children, former, stop, renew)):
                running = []
                become_new(listener, site.process.pid)
        finally:
            listener.close()
            _end(running)

    def _keep(self, turn: Turn) -> bool:
        """Until told to stop; or, True, to become a new one, when the children have stopped."""
        while not turn.stop.wait(LOOK):
            turn.site.look()
            has_answered = turn.site.was_ready
            if turn.site.has_become_ready():
                self._answers(turn.former, again=has_answered)
            elif turn.site.is_down and not (has_answered or turn.former):
                raise CommandError("网站没有启动，原因见上。")
            if turn.may_change():
                return True
        return False

    def _answers(self, former: Former | None, again: bool) -> None:
        """Say so; whoever answered before may go."""
        if again:
            log.info("网站已恢复。")
        elif former:
            former.terminate()
            log.info("网站已换新。")
        else:
            self.stdout.write(f"政策档案已启动：http://{HOST}:{settings.PORT}/")
            self.stdout.write("建立管理员：.venv/bin/python manage.py createsuperuser")
            self.stdout.write(f"管理后台：http://{HOST}:{settings.PORT}/admin/　按 Ctrl-C 停止。")
            self.stdout.flush()
            if settings.DEBUG:
                self.stderr.write(
                    "DEBUG=1：出错的页面会显示程序和设置，密钥是公开的。只供开发，不要对外。"
                )
        sd_notify("READY=1", log)

    def _check(self) -> None:
        """Raises what would keep a `serve` from starting. Raises CommandError."""
        get_wsgi_application()
        warm()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("数据库还没有迁移到这个版本：先运行 manage.py prepare。")
        self.stdout.write("可以启动。")


def _programs() -> list[tuple[str, Callable[[Callable[[], bool]], None]]]:
    """What runs beside the site, each in a process of its own."""
    programs: list[tuple[str, Callable[[Callable[[], bool]], None]]] = [
        ("索引程序", run_indexer.work),
        ("解析程序", _read_files),
    ]
    if settings.MAIL_IS_SET:
        programs.append(("邮件程序", mail.work))
    return programs


def _read_files(is_over: Callable[[], bool]) -> None:
    os.nice(AFTER)
    stop = threading.Event()
    stop_on_signals(stop)
    worker.work(lambda: stop.is_set() or is_over())


def _renew_on_hangup(renew: threading.Event, may: bool) -> None:
    """SIGHUP asks for new code and settings, unless a terminal may send it: its end is a stop."""
    if may or not _has_terminal():
        signal.signal(signal.SIGHUP, lambda *_: renew.set())


def _has_terminal() -> bool:
    try:
        Path("/dev/tty").open("rb").close()
    except OSError:
        return False
    return True


def _end(running: list[Ending]) -> None:
    """Ask first, and do not ask twice."""
    deadline = time.monotonic() + PATIENCE
    for one in running:
        one.terminate()
    for one in running:
        one.end(deadline)
