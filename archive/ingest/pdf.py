"""A PDF's pages by their text layer, or by OCR where they are scans and OCR is installed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium
from django.conf import settings

from archive.ingest import ocr
from archive.ingest.errors import InputError
from archive.ingest.pdf_glyphs import page_glyphs
from archive.ingest.print_lines import print_lines
from archive.ingest.print_pieces import Piece
from archive.ingest.print_text import page_of
from archive.ingest.source_page import SourcePage

# A broadsheet page holds some 10,000 characters; what is far longer is no page.
MOST_GLYPHS = 100_000
# A scan may bear a page number or an address in text; a page of a newspaper has more than that.
_FEWEST = 30
_SCANNED = "是扫描图像，没有文字层"
# PDFium keeps state of its own and must not be entered twice at once.
_PDFIUM = Lock()


def is_pdf(data: bytes) -> bool:
    """Whether these are the bytes of a PDF; a few may stand before its mark."""
    return b"%PDF-" in data[:1024]


def read_pdf(data: bytes, sheets: Collection[int] | None = None) -> Iterator[SourcePage]:
    """The pages one at a time; a page that fails alone comes with its `fault`.

    Of some `sheets` (1-based) only these are read: one that is scanned takes its time.
    Raises InputError where no page can be read at all: damaged or cut short, locked, without a
    text layer, or longer than PDF_MAX_PAGES.
    """
    document = _opened(data)
    with _held(document):
        failed: list[SourcePage] = []
        read = False
        for index in range(_counted(document)):
            if sheets is not None and index + 1 not in sheets:
                continue
            page = _page(document, index)
            if page.fault and not read:
                failed.append(page)
                continue
            yield from failed
            yield page
            failed, read = [], True
    if failed and not read:
        raise InputError(_why(failed))


@contextmanager
def _held(document: pypdfium2.PdfDocument) -> Iterator[None]:
    try:
        yield
    finally:
        with _PDFIUM:
            document.close()


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-2048:]:
        raise InputError("PDF 文件不完整（结尾缺失），可能没有下载或复制完；请重新取得。")
    try:
        with _PDFIUM:
            return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise InputError("PDF 有密码保护，请先解除密码再上传。") from error
        raise InputError("PDF 文件已损坏，无法打开。") from error


def _counted(document: pypdfium2.PdfDocument) -> int:
    with _PDFIUM:
        count = len(document)
    if count == 0:
        raise InputError("PDF 文件里没有页面，可能已损坏。")
    if count > settings.PDF_MAX_PAGES:
        raise InputError(
            f"PDF 有 {count} 页，超过上限 {settings.PDF_MAX_PAGES} 页（PDF_MAX_PAGES）；请拆开。"
        )
    return count


def _page(document: pypdfium2.PdfDocument, index: int) -> SourcePage:
    """The page at a 0-based index; whatever is wrong with it is its fault alone."""
    number = index + 1
    try:
        with _PDFIUM, closing(document[index]) as page:
            pieces = _pieces(page)
    except InputError as error:
        return SourcePage("", number, fault=f"第 {number} 页{error}")
    except pypdfium2.PdfiumError:
        return SourcePage("", number, fault=f"第 {number} 页已损坏，无法读取。")
    made = page_of(pieces, number)
    return made if made.text else SourcePage("", number, fault=f"第 {number} 页没有文字。")


def _pieces(page: pypdfium2.PdfPage) -> list[Piece]:
    with closing(page.get_textpage()) as text:
        count = text.count_chars()
        if count > MOST_GLYPHS:
            raise InputError(f"有 {count:,} 字，一个版面不超过 {MOST_GLYPHS:,} 字。")
        glyphs = page_glyphs(text, count, page.get_bbox())
    if len(glyphs) >= _FEWEST or not _pictured(page):
        return print_lines(glyphs)
    if not ocr.installed():
        raise InputError(f"{_SCANNED}；{ocr.HOW}")
    return ocr.page_pieces(page)


def _pictured(page: pypdfium2.PdfPage) -> bool:
    """Whether an image covers much of the page."""
    left, bottom, right, top = page.get_bbox()
    whole = max(1.0, (right - left) * (top - bottom))
    images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    boxes = [image.get_bounds() for image in images]
    return any((b[2] - b[0]) * (b[3] - b[1]) > 0.3 * whole for b in boxes)


def _why(failed: list[SourcePage]) -> str:
    """The reason for the whole file, where not a page could be read."""
    faults = [page.fault or "" for page in failed]
    if all(_SCANNED in fault for fault in faults):
        return f"PDF {_SCANNED}；{ocr.HOW}"
    more = f"（共 {len(faults)} 页都读不出）" if len(faults) > 1 else ""
    return faults[0] + more
