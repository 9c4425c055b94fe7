"""The files that came in, kept as they were under names of our own, each with its row.

A file's name on the disk is the hash of its bytes, never what the sender called it, so what a run
that was killed has left behind is taken over, or replaced where it is cut short.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import IntegrityError, transaction

from archive.ingest.fitting import fit
from archive.ingest.folders import check_size
from archive.ingest.formats import KEPT, PAGES, format_of, suffix_of
from archive.ingest.outcomes import Hints
from archive.ingest.uploads import MeasuredFile
from archive.models import Import, Page
from archive.turns import Turn, in_turn

CHUNK = 1 << 20
Status = Import.Status


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on the disk: `name` is that of the storage, `written` whether it was not there before."""

    sha256: str
    size: int
    name: str
    written: bool


def keep(file: IO[bytes], filename: str, hints: Hints, **facts: Any) -> tuple[Import, bool]:
    """Put the file away and give it its row, as `register` does. Raises InputError, OSError."""
    kept = put(file, filename)
    try:
        return register(kept, filename, hints, **facts)
    except Exception:
        discard(kept)
        raise


def put(file: IO[bytes], filename: str) -> Kept:
    """The file's bytes on the disk. Raises InputError where they are too many, OSError."""
    if isinstance(file, MeasuredFile):
        check_size(file.size)
        digest, size = file.sha256, file.size
    else:
        digest, size = measure(file)
    storage = Import._meta.get_field("file").storage
    for name in _places(digest, filename):
        if _is_there(storage, name, size):
            return Kept(digest, size, name, written=False)
    storage.delete(name)
    try:
        return Kept(digest, size, storage.save(name, File(file)), written=True)
    except OSError:
        storage.delete(name)  # a full disk leaves half of it
        raise


def _is_there(storage: Storage, name: str, size: int) -> bool:
    """Whether the file lies there whole; then it is young, so that no repair takes it for a stray."""
    if not (storage.exists(name) and storage.size(name) == size):
        return False
    try:
        os.utime(storage.path(name))
    except FileNotFoundError:  # a repair has just moved it
        return False
    except PermissionError:  # another user's; it is there all the same
        return True
    return True


def measure(file: IO[bytes]) -> tuple[str, int]:
    """SHA-256 and size in bytes, read a chunk at a time. Raises InputError where it is too large."""
    hash_, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        size += len(chunk)
        check_size(size)
        hash_.update(chunk)
    return hash_.hexdigest(), size


def _places(digest: str, filename: str) -> list[str]:
    """Where the file lies if it is known, and where it would be put today."""
    suffix = suffix_of(filename)
    fresh = Import(sha256=digest)
    name = digest + (suffix if suffix in KEPT else ".bin")
    known = Import.objects.filter(sha256=digest).values_list("file", flat=True)
    return [*filter(None, known), fresh.file.field.generate_filename(fresh, name)]


def discard(kept: Kept) -> None:
    """Take the file away again, unless it belongs to a row by now."""
    if kept.written and not Import.objects.filter(file=kept.name).exists():
        Import._meta.get_field("file").storage.delete(kept.name)


@in_turn(Turn.FILES)
def register(
    kept: Kept, filename: str, hints: Hints, *, status: str = Status.STORED, **facts: Any
) -> tuple[Import, bool]:
    """The row of a kept file, and whether it waits to be read now.

    One that is in already, or that somebody reads at this moment, is left as it is; any other is
    taken over with the new hints. `facts` are batch, parent and member.
    """
    known = Import.objects.select_for_update(of=("self",)).filter(sha256=kept.sha256).first()
    source = known or Import(sha256=kept.sha256)
    busy = source.status == Status.RUNNING or source.status == status == Status.QUEUED
    if source.pk and (busy or is_in(source)):
        return source, False
    source.filename, source.size = fit_name(filename), kept.size
    source.file.name = kept.name
    source.newspaper, source.date = hints.newspaper, hints.date
    source.encoding = fit(Import, "encoding", hints.encoding)
    source.publish, source.author = hints.publish, hints.author or source.author
    for name, value in facts.items():
        setattr(source, name, value)
    try:
        with transaction.atomic():
            start_over(source, status)
    except IntegrityError:  # another has just made it
        return Import.objects.get(sha256=kept.sha256), False
    return source, True


def fit_name(filename: str) -> str:
    """The name as the database takes it; of a long one the end is kept, which tells the format."""
    suffix = suffix_of(filename) if suffix_of(filename) in KEPT else ""
    most = Import._meta.get_field("filename").max_length
    if len(filename) <= most:
        return filename
    return filename[: most - len(suffix)] + suffix


def start_over(source: Import, status: str) -> None:
    """Save the row as one that nobody has tried to read yet."""
    source.status, source.error, source.report = status, "", {}
    source.attempts = source.steps = source.steps_done = 0
    source.started = source.finished = None
    is_new = source.pk is None
    source.save()
    if not is_new:
        source.faults.all().delete()


def is_in(source: Import) -> bool:
    """Whether all that the file holds is in the archive; a page that was deleted is not."""
    if format_of(source.filename) != PAGES:
        return source.status == Status.DONE
    if Page.objects.filter(sha256=source.sha256).exists():
        return True
    pages = source.report.get("pages", 0)
    return source.status == Status.DONE and 0 < pages <= source.pages.count()
