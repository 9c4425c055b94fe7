"""A PDF's pages, read by a child process (`pdf_child`): one page may be too much, this process lives.

A few kilobytes can tell PDFium to make gigabytes. The child dies of it, and another goes on behind.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from typing import IO, Any

from django.conf import settings

from archive.ingest import ocr
from archive.ingest.errors import InputError
from archive.ingest.pdf_pages import SCANNED
from archive.ingest.source_page import Hint, SourcePage

# A broadsheet page holds some 10,000 characters; what is far longer is no page.
MOST_GLYPHS = 100_000
# Who makes one page to kill a reader makes two hundred.
MOST_DEAD = 3
_TOO_MUCH = "过于复杂，读它超出了内存或时间的上限（PDF_MEMORY_MB、PDF_PAGE_SECONDS）"


def is_pdf(data: bytes) -> bool:
    """Whether these are the bytes of a PDF; a few may stand before its mark."""
    return b"%PDF-" in data[:1024]


def read_pdf(data: bytes, sheets: Collection[int] | None = None) -> Iterator[SourcePage]:
    """The pages one at a time; a page that fails alone comes with its `fault`.

    Of some `sheets` (1-based) only these are read: one that is scanned takes its time.
    Raises InputError where no page can be read at all: damaged or cut short, locked, without a
    text layer, too complex, or longer than PDF_MAX_PAGES.
    """
    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-2048:]:
        raise InputError("PDF 文件不完整（结尾缺失），可能没有下载或复制完；请重新取得。")
    failed: list[SourcePage] = []
    read = False
    for page in _pages(data, sheets):
        if page.fault and not read:
            failed.append(page)
            continue
        yield from failed
        yield page
        failed, read = [], True
    if failed and not read:
        raise InputError(_why(failed))


def _pages(data: bytes, sheets: Collection[int] | None) -> Iterator[SourcePage]:
    """Every page, by as many children as it takes."""
    left, dead = None if sheets is None else sorted(sheets), 0
    with tempfile.TemporaryFile() as file:
        file.write(data)
        while left is None or (left and dead < MOST_DEAD):
            messages = _told(file, left or ())
            count = _count(next(messages, None))
            left = [n for n in left or range(1, count + 1) if n <= count]
            for message in messages:
                yield _page(message)
                left = left[1:]
            if left:
                number, *left = left
                dead += 1
                yield SourcePage("", number, fault=f"第 {number} 页{_TOO_MUCH}。")
    for number in left:
        yield SourcePage("", number, fault=f"第 {number} 页没有读：前面已有 {dead} 页过于复杂。")


def _told(file: IO[bytes], sheets: Collection[int]) -> Iterator[Any]:
    """What a child says of these pages, or of all where none are told, until it is done or dead."""
    file.seek(0)
    bounds = (
        settings.PDF_MAX_PAGES,
        MOST_GLYPHS,
        settings.PDF_PAGE_SECONDS,
        settings.PDF_MEMORY_MB,
    )
    child = subprocess.Popen(
        [sys.executable, "-m", "archive.ingest.pdf_child", *map(str, (*bounds, *sheets))],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.ROOT,
        start_new_session=True,  # Ctrl-C is for this process, which ends the child
    )
    with child:
        try:
            # A line without its end is that of a child that died of it.
            yield from (json.loads(line) for line in child.stdout or () if line.endswith(b"\n"))
        finally:
            child.kill()


def _count(message: Any) -> int:
    """The number of pages. Raises InputError where the child could not open the file."""
    if message is None:
        raise InputError(f"PDF {_TOO_MUCH}。")
    if "error" in message:
        raise InputError(message["error"])
    return int(message["count"])


def _page(message: Any) -> SourcePage:
    text, sheet, hints, fault = message
    return SourcePage(text, sheet, tuple(hint and Hint(*hint) for hint in hints), fault)


def _why(failed: list[SourcePage]) -> str:
    """The reason for the whole file, where not a page could be read."""
    faults = [page.fault or "" for page in failed]
    if all(SCANNED in fault for fault in faults):
        return f"PDF {SCANNED}；{ocr.HOW}"
    more = f"（共 {len(faults)} 页都读不出）" if len(faults) > 1 else ""
    return faults[0] + more
