"""Files on their way in through the browser: to disk at once, measured and hashed as they pass.

Only at their own address and from whoever may upload: a form is read for its token before anybody is
asked who they are. What is larger than UPLOAD_MAX_MB is counted to its end but not written. No more
than one file is open at a time, so that a folder of thousands may come in one request.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from archive.ingest.folders import MEGABYTE

Answer = Callable[[HttpRequest], HttpResponseBase]
UPLOAD = "admin:archive_import_add"  # the one address that takes files
PREFIX = "archive-upload-"
CHUNK = 65_536  # bytes
DAY = 86_400.0  # seconds: no upload takes longer
_OWNER = re.compile(f"{PREFIX}([0-9]+)-([0-9]+)-")


class MeasuredFile(UploadedFile):
    """A received file: `size` in bytes as sent, `sha256` of them; opened when it is first read,
    gone when it is closed."""

    def __init__(self, path: Path, sha256: str, **facts: Any) -> None:
        self.path, self.sha256 = path, sha256
        self.stream: IO[bytes] | None = None
        super().__init__(None, **facts)

    @property
    def file(self) -> IO[bytes]:
        if self.stream is None:
            self.stream = self.path.open("rb")
        return self.stream

    @file.setter
    def file(self, stream: IO[bytes] | None) -> None:
        self.stream = stream

    def close(self) -> None:
        if self.stream:
            self.stream.close()
        self.path.unlink(missing_ok=True)


class MeasuringUploadHandler(FileUploadHandler):
    """Django's hook for the bytes of a form, a chunk at a time."""

    sink: Any = None  # the file that is coming

    def new_file(self, *args: Any, **options: Any) -> None:
        if self.request is not None and not _may_send(self.request):
            _read_out(self.request)
            raise StopUpload(connection_reset=True)  # else Django reads it out, line by line
        super().new_file(*args, **options)
        self.hash, self.size = hashlib.sha256(), 0
        self.most = settings.UPLOAD_MAX_MB * MEGABYTE
        self.sink = tempfile.NamedTemporaryFile(prefix=own_prefix(), delete=False)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size <= self.most:
            self.hash.update(raw_data)
            self.sink.write(raw_data)

    def file_complete(self, file_size: int) -> MeasuredFile:
        path, self.sink = _closed(self.sink), None
        return MeasuredFile(
            path,
            self.hash.hexdigest(),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if self.sink:
            _closed(self.sink).unlink(missing_ok=True)
            self.sink = None


def _may_send(request: HttpRequest) -> bool:
    match, user = request.resolver_match, getattr(request, "user", None)
    if match is None or match.view_name != UPLOAD or user is None:
        return False
    return user.is_staff and user.has_perm("archive.add_import")


def _read_out(request: HttpRequest) -> None:
    """To the end of the body: an answer gets lost where some of it is left in the line."""
    while request.read(CHUNK):
        pass


def _closed(sink: Any) -> Path:
    sink.close()
    return Path(sink.name)


def tidy(get_response: Answer) -> Answer:
    """Middleware: Django tells no handler of a connection that breaks off, so this does."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        try:
            return get_response(request)
        finally:
            if request.method == "POST":
                for handler in request.upload_handlers:
                    handler.upload_interrupted()

    return answer


def own_prefix() -> str:
    """What the names of files begin with that this process alone knows of."""
    return f"{PREFIX}{_numbers()}-{os.getpid()}-"


def sweep() -> None:
    """Remove what is left of files of processes that were killed while they received or kept them.

    By the clock, which may jump, only where nothing is known of the process.
    """
    received = Path(tempfile.gettempdir()).glob(f"{PREFIX}*")
    claimed = Path(settings.MEDIA_ROOT).glob(f"imports/*/*/{PREFIX}*")
    for path in chain(received, claimed):
        with suppress(OSError):  # another's, or gone already
            lives = _lives(path.name)
            if lives is False or lives is None and time.time() - path.stat().st_mtime > DAY:
                path.unlink()


def _lives(name: str) -> bool | None:
    """Whether the process that writes it is there; None where that is another container's."""
    owner = _OWNER.match(name)
    if not owner or owner[1] != _numbers():
        return None
    try:
        os.kill(int(owner[2]), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _numbers() -> str:
    """Which numbering of processes this one is under: containers that share a folder have their own."""
    try:
        return re.sub("[^0-9]", "", str(Path("/proc/self/ns/pid").readlink())) or "0"
    except OSError:  # no Linux
        return "0"
