"""A tar of plain files with the checksum of each, compressed: written and read as a stream.

The reader knows no more of tar than the writer writes; what other tars hold (links, devices,
folders, long names, sparse files) it refuses, so nothing of it can do harm.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from archive.backup import form
from archive.backup.errors import BackupError

BLOCK, CHUNK = tarfile.BLOCKSIZE, 1 << 20
LEVEL = 6  # of zlib: twice the time of 9 is worth two per cent of text
PLAIN_SIZE = 8 << 30  # bytes; a larger number needs GNU's way of writing it
LARGEST_TEXT = 256 << 20  # bytes of a member that is read into memory
IN_MEMORY = 1 << 20
BROKEN = "备份文件损坏或不完整，没有用它；请换一个备份。"


def _line(name: str, size: int, sha256: str) -> bytes:
    return json.dumps([name, size, sha256], ensure_ascii=False).encode() + b"\n"


class Packer:
    """Writes members one after another; `close` ends it with the sums and the manifest."""

    def __init__(self, file: IO[bytes], when: int) -> None:
        """`when`: seconds since 1970, the time of all members."""
        self.when = when
        self.stream = gzip.GzipFile("", "wb", LEVEL, file, mtime=when)
        self.sums = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.count = 0

    def add(self, name: str, size: int, chunks: Iterable[bytes]) -> str:
        """A member of `size` bytes, no more and no fewer; its checksum."""
        digest = hashlib.sha256()
        self.stream.write(self._header(name, size))
        for chunk in chunks:
            digest.update(chunk)
            self.stream.write(chunk)
        self.stream.write(bytes(-size % BLOCK))
        self.sums.write(_line(name, size, digest.hexdigest()))
        self.count += 1
        return digest.hexdigest()

    def put(self, name: str, data: bytes) -> str:
        return self.add(name, len(data), [data])

    def close(self, manifest: form.Manifest) -> None:
        manifest.members = self.count
        size = self.sums.tell()
        self.sums.seek(0)
        listed, self.sums = self.sums, SpooledTemporaryFile()  # noqa: SIM115
        manifest.sums = self.add(form.SUMS, size, iter(lambda: listed.read(CHUNK), b""))
        self.put(form.MANIFEST, form.written(manifest))
        self.stream.write(bytes(2 * BLOCK))
        self.stream.close()

    def _header(self, name: str, size: int) -> bytes:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self.when, 0o600
        kind = tarfile.USTAR_FORMAT if size < PLAIN_SIZE else tarfile.GNU_FORMAT
        return info.tobuf(kind, "utf-8", "strict")


class Member:
    """A file in a backup; `read` gives its bytes, counted and hashed as they pass."""

    def __init__(self, name: str, size: int, stream: gzip.GzipFile) -> None:
        self.name, self.size, self.left, self.stream = name, size, size, stream
        self.digest = hashlib.sha256()

    def read(self, most: int = CHUNK) -> bytes:
        """b"" at its end. Raises BackupError where the file ends before."""
        wanted = min(most, self.left)
        data = _read(self.stream, wanted)
        self.left -= wanted
        self.digest.update(data)
        return data

    def chunks(self) -> Iterator[bytes]:
        while self.left:
            yield self.read()

    def whole(self) -> bytes:
        if self.size > LARGEST_TEXT:
            raise BackupError(f"备份文件中的 {self.name[:100]} 大得不合情理（{self.size} 字节）。")
        return b"".join(self.chunks())

    def end(self) -> None:
        """Read what nobody has asked for, so that its checksum is known, and its filling."""
        for _ in self.chunks():
            pass
        _read(self.stream, -self.size % BLOCK)


def _read(stream: gzip.GzipFile, size: int) -> bytes:
    """Exactly so many bytes. Raises BackupError where there are fewer, or they are damaged."""
    try:
        data = stream.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError(BROKEN) from error
    if len(data) != size:
        raise BackupError(BROKEN)
    return data


class Reader:
    """Reads a backup once from its beginning; `head` is there at once, `manifest` at its end."""

    def __init__(self, path: Path) -> None:
        """Raises BackupError where it is no backup of this format, OSError."""
        self.file = path.open("rb")
        self.stream = gzip.GzipFile(fileobj=self.file)
        self.sums = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.count, self.manifest, self.identity = 0, form.Manifest(), ""
        try:
            first = self._next()
            if first is None or first.name != form.HEAD:
                raise BackupError("这不是本程序写的备份文件。")
            self.head = form.read_head(first.whole())
            self._note(first)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def close(self) -> None:
        self.file.close()
        self.sums.close()

    def members(self) -> Iterator[Member]:
        """Settings, parts of tables and uploads, ascending; then all checksums are compared.

        Raises BackupError for any other member, any that does not agree, and any end too early.
        """
        before = ""
        while (member := self._next()) is not None and member.name != form.SUMS:
            if not form.is_known(member.name):
                raise BackupError(f"备份文件中有不该有的内容：{member.name[:100]!r}。")
            if member.name <= before:
                raise BackupError(f"备份文件中的 {member.name[:100]!r} 重复或次序不对。")
            before = member.name
            yield member
            self._note(member)
        self._finish(member)

    def _note(self, member: Member) -> None:
        member.end()
        self.sums.write(_line(member.name, member.size, member.digest.hexdigest()))
        self.count += 1

    def _finish(self, listed: Member | None) -> None:
        if listed is None:
            raise BackupError(BROKEN)
        self._compare(listed)
        last = self._next()
        if last is None or last.name != form.MANIFEST:
            raise BackupError(BROKEN)
        self.manifest = form.read_manifest(last.whole())
        last.end()
        self.identity = last.digest.hexdigest()
        said = (self.manifest.members, self.manifest.sums)
        if said != (self.count, listed.digest.hexdigest()):
            raise BackupError(f"{form.MANIFEST} 与备份的内容不符。")
        if self._next() is not None:
            raise BackupError("备份文件在结尾之后还有内容。")

    def _compare(self, listed: Member) -> None:
        """What was read with what was written, line by line: the sums of many do not fit in memory."""
        self.sums.seek(0)
        for line in self.sums:
            if listed.read(len(line)) != line:
                name = json.loads(line)[0]
                raise BackupError(f"备份文件中的 {name[:100]} 与校验和不符。")
        if listed.left:
            raise BackupError("备份文件中少了一些内容。")
        listed.end()

    def _next(self) -> Member | None:
        """The next member; None where two empty blocks and nothing else follow."""
        header = _read(self.stream, BLOCK)
        if not any(header):
            if any(_read(self.stream, BLOCK)) or _more(self.stream):
                raise BackupError("备份文件在结尾之后还有内容。")
            return None
        try:
            info = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeError, ValueError) as error:
            raise BackupError(BROKEN) from error
        if info.type != tarfile.REGTYPE or info.size < 0:
            raise BackupError(
                f"备份文件中的 {info.name[:100]!r} 不是普通文件，这不是本程序写的备份。"
            )
        return Member(info.name, info.size, self.stream)


def _more(stream: gzip.GzipFile) -> bool:
    """Whether more follows than the filling that some tars end with."""
    try:
        rest = stream.read(CHUNK)
        return any(rest) or len(rest) == CHUNK
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError(BROKEN) from error
