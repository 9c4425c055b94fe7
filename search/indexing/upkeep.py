"""What keeps the index whole: changes into it at once; merging and rebuilding beside that."""

from __future__ import annotations

import logging
import time

from search.backend import policy_backend
from search.engine import IndexUnavailable
from search.indexing import health
from search.indexing.chores import Chore
from search.indexing.comparing import mismatch
from search.indexing.documents import warm
from search.indexing.draining import drain
from search.indexing.rebuilding import reindex, sweep

logger = logging.getLogger(__name__)
GLANCE = 60.0  # seconds
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

    def look(self, told: bool = False) -> None:
        """Bring the index up to date, and begin what that asks for; `told` where it was said why.

        Raises what went wrong, with this or with what was begun earlier.
        """
        if self.rebuilding.is_done():
            self.unlike = ""
            logger.info("索引已重建。")
        drained, lost = 0, ""
        try:
            self.merging.is_done()
            self._check()
            drained = drain(ROUNDS)
        except IndexUnavailable as error:
            if not health.is_lost():
                raise  # it stands, only nothing can be written now
            lost = error.why
        if lost or self.unlike:
            self._rebuild(lost or self.unlike, told)
        elif drained:
            self.merging.start()

    def _check(self) -> None:
        """Read all of the index at the start, later see now and then that its files are there."""
        before, now = self.looked_at, time.monotonic()
        if not before:
            self.looked_at = now
            warm()
            sweep()
            health.check()
            self.unlike = mismatch()
            self.merging.start()
        elif now - before > GLANCE:
            self.looked_at = now
            health.glance()

    def _rebuild(self, why: str, told: bool) -> None:
        if not (told or self.rebuilding.process):
            logger.warning("%s，现在重建。", why)
        self.rebuilding.start()

    def end(self) -> None:
        self.merging.end()
        self.rebuilding.end()
