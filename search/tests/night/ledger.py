"""What the site has acknowledged, to be looked for at the end; a line a thing, on disk at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Ledger:
    """`upload`: sha256, marks. `edit`: article, mark. `status`: article, status.

    What was begun is noted before it is asked for, as `begun`: it may be there or not, but not twice.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.lock = path, threading.Lock()
        self.file = path.open("a", encoding="utf-8")

    def note(self, kind: str, **facts: Any) -> None:
        with self.lock:
            self.file.write(json.dumps({"kind": kind, **facts}, ensure_ascii=False) + "\n")
            self.file.flush()

    def close(self) -> None:
        self.file.close()


def read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
