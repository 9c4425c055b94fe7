"""Files on their way in through the browser: to disk at once, measured and hashed as they pass.

What is larger than UPLOAD_MAX_MB is counted to its end but not written. No more than one file is
open at a time, so that a folder of thousands may come in one request.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from archive.ingest.folders import MEGABYTE


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

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.hash, self.size = hashlib.sha256(), 0
        self.most = settings.UPLOAD_MAX_MB * MEGABYTE
        self.sink = tempfile.NamedTemporaryFile(prefix="archive-upload-", delete=False)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size <= self.most:
            self.hash.update(raw_data)
            self.sink.write(raw_data)

    def file_complete(self, file_size: int) -> MeasuredFile:
        self.sink.close()
        return MeasuredFile(
            Path(self.sink.name),
            self.hash.hexdigest(),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "sink"):
            self.sink.close()
            Path(self.sink.name).unlink(missing_ok=True)
