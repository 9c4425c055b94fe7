"""The files that came in, kept as they were under names of our own."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

from archive.models import Import


def keep_file(source: Import, data: bytes) -> bool:
    """Give the import its file; whether it had to be written. Raises OSError.

    The name is the hash of the bytes, never what the sender called them, so what a run that was
    killed has left behind is taken over, or replaced where it is cut short.
    """
    if source.file and _holds(source.file, source.file.name, data):
        return False
    suffix = ".txt" if source.filename.lower().endswith(".txt") else ".bin"
    name = source.sha256 + suffix
    path = source.file.field.generate_filename(source, name)
    if _holds(source.file, path, data):
        source.file.name = path
        return False
    source.file.storage.delete(path)
    try:
        source.file.save(name, ContentFile(data), save=False)
    except OSError:
        source.file.storage.delete(path)  # a full disk leaves half of it
        raise
    return True


def _holds(file: FieldFile, path: str, data: bytes) -> bool:
    return file.storage.exists(path) and file.storage.size(path) == len(data)
