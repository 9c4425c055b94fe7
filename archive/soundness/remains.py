"""What killed processes left behind; nobody holds it, and nothing is lost with it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from archive.backup import left_behind, unfinished
from archive.backup.leftovers import remove
from archive.ingest.uploads import DAY, PREFIX
from archive.soundness.fault import Fault


def remains() -> Iterator[Fault]:
    if unfinished():
        yield Fault("恢复没有完成，档案不全", advice="再运行一次 manage.py restore FILE")
    for path in [*left_behind(), *_uploads()]:
        yield Fault(f"{path}：中止的程序留下的", partial(_removed, path))


def _uploads() -> Iterator[Path]:
    """Of uploads through the browser, ours, longer ago than any upload takes."""
    for path in sorted(Path(tempfile.gettempdir()).glob(f"{PREFIX}*")):
        with suppress(OSError):
            facts = path.stat()
            if facts.st_uid == os.getuid() and time.time() - facts.st_mtime > DAY:
                yield path


def _removed(path: Path) -> str:
    remove(path)
    return "" if path.exists() else f"{path}：已删去"
