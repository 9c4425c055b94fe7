"""The files in a zip, one at a time, expanded with every limit counted on the way, never believed.

What a zip says of itself (sizes, names, how many) may be a lie: no name is ever used as a path,
and no member is expanded beyond what the limits leave.
"""

from __future__ import annotations

import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings

from archive.ingest.errors import InputError, is_of_the_machine
from archive.ingest.folders import MEGABYTE, check_size, one_line
from archive.ingest.formats import is_litter, is_taken

CHUNK = MEGABYTE
UTF8_NAME, ENCRYPTED = 0x800, 0x1
# LZMA may ask for 4 GB of memory at once; the others are as rare.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError,
    RuntimeError, OverflowError,
)  # fmt: skip
END = struct.Struct("<4s4H2LH")  # end of central directory: …, entries, its size, its offset, …
# ZIP64: before that end a locator (…, disk, offset of the long record, disks), before it the record.
LOCATOR, LONG_END = struct.Struct("<4sLQL"), struct.Struct("<4sQ2H2L4Q")
ENTRY = 512  # bytes of the directory for each file that is allowed, names and litter included


@dataclass(slots=True)
class Spent:
    """What a zip, with the zips that lie in it, has used of its limits: files and bytes.

    `kept` are the bytes of the members of this one that were had whole.
    """

    files: int = 0
    size: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A file in a zip: `stream` holds it, or `reason` says why it cannot be had.

    `is_known` is whether it is of a kind that is taken in; others are not expanded.
    """

    name: str
    stream: IO[bytes] | None = None
    reason: str = ""
    is_known: bool = True


def count_files(file: IO[bytes]) -> int:
    """How many entries the zip lists. Raises InputError as `expand` does."""
    with _opened(file) as archive:
        return len(archive.infolist())


def expand(file: IO[bytes], spent: Spent) -> Iterator[Found]:
    """The files in their order; each stream is closed once the next is asked for.

    Raises InputError where the whole cannot be taken: no zip, too many files, too large.
    """
    size = _size(file)
    with _opened(file) as archive:
        for info in archive.infolist():
            name = _name(info)
            if name.endswith("/") or is_litter(name):
                continue
            spent.files += 1
            if spent.files > settings.ZIP_MAX_FILES:
                raise InputError(f"压缩包里的文件多于 {settings.ZIP_MAX_FILES} 个。")
            if not is_taken(name):
                yield Found(shown(name), is_known=False)
                continue
            with tempfile.SpooledTemporaryFile(max_size=MEGABYTE) as stream:
                yield _expanded(archive, info, stream, spent, size)


def shown(name: str) -> str:
    """A member's path as text; of one that would lead out of its folder only the last part."""
    path = PurePosixPath(name)
    leads_out = path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1])
    return one_line(path.name if leads_out else str(path))


def _expanded(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, stream: IO[bytes], spent: Spent, size: int
) -> Found:
    name = shown(_name(info))
    try:
        _check_kind(info)
        _copy(archive, info, stream, spent, size)
    except _TooLarge as error:
        raise InputError(str(error)) from error
    except InputError as error:
        return Found(name, reason=str(error))
    stream.seek(0)
    return Found(name, stream)


class _TooLarge(InputError):
    """The zip as a whole, not only this member, is beyond a limit."""


def _check_kind(info: zipfile.ZipInfo) -> None:
    if stat.S_ISLNK(info.external_attr >> 16):
        raise InputError("是符号链接，不予读取。")
    if info.flag_bits & ENCRYPTED:
        raise InputError("有密码，请解密后重新打包。")
    if info.compress_type not in METHODS:
        raise InputError("压缩方法不受支持，请用普通的 zip（Deflate）重新打包。")


def _copy(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, stream: IO[bytes], spent: Spent, size: int
) -> None:
    """Expand one member, counting. Raises InputError, of the kind _TooLarge where all must stop."""
    done = 0
    for chunk in _chunks(archive, info):
        done += len(chunk)
        spent.size += len(chunk)
        if spent.size > settings.ZIP_MAX_MB * MEGABYTE:
            raise _TooLarge(f"压缩包展开后超过 {settings.ZIP_MAX_MB} MB。")
        if _swells(done, info.compress_size):
            raise InputError(f"展开后超过压缩时的 {settings.ZIP_MAX_RATIO} 倍，可能是压缩炸弹。")
        if _swells(spent.kept + done, size):
            raise _TooLarge(f"压缩包展开后超过原来的 {settings.ZIP_MAX_RATIO} 倍，可能是压缩炸弹。")
        check_size(done)
        stream.write(chunk)
    spent.kept += done


def _swells(expanded: int, compressed: int) -> bool:
    return expanded > max(MEGABYTE, settings.ZIP_MAX_RATIO * compressed)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            while chunk := member.read(CHUNK):
                yield chunk
    except (*DAMAGE, OSError) as error:  # an offset of 2^62 is an "invalid argument"
        if is_of_the_machine(error):
            raise
        raise InputError("压缩包里的这个文件已损坏。") from error


def _name(info: zipfile.ZipInfo) -> str:
    r"""The member's path with / between its parts, its characters told from its bytes.

    Names without the UTF-8 flag are UTF-8 all the same on a Mac, GBK on a Chinese Windows.
    """
    name = info.orig_filename.split("\0")[0]
    if not info.flag_bits & UTF8_NAME:
        data = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/") or "?"


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    _check_directory(file)
    try:
        return zipfile.ZipFile(file)
    except (*DAMAGE, OSError) as error:
        if is_of_the_machine(error):
            raise
        raise InputError("不是 zip 文件，或已损坏。") from error


def _check_directory(file: IO[bytes]) -> None:
    """The list of members is read into memory whole, so its own size is looked at first."""
    file.seek(max(0, _size(file) - 65_535 - END.size))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + END.size:
        raise InputError("不是 zip 文件，或已损坏。")
    *_, size, _offset, _comment = END.unpack_from(tail, at)
    sizes = [size, *_long_sizes(file, _size(file) - len(tail) + at - LOCATOR.size)]
    if max(sizes) > max(MEGABYTE, ENTRY * settings.ZIP_MAX_FILES):
        raise InputError(f"压缩包里的文件多于 {settings.ZIP_MAX_FILES} 个。")
    file.seek(0)


def _long_sizes(file: IO[bytes], at: int) -> Iterator[int]:
    """Sizes of the list as ZIP64 tells them, which are believed whatever the short record says.

    `at` is where the locator would stand; the record stands where that says, or just before it.
    """
    locator = _at(file, at, LOCATOR)
    if locator is None or locator[0] != b"PK\x06\x07":
        return
    for place in {locator[2], at - LONG_END.size}:
        record = _at(file, place, LONG_END)
        if record and record[0] == b"PK\x06\x06":
            yield record[-2]


def _at(file: IO[bytes], place: int, form: struct.Struct) -> tuple[Any, ...] | None:
    """What stands there, None where that is outside of the file."""
    if not 0 <= place <= _size(file) - form.size:
        return None
    file.seek(place)
    return form.unpack(file.read(form.size))


def _size(file: IO[bytes]) -> int:
    return file.seek(0, 2)
