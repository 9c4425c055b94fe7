"""The roster of names from the database that the segmentation must not cut apart."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from archive.models import Industry, Official, OfficialAlias, Place
from archive.text.segment import use_roster

FRESH = 30.0  # seconds for which a roster is good; exact matches never depend on it
_lock = threading.Lock()
_loaded_at: float | None = None


def names() -> Iterator[str]:
    """Officials, merged ones too, places with their short names, industries with keywords."""
    yield from Official.objects.values_list("name", flat=True)
    yield from OfficialAlias.objects.values_list("name", flat=True)
    for name, short in Place.objects.values_list("name", "short"):
        yield from (name, short)
    for name, keywords in Industry.objects.values_list("name", "keywords"):
        yield name
        yield from (word for word in keywords if isinstance(word, str))


def keep_current() -> None:
    """Load the roster where it is older than `FRESH`; four queries then, none otherwise."""
    global _loaded_at
    with _lock:
        if _loaded_at is None or time.monotonic() - _loaded_at > FRESH:
            use_roster(names())
            _loaded_at = time.monotonic()


def forget() -> None:
    """Load it anew at the next use."""
    global _loaded_at
    _loaded_at = None
