"""The files that came in, kept as they were under names of our own, each with its row.

A file's name on the disk is the hash of its bytes, never what the sender called it. It gets that
name together with its row: until then it lies beside it under a name of whoever brings it, so that
nobody else cuts it short, reads half of it or takes it away.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import DatabaseError, IntegrityError, transaction

from archive.ingest.fitting import fit
from archive.ingest.folders import check_size
from archive.ingest.formats import KEPT, PAGES, format_of, suffix_of
from archive.ingest.outcomes import Hints
from archive.ingest.uploads import MeasuredFile, own_prefix
from archive.models import Import, Page
from archive.turns import Turn, in_turn

CHUNK = 1 << 20
AT_ONCE = 500  # names that one query asks for
Status = Import.Status


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on the disk: `claim` is what it is called now, `name` what it will be called; both are
    names of the storage."""

    sha256: str
    size: int
    name: str
    claim: str


def keep(file: IO[bytes], filename: str, hints: Hints, **facts: Any) -> tuple[Import, bool]:
    """Put the file away and give it its row, as `register` does. Raises InputError, OSError."""
    kept = put(file, filename)
    try:
        return register(kept, filename, hints, **facts)
    except BaseException:
        discard(kept)
        raise


def put(file: IO[bytes], filename: str) -> Kept:
    """The file's bytes on the disk, the caller's alone until he calls `register` or `discard`.

    Raises InputError where they are too many, OSError.
    """
    if isinstance(file, MeasuredFile):
        check_size(file.size)
        digest, size = file.sha256, file.size
    else:
        digest, size = measure(file)
    storage = _storage()
    for name in _places(digest, filename):
        if _is_there(storage, name, size):
            with suppress(OSError):  # a folder without links, or it has just gone
                return Kept(digest, size, name, _linked(storage, name))
    return Kept(digest, size, name, _written(storage, name, file))


def _storage() -> Storage:
    return Import._meta.get_field("file").storage


def _claim_on(name: str) -> str:
    """A new name beside it; those of processes that were killed are known by it and swept."""
    place = PurePosixPath(name)
    return str(place.with_name(f"{own_prefix()}{secrets.token_hex(8)}{place.suffix}"))


def _linked(storage: Storage, name: str) -> str:
    claim = _claim_on(name)
    os.link(storage.path(name), storage.path(claim))
    return claim


def _written(storage: Storage, name: str, file: IO[bytes]) -> str:
    claim = _claim_on(name)
    try:
        storage.save(claim, File(file))
        with Path(storage.path(claim)).open("rb") as written:
            os.fsync(written.fileno())  # or a power cut may leave the name with half of the bytes
    except BaseException:
        with suppress(OSError):
            storage.delete(claim)  # a full disk leaves half of it
        raise
    return claim


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


def discard(*kept: Kept) -> None:
    """Take the files away again, but not from a row that has them by now."""
    storage = _storage()
    with suppress(OSError):
        for one in kept:
            storage.delete(one.claim)
        # One that has its name already was registered in a transaction that was undone.
        remove_unnamed(*(one.name for one in kept if storage.exists(one.name)))


def remove_unnamed(*names: str) -> None:
    """Remove files that no row names, while nobody gives one its row.

    Where database or disk does not let it, they stay, and `check_archive` finds them.
    """
    if not names:
        return
    storage = _storage()
    with suppress(DatabaseError, OSError), in_turn(Turn.FILES):
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            rows = Import.objects.filter(file__in=some)
            for name in set(some) - set(rows.values_list("file", flat=True)):
                storage.delete(name)


@in_turn(Turn.FILES)
def register(
    kept: Kept, filename: str, hints: Hints, *, status: str = Status.STORED, **facts: Any
) -> tuple[Import, bool]:
    """The row of a kept file, and whether it waits to be read now.

    One that is in already, or that somebody reads at this moment, is left as it is; any other is
    taken over with the new hints. `facts` are batch, parent and member. Raises OSError.
    """
    known = Import.objects.select_for_update(of=("self",)).filter(sha256=kept.sha256).first()
    source = known or Import(sha256=kept.sha256)
    busy = source.status == Status.RUNNING or source.status == status == Status.QUEUED
    if source.pk and (busy or is_in(source)):
        _place(kept, source.file.name or kept.name)
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
        source = Import.objects.get(sha256=kept.sha256)
        _place(kept, source.file.name)
        return source, False
    _place(kept, kept.name)
    return source, True


def _place(kept: Kept, name: str) -> None:
    """Give the file its name, at once and whole, whatever bears it now; it holds the same, or less."""
    storage = _storage()
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(storage.path(kept.claim)).replace(path)
    storage.delete(kept.claim)  # of two links to one file the system leaves both


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
