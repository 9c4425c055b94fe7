"""Words and addresses ready before processes are forked, in memory that they go on sharing."""

from __future__ import annotations

import ctypes
import gc

import numpy as np
from django.urls import get_resolver

from archive.text.segment import words
from search.suggesting.sounds import sounds

_ARENAS = -8  # M_ARENA_MAX of malloc.h


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
