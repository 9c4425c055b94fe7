"""What keeps the index whole: changes into it at once; merging and rebuilding beside that."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from search.backend import policy_backend
from search.engine import IndexBusy, IndexDamaged
from search.indexing import health
from search.indexing.chores import Chore
from search.indexing.comparing import UNLIKE, is_marked, may_be_part, mismatch
from search.indexing.documents import warm
from search.indexing.draining import drain
from search.indexing.rebuilding import reindex

logger = logging.getLogger(__name__)
GLANCE = 60.0  # seconds
KEPT = 3600.0  # seconds for which the index before this one is kept
REST, LONGEST = 5.0, 900.0  # seconds after a rebuild that failed, twice as long after each other
ROUNDS = 8  # commits between two looks whether there is something to merge


def merge() -> None:
    """Every step that the policy asks for."""
    while policy_backend().engine.merge():
        pass


class Upkeep:
    """One indexer's work; `look` again and again."""

    def __init__(self) -> None:
        self.merging = Chore(merge)
        self.rebuilding = Chore(reindex)
        self.looked_at = 0.0  # when the files of the index were last opened
        self.unlike = ""  # why the index is to be built anew although it can be asked
        self.failed: Exception | None = None  # what the last rebuild ended in
        self.rest, self.rested = 0.0, 0.0  # how long, and until when, no other is begun then

    def look(self, told: bool = False) -> None:
        """Bring the index up to date, and begin what that asks for; `told` where it was said why.

        Raises what went wrong, with this or with what was begun earlier.
        """
        with self._rebuilt():
            if self.rebuilding.is_done():
                self.unlike, self.failed = "", None
                logger.info("索引已重建。")
        drained, lost = 0, ""
        try:
            self.merging.is_done()
            self._check()
            drained = drain(ROUNDS)
        except IndexDamaged as error:
            if health.is_lost():
                lost = error.why
            elif not self.rebuilding.process:  # else a new one has just come, as begun
                raise
        if lost or self.unlike:
            self._rebuild(lost, told)
        elif drained:
            self.merging.start()

    def _check(self) -> None:
        """Read all of the index at the start, later see now and then that its files are there.

        Each time, whether somebody has emptied it.
        """
        before, now = self.looked_at, time.monotonic()
        if not before:
            self.looked_at = now
            try:
                self._begin()
            except IndexDamaged:
                raise
            except Exception:
                self.looked_at = 0.0  # not all was seen yet
                raise
        elif now - before > GLANCE:
            self.looked_at = now
            # The index before this one goes once nobody is in the midst of opening it.
            policy_backend().engine.tidy(KEPT)
            policy_backend().engine.glance()
            self.unlike = self.unlike or ("" if is_marked() else UNLIKE)
        elif may_be_part():
            self.unlike = UNLIKE

    def _begin(self) -> None:
        warm()
        policy_backend().engine.sweep()
        health.check()
        self.unlike = mismatch()
        self.merging.start()

    def _rebuild(self, lost: str, told: bool) -> None:
        """Unless it is under way, or somebody else has done it since; not soon where it failed."""
        if self.rebuilding.process:
            return
        if self.failed and time.monotonic() < self.rested:
            raise self.failed.with_traceback(None)
        if not lost:
            self.unlike = mismatch()
        if why := lost or self.unlike:
            if not told:
                logger.warning("%s，现在重建。", why)
            with self._rebuilt():
                self.rebuilding.start()

    @contextmanager
    def _rebuilt(self) -> Iterator[None]:
        """One that failed will most likely fail again: leave the machine some time."""
        try:
            yield
        except Exception as error:
            longer = self.failed is not None and not isinstance(error, IndexBusy)
            self.rest = min(2 * self.rest, LONGEST) if longer else REST
            self.failed, self.rested = error, time.monotonic() + self.rest
            raise

    def end(self) -> None:
        self.merging.end()
        self.rebuilding.end()
