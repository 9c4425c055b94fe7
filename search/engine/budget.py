"""What one query, or one page of results, may cost: processor time, looked at between its parts.

None of these is dear alone.
"""

from __future__ import annotations

from time import thread_time

# A query of a researcher takes milliseconds; what takes so long was written to take long.
MOST = 1.5  # seconds of processor time


class TooCostly(Exception):
    """A query was broken off; nothing is wrong with the index."""


class Budget:
    """Begins to count when it is made, for the thread that makes it."""

    def __init__(self) -> None:
        self._begun = thread_time()

    def check(self) -> None:
        """Raises TooCostly."""
        if thread_time() - self._begun > MOST:
            raise TooCostly

    def spend(self, seconds: float) -> None:
        """Count what another machine took for it, too."""
        self._begun -= seconds
