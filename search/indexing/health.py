"""An index in which damage was found is not asked any more; why, is kept until there is another."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from search.backend import policy_backend
from search.engine import Engine, IndexUnavailable

OK = "ok"
WHY = "damaged"  # a file beside the pointer


def verify() -> None:
    """Raises IndexUnavailable where a byte of the index is not what was written; IndexBusy."""
    engine = policy_backend().engine
    with engine.store.lock("write"):  # or the files that are read would be merged away
        engine.verify()


def check() -> None:
    """As `verify`; searches then answer that there is no index, and /healthz says why."""
    engine = policy_backend().engine
    with engine.store.lock("write"):
        try:
            engine.verify()
        except IndexUnavailable as error:
            if engine.store.pointer.exists():
                _condemn(error.why)
            raise


def glance() -> None:
    """Raises IndexUnavailable where a file of the index is missing or cut off by now.

    A reader that has the files open already would not notice.
    """
    Engine(policy_backend().root).count()


def _condemn(why: str) -> None:
    policy_backend().engine.store.pointer.unlink()
    with suppress(OSError):
        _file().write_text(why, encoding="utf-8")


def is_lost() -> bool:
    """Whether there is no index that could be asked."""
    try:
        check()
    except IndexUnavailable:
        return True
    return False


def is_sound() -> None:
    """There is a new index."""
    _file().unlink(missing_ok=True)


def index_state() -> str:
    """OK, or why the index cannot be asked, with what helps."""
    try:
        policy_backend().engine.count()
    except IndexUnavailable as error:
        return _known() or str(error)
    return OK


def _known() -> str:
    with suppress(OSError):
        return str(IndexUnavailable(_file().read_text(encoding="utf-8")))
    return ""


def _file() -> Path:
    return policy_backend().root / WHY
