"""Sizes and sums of a segment's files, by which damage is noticed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

ENDING = ".sums"
_CHUNK = 1 << 20


class Damaged(ValueError):
    """A file is missing, cut off, or holds other bytes than were written."""


def note(path: Path, files: Iterable[Path]) -> None:
    """Keep the sizes and sums of the files in `path`."""
    rows = {file.name: [file.stat().st_size, _sum(file)] for file in sorted(files)}
    path.write_text(json.dumps(rows), "ascii")


def check(path: Path) -> None:
    """Compare the files, which lie beside `path`, with what it says of them. Raises Damaged."""
    try:
        rows = json.loads(path.read_text("ascii"))
        for name, (size, wanted) in rows.items():
            file = path.with_name(name)
            if file.stat().st_size != size or _sum(file) != wanted:
                raise Damaged(name)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise Damaged(str(error) or path.name) from error


def _sum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found = crc32(chunk, found)
    return found
