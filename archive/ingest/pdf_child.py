"""The process that reads a PDF's pages for `pdf`, within bounds of memory and time, and may die of it.

`python -m archive.ingest.pdf_child MOST_PAGES MOST_GLYPHS SECONDS MEGABYTES [SHEET…]` takes the file
on stdin, gives a line of JSON for the count and each page. It loads neither Django's models nor jieba.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import Any

from archive.ingest.errors import InputError
from archive.ingest.pdf_pages import opened, read_page

# OCR is no parser of what a stranger wrote: it is slow, but bounded by the picture's size.
_OCR_TIMES = 10


def main(most_pages: int, most_glyphs: int, seconds: int, megabytes: int, *sheets: int) -> None:
    """Print what there is to tell of the file, of all pages or those of the 1-based `sheets`."""
    _bound(resource.RLIMIT_CORE, 0)
    bound = partial(_bounds, seconds, megabytes)
    try:
        for message in _messages(sheets, most_pages, most_glyphs, bound):
            _tell(message)
    except InputError as error:
        _tell({"error": str(error)})


def _tell(message: Any) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _messages(
    sheets: Collection[int], most_pages: int, most_glyphs: int, bound: Any
) -> Iterator[Any]:
    data = sys.stdin.buffer.read()
    bound()
    document = opened(data)
    count = len(document)
    if count == 0:
        raise InputError("PDF 文件里没有页面，可能已损坏。")
    if count > most_pages:
        raise InputError(f"PDF 有 {count} 页，超过上限 {most_pages} 页（PDF_MAX_PAGES）；请拆开。")
    yield {"count": count}
    for index in range(count):
        if not sheets or index + 1 in sheets:
            bound()
            yield astuple(read_page(document, index, most_glyphs, partial(bound, ocr=True)))


def _bounds(seconds: int, megabytes: int, *, ocr: bool = False) -> None:
    """What the next page may take, beyond what is taken already."""
    if ocr:
        _bound(resource.RLIMIT_AS, resource.RLIM_INFINITY)
        seconds *= _OCR_TIMES
    elif taken := _memory():
        _bound(resource.RLIMIT_AS, taken + megabytes * 1024 * 1024)
    _bound(resource.RLIMIT_CPU, int(time.process_time()) + 1 + seconds)


def _bound(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = hard if value == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, hard))


def _memory() -> int:
    """Bytes of address space that are taken; 0 where the system does not tell."""
    try:
        told = Path("/proc/self/statm").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(told.split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
