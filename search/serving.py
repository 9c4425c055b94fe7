"""Beginning and end of what serves: words and addresses ready at once, signals, no orphans."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import threading
import time
from typing import Any

import numpy as np
from django.urls import get_resolver

from archive.management.stopping import is_orphan
from archive.text.segment import words
from search.suggesting.sounds import sounds

PARENT = os.getppid()
_ARENAS = -8  # M_ARENA_MAX of malloc.h
LOOK = 0.5  # seconds between looks whether the parent lives


def warm() -> None:
    """Load dictionaries and addresses once, for all processes that are forked from here."""
    words("预热")
    sounds()
    np.unique(np.zeros(1))  # loads what numpy loads only when it is first asked for
    _ = get_resolver().url_patterns


def spare() -> None:
    """Keep the memory of the processes forked from here small, and shared with this one.

    One heap for all threads, of which nothing is gained by more: Python runs one at a time. And
    what is loaded by now the collector need not look at, which would copy its pages.
    """
    allocator = ctypes.CDLL(None)
    if hasattr(allocator, "mallopt"):
        allocator.mallopt(_ARENAS, 1)
    gc.collect()
    gc.freeze()


def on_starting(server: Any) -> None:
    warm()
    spare()


def when_ready(server: Any) -> None:
    threading.Thread(target=_end_with, args=(PARENT,), daemon=True).start()


def _end_with(parent: int) -> None:
    """Stop gunicorn where `serve` was killed and could not do so itself."""
    while not is_orphan(parent):
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
