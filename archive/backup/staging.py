"""The uploads of one moment, held fast while the site goes on adding and deleting.

A file is on the disk before its row is committed, never changes, and is deleted after its row is.
So each file that a snapshot names was there when the snapshot was taken, and may only vanish. A
second name (a hard link) keeps it; it costs no space. Where a file has vanished between the two,
its row has, too, and the snapshot is taken anew: the links made so far stay, so that each further
try has fewer left to make. A file that is missing although its row is there, is missing.
Where the disk knows no links, files are read where they lie.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import connections, models
from django.db.models.functions import Collate

from archive.backup import form
from archive.backup.leftovers import STAGE, held, stage_lock
from archive.backup.schema import Table
from archive.models import Import

IMPORTS = Import._meta.db_table
WITHOUT_LINKS = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOSYS, errno.EOPNOTSUPP}


@dataclass(frozen=True, slots=True)
class Upload:
    """A kept file as its row has it: `name` below MEDIA_ROOT, `shown` what the sender called it."""

    key: int
    name: str
    shown: str
    sha256: str

    @property
    def label(self) -> str:
        return f"导入 {self.key}（{self.shown}）"


@contextmanager
def staging() -> Iterator[Stage]:
    """A stage that is gone afterwards; where the process is killed, the next backup removes it."""
    folder = Path(tempfile.mkdtemp(prefix=STAGE, dir=settings.ARCHIVE_DATA))
    try:
        with held(stage_lock(folder)), TemporaryFile() as listed:
            yield Stage(folder / "files", listed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Stage:
    """Links to the uploads of a snapshot, and the list of them."""

    def __init__(self, folder: Path, listed: IO[bytes]) -> None:
        self.folder, self.listed = folder, listed
        self.by_links = True

    def take(self, table: Table, using: str) -> bool:
        """Hold the files that the snapshot names; False where one vanished after it was taken."""
        self.listed.seek(0)
        self.listed.truncate()
        missing = []
        for upload in _uploads(table, using):
            self.listed.write(json.dumps([*_facts(upload)]).encode() + b"\n")
            if form.is_fit(upload.name) and self.by_links and not self._link(upload.name):
                missing.append(upload.key)
        still = models.QuerySet(table.model).filter(pk__in=missing[:500]).count()
        return still == len(missing[:500])

    def _link(self, name: str) -> bool:
        source = form.below(settings.MEDIA_ROOT, name)
        link = form.below(self.folder, name)
        try:
            link.parent.mkdir(parents=True, exist_ok=True)
            os.link(source, link, follow_symlinks=False)
        except FileExistsError:
            return True
        except FileNotFoundError:
            return False
        except OSError as error:  # what else is wrong with it shows when it is read
            self.by_links = error.errno not in WITHOUT_LINKS
        return True

    def uploads(self) -> Iterator[Upload]:
        """What `take` has listed, by name, ascending."""
        self.listed.seek(0)
        for line in self.listed:
            yield Upload(*json.loads(line))

    def open(self, name: str) -> IO[bytes]:
        """Raises OSError; ValueError for a name that leads out of the folder of uploads."""
        if not form.is_fit(name):
            raise ValueError("不合规的路径")
        link = form.below(self.folder, name)
        return (link if link.exists() else form.below(settings.MEDIA_ROOT, name)).open("rb")


def _facts(upload: Upload) -> list[Any]:
    return [upload.key, upload.name, upload.shown, upload.sha256]


def _uploads(table: Table, using: str) -> Iterator[Upload]:
    """By name in the order of its bytes, as the members of a backup are; the empty are no files."""
    rows = models.QuerySet(table.model, using=using).exclude(file="")
    order = Collate("file", "BINARY" if connections[using].vendor == "sqlite" else "C")
    for row in (
        rows.order_by(order, "pk").values_list("pk", "file", "filename", "sha256").iterator()
    ):
        yield Upload(*row)
