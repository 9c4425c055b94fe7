"""A file's pages, whatever its format: text as it stands, a PDF by its text layer, a picture by OCR."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from archive.ingest.errors import InputError
from archive.ingest.ocr import is_image, read_image
from archive.ingest.pdf import is_pdf, read_pdf
from archive.ingest.readers import read_text
from archive.ingest.source_page import Hint, SourcePage

__all__ = ["Hint", "SourcePage", "read_pages"]
# A broadsheet page holds some 10,000 characters; what is far longer is no page.
MOST_CHARACTERS = 200_000


def read_pages(
    data: bytes, encoding: str | None = None, sheets: Collection[int] | None = None
) -> Iterator[SourcePage]:
    """The pages of a file in their order, one at a time; of a PDF only `sheets` where they are told.

    A page of a PDF that fails among others comes with its `fault` and no text.
    Raises InputError for what cannot be read at all. `encoding` is that of a text.
    """
    if is_pdf(data):
        yield from read_pdf(data, sheets)
    elif is_image(data):
        yield read_image(data)
    else:
        yield _text_page(data, encoding)


def _text_page(data: bytes, encoding: str | None) -> SourcePage:
    text = read_text(data, encoding)
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"文件有 {len(text):,} 字，一个版面不超过 {MOST_CHARACTERS:,} 字；请按版拆开。"
        )
    return SourcePage(text)
