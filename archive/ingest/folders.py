"""Which files a list of files and folders stands for, and whether they can be taken."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from archive.ingest.errors import InputError
from archive.ingest.formats import is_taken

MEGABYTE = 1024 * 1024


def input_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as named; of folders all below them that can be taken in, sorted. Each once.

    Hidden files and README* are passed over; a path that cannot be read is yielded all the same,
    so that reading it can say why. What `Path` raises of such a one, os.path answers.
    """
    seen = set()
    for path in paths:
        for file in sorted(_below(path)) if os.path.isdir(path) else [path]:  # noqa: PTH112
            identity = os.path.realpath(file)
            if identity not in seen:
                seen.add(identity)
                yield file


def _below(folder: Path) -> Iterator[Path]:
    faults: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=faults.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root, name) for name in files if is_taken(name))
    yield from (Path(fault.filename) for fault in faults)


def one_line(name: Path | str) -> str:
    """A name fit for a line and for the database, whatever bytes it holds."""
    return "".join(char if char.isprintable() else "\ufffd" for char in str(name))


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file, to be read. Raises InputError where there is no such file, or it cannot be taken."""
    try:
        if not path.exists():
            raise InputError("没有这个文件或文件夹。")
        if path.is_dir():
            raise InputError("无法读取这个文件夹。")
        if not path.is_file():
            raise InputError("不是普通文件。")
        check_size(path.stat().st_size)
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"无法读取（{error.strerror}）。") from error
    with file:
        yield file


def read_file(path: Path) -> bytes:
    """The file's bytes. Raises InputError where there is no such file, or it cannot be taken."""
    with opened(path) as file:
        try:
            return file.read()
        except OSError as error:
            raise InputError(f"无法读取（{error.strerror}）。") from error


def check_size(size: int) -> None:
    """Raises InputError above UPLOAD_MAX_MB; `size` is in bytes."""
    if size > settings.UPLOAD_MAX_MB * MEGABYTE:
        raise InputError(
            f"文件太大（{size / MEGABYTE:.1f} MB），上限是 {settings.UPLOAD_MAX_MB} MB。"
        )
