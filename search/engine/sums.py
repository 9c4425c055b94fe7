"""Sizes and sums of a segment's files, by which damage is noticed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

ENDING = ".sums"
_CHUNK = 1 << 20


class Damaged(ValueError):
    """A file is cut off, or holds other bytes than were written."""


def note(path: Path, files: Mapping[str, Path]) -> None:
    """Keep in `path` the sizes and sums of the files, by the names they are to have beside it."""
    rows = {name: [file.stat().st_size, _sum(file)] for name, file in files.items()}
    path.write_text(json.dumps(rows), "ascii")


def check(path: Path) -> None:
    """Compare the files, which lie beside `path`, with what it says of them.

    Raises Damaged, FileNotFoundError.
    """
    try:
        rows = [(path.with_name(name), *row) for name, row in json.loads(path.read_bytes()).items()]
    except (ValueError, TypeError, AttributeError) as error:
        raise Damaged(path.name) from error
    for file, size, wanted in rows:
        if file.stat().st_size != size or _sum(file) != wanted:
            raise Damaged(file.name)


def _sum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found = crc32(chunk, found)
    return found
