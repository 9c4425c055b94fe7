"""All that gunicorn is told, each with its reason; it reads this module by `--config`.

The names without an underscore are gunicorn's own settings and hooks.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from archive.ingest import uploads
from archive.management.stopping import is_orphan
from archive.web.log_forms import catch_uncaught
from search.serving.warmth import spare, warm

GRACE = 60  # seconds that requests in flight have to end when the site stops
MOST = 1000  # connections of a worker, idle ones among them
LOOK = 0.5  # seconds between looks whether the parent lives
READY = "ARCHIVE_READY"  # the variable with the descriptor by which a worker says that it is ready
_PARENT = os.getppid()
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (gunicorn makes files of its own names there)


def _connections() -> int:
    """At a time, of one worker: half of its open files are for what it reads and writes itself.

    A worker that may open no more ends, and who was being answered with it.
    """
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if files == resource.RLIM_INFINITY else min(MOST, files // 2)


worker_class = "search.serving.patient.PatientWorker"
workers = settings.WEB_WORKERS
threads = settings.WEB_THREADS
worker_connections = _connections()
# The program is loaded once, and what it loaded is shared by the workers.
preload_app = True
# A connection that is kept stays with its worker, however busy that is while others idle.
keepalive = 0
# How long the loop of a worker may stand still. What a request takes is not limited by it: large
# uploads and exports take their time.
timeout = 120
graceful_timeout = GRACE
# A worker is replaced now and then, so that whatever a library loses of its memory comes back.
# Two are hardly ever replaced at once; meanwhile the other answers.
max_requests = 10_000
max_requests_jitter = 2_000
# The sign of life must not wait for a disk.
worker_tmp_dir = str(_SHARED_MEMORY) if os.access(_SHARED_MEMORY, os.W_OK) else None
# A search of 500 characters in its percent form; the most that gunicorn allows.
limit_request_line = 8190
# No header of a request says where the site lies, or that it came by TLS: settings.py decides that.
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
# Signals to `serve` are all that steers it.
control_socket_disable = True
loglevel = "warning"
# The same log in the same form as that of everything else.
logconfig_dict = settings.LOGGING
proc_name = "archive"


def on_starting(server: Any) -> None:
    catch_uncaught()
    warm()
    spare()


def when_ready(server: Any) -> None:
    threading.Thread(target=_end_with, args=(_PARENT,), daemon=True).start()


def child_exit(server: Any, worker: Any) -> None:
    """What a worker that was killed was receiving, nobody will ask for."""
    uploads.sweep()


def post_worker_init(worker: Any) -> None:
    """Tell `serve`, where that listens, that requests are answered from now on."""
    if told := os.environ.get(READY):
        with suppress(
            OSError
        ):  # it has gone, or was told so often that it does not listen any more
            os.write(int(told), b".")


def _end_with(parent: int) -> None:
    """Stop gunicorn where `serve` was killed and could not do so itself."""
    while not is_orphan(parent):
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
