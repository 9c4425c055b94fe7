"""Where the benchmark keeps what is dear to make: BENCH_DATA, else under the system's temp folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def data() -> Path:
    """The folder of all corpora, databases and indexes; it is made where it is missing."""
    named = os.environ.get("BENCH_DATA", "").strip()
    folder = Path(named) if named else Path(tempfile.gettempdir()) / "policy-archive-bench"
    folder = folder.expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def archive(articles: int) -> Path:
    """ARCHIVE_DATA of the database with that many articles."""
    return data() / f"archive-{articles}"


def peer(name: str, articles: int) -> Path:
    return data() / f"{name}-{articles}"


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
