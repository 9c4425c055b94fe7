"""Kept files against their rows, both ways, while files come and go.

A file is written before its row, and deleted after it. So a row without its file is looked at
twice: it may have gone meanwhile. A file without a row may be an upload under way, so one that is
young is let be; `archive.ingest.keeping` makes a file young that it takes over.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousOperation

from archive.backup.form import is_fit
from archive.models import Import
from archive.soundness.fault import Fault

GRACE = 3600.0  # seconds for which a file without a row may be an upload under way
AT_ONCE = 500  # files that one query asks for
FOUND = "lost-and-found"  # a folder in ARCHIVE_DATA
RESTORE = "从备份中取回这个文件：{}"


def file_faults() -> Iterator[Fault]:
    yield from _rows_without()
    yield from _files_without()


def _rows_without() -> Iterator[Fault]:
    """Some rows at a time: a query that stays open sees no row that went meanwhile as gone."""
    last = 0
    while batch := list(Import.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        for record in batch:
            if _trouble(record) and (fault := _again(record.pk)):
                yield fault
        last = batch[-1].pk


def _again(pk: int) -> Fault | None:
    record = Import.objects.filter(pk=pk).first()
    why = _trouble(record) if record else ""
    if not record or not why:
        return None
    text = f"导入 {record.pk}（{record.filename}）：{why}"
    return Fault(text, partial(_bring_back, record), RESTORE.format(record.file.name))


def _trouble(record: Import) -> str:
    try:
        with record.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except SuspiciousOperation:
        return "原文件的路径不在 uploads/ 里"
    except (OSError, ValueError) as error:
        return f"原文件无法读取（{error}）"
    return "" if digest == record.sha256 else "原文件与校验和不符"


def _bring_back(record: Import) -> str:
    """The same bytes may lie elsewhere, where a killed process or an earlier repair left them."""
    if not is_fit(record.file.name):
        return ""
    place = Path(settings.MEDIA_ROOT) / record.file.name
    for folder in (settings.ARCHIVE_DATA / FOUND, Path(settings.MEDIA_ROOT)):
        for path in sorted(folder.rglob(f"{record.sha256}*")):
            if path != place and path.is_file() and _digest(path) == record.sha256:
                return _put_back(record, path, place)
    return ""


def _put_back(record: Import, path: Path, place: Path) -> str:
    """What lay in its place goes to the lost and found."""
    if os.path.lexists(place):
        _away(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, place)
    return f"导入 {record.pk}（{record.filename}）：原文件已从 {path} 放回"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files_without() -> Iterator[Fault]:
    root = Path(settings.MEDIA_ROOT)
    paths = _files(root)
    while batch := list(islice(paths, AT_ONCE)):
        names = {path.relative_to(root).as_posix(): path for path in batch}
        for name in sorted(names.keys() - _known(names)):
            if _is_stray(names[name], name):
                text = f"{names[name]}：没有一行数据认得这个文件"
                yield Fault(text, partial(_set_aside, names[name], name))


def _files(root: Path) -> Iterator[Path]:
    """All that is no folder; a link is a file, wherever it leads."""
    for folder, _, names in os.walk(root):
        yield from (Path(folder, name) for name in sorted(names))


def _known(names: Iterable[str]) -> set[str]:
    """Those that a row has. What is no text (bytes that some other program wrote) none has."""
    texts = [name for name in names if name.encode(errors="replace").decode() == name]
    return set(Import.objects.filter(file__in=texts).values_list("file", flat=True))


def _is_stray(path: Path, name: str) -> bool:
    return not _is_young(path) and not _known([name])


def _is_young(path: Path) -> bool:
    """Also one that is gone; or of a future that a clock spoke of which was set back since."""
    try:
        return abs(time.time() - path.lstat().st_mtime) < GRACE
    except FileNotFoundError:
        return True


def _set_aside(path: Path, name: str) -> str:
    if not _is_stray(path, name):
        return ""
    there = _away(path)
    if _is_young(there) or _known([name]):
        shutil.move(there, path)  # somebody took it over at this very moment
        return ""
    return f"{path}：已移到 {there}"


def _away(path: Path) -> Path:
    """Into the lost and found, at the same path, under a name that is not there yet."""
    inside = path.relative_to(settings.MEDIA_ROOT)
    there: Path = settings.ARCHIVE_DATA / FOUND / inside
    if os.path.lexists(there):
        there = there.with_name(f"{datetime.now():%Y%m%d%H%M%S%f}-{there.name}")
    there.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, there)  # uploads/ may be a disk of its own
    return there
