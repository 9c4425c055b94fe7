"""An index in which damage was found is not asked any more; why, is kept until there is another."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from search.backend import policy_backend
from search.engine import IndexDamaged, IndexUnavailable

OK = "ok"
WHY = "damaged"  # a file beside the pointer
PART = "索引可能不全：它由 clear_index 或 update_index 开始，不是 reindex 建立的"


def check() -> None:
    """Raises IndexDamaged where a byte of the index is not what was written.

    Searches then answer that there is no index, and /healthz says why. Raises OSError where
    nothing can be told now, IndexBusy. Whoever writes waits for no more than the verdict.
    """
    engine = policy_backend().engine
    searched = engine.searched()
    try:
        engine.verify()
    except IndexDamaged as error:
        with engine.lock("write"):
            if engine.forsake(searched):
                with suppress(OSError):
                    _file().write_text(error.why, encoding="utf-8")
            moved = engine.searched() not in ("", searched)
        if not moved:
            raise
        check()


def is_lost() -> bool:
    """Whether there is no index that could be asked. Raises OSError, IndexBusy."""
    try:
        check()
    except IndexDamaged:
        return True
    return False


def is_sound() -> None:
    """There is a new index."""
    _file().unlink(missing_ok=True)


def index_state() -> str:
    """OK, or why the index cannot be asked, or not be relied on, with what helps."""
    engine = policy_backend().engine
    try:
        engine.count()
        return OK if engine.mark() else str(IndexUnavailable(PART))
    except IndexDamaged as error:
        return _known() or str(error)
    except IndexUnavailable as error:
        return str(error)


def _known() -> str:
    with suppress(OSError):
        return str(IndexUnavailable(_file().read_text(encoding="utf-8")))
    return ""


def _file() -> Path:
    return policy_backend().root / WHY
