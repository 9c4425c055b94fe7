"""Take files in: kept as they came, read, stored; every fault is an outcome, none ends a folder."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import IO

from django.db import DatabaseError, IntegrityError, OperationalError
from django.utils import timezone

from archive.ingest.errors import InputError, LackingError, is_of_the_machine
from archive.ingest.folders import one_line
from archive.ingest.formats import PAGES, TABLE, ZIP, format_of
from archive.ingest.keeping import keep
from archive.ingest.members_in import take_members
from archive.ingest.outcomes import (
    ADDED,
    EXISTS,
    FAILED,
    PARTIAL,
    Hints,
    OnStep,
    Outcome,
    hints_of,
    is_passing,
    reason,
    silent,
)
from archive.ingest.pages_in import take_pages
from archive.ingest.rows_in import take_rows
from archive.models import Import

__all__ = [
    "ADDED", "EXISTS", "FAILED", "PARTIAL",
    "Hints", "Outcome", "read_import", "reason", "take_in", "take_in_file",
]  # fmt: skip
log = logging.getLogger(__name__)
READERS = {PAGES: take_pages, TABLE: take_rows, ZIP: take_members}


def take_in(data: bytes, filename: str, hints: Hints) -> Outcome:
    """Store the file and what it holds. The same bytes again make nothing; a failed file is retried."""
    return next(take_in_file(io.BytesIO(data), filename, hints))


def take_in_file(
    file: IO[bytes], filename: str, hints: Hints, on_step: OnStep = silent
) -> Iterator[Outcome]:
    """The file's outcome, then those of the files in it where it is a zip, each read when asked for."""
    name = one_line(PurePath(filename).name)
    try:
        source, _ = keep(file, name, hints)
    except (InputError, DatabaseError, OSError) as error:
        yield Outcome(name, FAILED, error=reason(error))
        return
    yield from _read(source, name, name, hints, on_step)


def _read(
    source: Import, name: str, filename: str, hints: Hints, on_step: OnStep
) -> Iterator[Outcome]:
    outcome = replace(read_import(source, hints, on_step), name=name)
    yield outcome
    for member in outcome.members:
        yield from _read(member.source, f"{name}/{member.name}", filename, hints, on_step)


def read_import(
    source: Import,
    hints: Hints | None = None,
    on_step: OnStep = silent,
    members: str = Import.Status.STORED,
    patient: bool = False,
) -> Outcome:
    """Read a kept file and store what it holds; its row says what became of it.

    `hints` are those kept with it, unless others are given; `members` is the status in which the
    files of a zip are registered. Raises OperationalError where the database does not answer,
    OSError where the disk does not, and the caller is `patient`: the file is not to blame, and is
    read again later.
    """
    hints = hints or hints_of(source)
    read = READERS[format_of(source.filename)]
    if read is take_members:
        read = partial(take_members, status=members)
    try:
        try:
            return read(source, hints, on_step)
        except IntegrityError:
            # Somebody else stored the same at the same time: it is there by now.
            return read(source, hints, on_step)
    except Exception as error:  # noqa: BLE001 (one page's fault must not stop a folder of them)
        is_busy = isinstance(error, OperationalError) and is_passing(error)
        if patient and (is_busy or is_of_the_machine(error)):
            raise
        log.debug("%s", source.filename, exc_info=True)
        return _failed(source, error)


def _failed(source: Import, error: Exception) -> Outcome:
    """Note the fault beside the file, if the database takes it and nobody else was luckier."""
    lacks = error.hint if isinstance(error, LackingError) else ""
    source.status, source.error = Import.Status.FAILED, reason(error)
    source.report, source.finished = {"lacks": lacks}, timezone.now()
    unfinished = Import.objects.filter(pk=source.pk).exclude(status=Import.Status.DONE)
    try:
        unfinished.update(
            status=source.status, error=source.error, report=source.report, finished=source.finished
        )
    except DatabaseError:
        log.debug("%s", source.filename, exc_info=True)
    return Outcome(source.filename, FAILED, error=reason(error), lacks=lacks, source=source)
