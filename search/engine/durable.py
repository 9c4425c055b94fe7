"""What must outlive a power cut is brought to the disk itself, beyond the system's memory."""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Replace what the file holds in one step; its name is on the disk once its folder is."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="ascii")
    bring_to_disk(fresh)
    fresh.replace(path)


def bring_to_disk(*paths: Path) -> None:
    """Wait until files, or the lists of names that folders are, lie on the disk."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
