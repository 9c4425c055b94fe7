"""A PDF's pages by their text layer, or by OCR where they are scans and OCR is installed.

PDFium is entered in a process of its own alone, see `pdf_child`: a page can take any memory.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium

from archive.ingest import ocr
from archive.ingest.errors import InputError
from archive.ingest.pdf_glyphs import page_glyphs
from archive.ingest.print_lines import print_lines
from archive.ingest.print_pieces import Piece
from archive.ingest.print_text import page_of
from archive.ingest.source_page import SourcePage

# A scan may bear a page number or an address in text; a page of a newspaper has more than that.
_FEWEST = 30
SCANNED = "是扫描图像，没有文字层"


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The document of a PDF's bytes. Raises InputError for a damaged or a locked one."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise InputError("PDF 有密码保护，请先解除密码再上传。") from error
        raise InputError("PDF 文件已损坏，无法打开。") from error


def read_page(
    document: pypdfium2.PdfDocument, index: int, most: int, before_ocr: Callable[[], None]
) -> SourcePage:
    """The page at a 0-based index; whatever is wrong with it is its fault alone.

    One of more than `most` characters is no page. `before_ocr` is called where PDFium has done.
    """
    number = index + 1
    try:
        with closing(document[index]) as page:
            pieces = _pieces(page, most, before_ocr)
    except InputError as error:
        return SourcePage("", number, fault=f"第 {number} 页{error}")
    except pypdfium2.PdfiumError:
        return SourcePage("", number, fault=f"第 {number} 页已损坏，无法读取。")
    made = page_of(pieces, number)
    return made if made.text else SourcePage("", number, fault=f"第 {number} 页没有文字。")


def _pieces(page: pypdfium2.PdfPage, most: int, before_ocr: Callable[[], None]) -> list[Piece]:
    with closing(page.get_textpage()) as text:
        count = text.count_chars()
        if count > most:
            raise InputError(f"有 {count:,} 字，一个版面不超过 {most:,} 字。")
        glyphs = page_glyphs(text, count, page.get_bbox())
    if len(glyphs) >= _FEWEST or not _pictured(page):
        return print_lines(glyphs)
    if not ocr.installed():
        raise InputError(f"{SCANNED}；{ocr.HOW}")
    return ocr.page_pieces(page, before_ocr)


def _pictured(page: pypdfium2.PdfPage) -> bool:
    """Whether an image covers much of the page."""
    left, bottom, right, top = page.get_bbox()
    whole = max(1.0, (right - left) * (top - bottom))
    images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    boxes = [image.get_bounds() for image in images]
    return any((b[2] - b[0]) * (b[3] - b[1]) > 0.3 * whole for b in boxes)
