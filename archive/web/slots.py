"""How many costly answers are under way, counted for all processes that are forked from here."""

from __future__ import annotations

import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

from archive.web.shared import Lock, mark

_ENTRY = struct.Struct("<QQd")  # process, 0 where the slot is free; whose; since when
ALL = 256  # slots of all processes
OLDEST = 4 * 3600.0  # seconds after which nobody is believed to be answered still


class Slots:
    """A process that was killed holds none: its slots are free as soon as somebody needs one."""

    def __init__(self) -> None:
        self._salt = os.urandom(16)
        self._memory = mmap.mmap(-1, ALL * _ENTRY.size)
        self._lock = Lock("archive-slots")
        self._user = 0

    def take(self, client: str, in_process: int, of_client: int) -> int | None:
        """The slot, to be given back, or None where as many are taken in this process, or by this
        client in all of them."""
        own, whose = os.getpid(), mark(self._salt, client)
        with self._lock.held():
            self._begin(own)
            held = list(self._held())
            here = sum(process == own for _, process, _ in held)
            his = sum(holder == whose for _, _, holder in held)
            if here >= in_process or his >= of_client:
                return None
            taken = {slot for slot, _, _ in held}
            free = next((slot for slot in range(ALL) if slot not in taken), None)
            if free is not None:
                self._write(free, own, whose, time.monotonic())
            return free

    def give_back(self, slot: int) -> None:
        """Of this process; what somebody else took meanwhile stays his."""
        with self._lock.held():
            if self._read(slot)[0] == os.getpid():
                self._write(slot, 0, 0, 0.0)

    def _begin(self, own: int) -> None:
        """A process that is new holds nothing, whoever bore its number before."""
        if self._user == own:
            return
        self._user = own
        for slot in range(ALL):
            if self._read(slot)[0] == own:
                self._write(slot, 0, 0, 0.0)

    def _held(self) -> Iterator[tuple[int, int, int]]:
        """Slot, process and holder of those that are in use."""
        oldest = time.monotonic() - OLDEST
        for slot in range(ALL):
            process, holder, since = self._read(slot)
            if process and since > oldest and _lives(process):
                yield slot, process, holder

    def _read(self, slot: int) -> tuple[int, int, float]:
        process, holder, since = _ENTRY.unpack_from(self._memory, slot * _ENTRY.size)
        return process, holder, since

    def _write(self, slot: int, process: int, holder: int, since: float) -> None:
        _ENTRY.pack_into(self._memory, slot * _ENTRY.size, process, holder, since)


def _lives(process: int) -> bool:
    with suppress(PermissionError):  # somebody else's, which lives
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True


class Held:
    """A slot until it is given back, which may be said twice."""

    def __init__(self, slots: Slots, slot: int) -> None:
        self._slots, self._slot = slots, slot
        self._once = threading.Lock()

    def close(self) -> None:
        if self._once.acquire(blocking=False):
            self._slots.give_back(self._slot)
