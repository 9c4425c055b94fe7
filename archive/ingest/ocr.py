"""Scans and photographs of pages through OCR, where the optional rapidocr is installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from importlib.util import find_spec
from statistics import median
from typing import Any

import pypdfium2

from archive.ingest.errors import InputError
from archive.ingest.pdf_glyphs import Glyph
from archive.ingest.print_pieces import Piece
from archive.ingest.print_text import page_of
from archive.ingest.source_page import SourcePage
from archive.text.normalize import clean, width

HOW = "识别需先安装：.venv/bin/pip install -r requirements-ocr.txt"
KINDS = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
# Newspaper type of 9 points is some 25 pixels high at this resolution; larger pictures are slow.
_DPI, _MOST_PIXELS = 200, 60_000_000
_LEAST_SURE = 0.5


def installed() -> bool:
    """Whether OCR can be had."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def is_image(data: bytes) -> bool:
    """Whether these are the bytes of a picture that OCR can read."""
    return data.startswith(tuple(KINDS))


def read_image(data: bytes) -> SourcePage:
    """The page in a picture. Raises InputError without OCR, or where there is no text in it."""
    if not installed():
        raise InputError(f"这是图片，没有文字；{HOW}")
    try:
        rows = _engine().picture_rows(data, _MOST_PIXELS)
    except ValueError as error:
        raise InputError(f"图片无法读取：{error}。") from error
    page = page_of(_made(rows, 1.0), 1)
    if not page.text:
        raise InputError("图片里没有识别出文字。")
    return page


def page_pieces(page: pypdfium2.PdfPage, before_ocr: Callable[[], None]) -> list[Piece]:
    """The lines of a scanned page of a PDF, in points; `before_ocr` is called once it is drawn."""
    across, down = page.get_size()
    scale = _DPI / 72
    if across * down * scale * scale > _MOST_PIXELS:
        scale = (_MOST_PIXELS / (across * down)) ** 0.5
    picture = page.render(scale=scale, grayscale=False).to_numpy()
    before_ocr()
    return _made(_engine().array_rows(picture), 1 / scale)


def _engine() -> Any:
    # The engine imports a library that only some have, so it is loaded when it is asked for.
    return importlib.import_module("archive.ingest.ocr_engine")


def _made(rows: list[tuple[str, float, list[tuple[float, float]]]], scale: float) -> list[Piece]:
    """Lines of what the engine read: text, how sure it is (0 to 1), the four corners in pixels."""
    pieces = []
    for raw, sure, corners in rows:
        text = clean(raw).strip()
        if sure < _LEAST_SURE or not text:
            continue
        xs, ys = sorted(x * scale for x, _ in corners), sorted(y * scale for _, y in corners)
        left, right, high, low = median(xs[:2]), median(xs[2:]), median(ys[:2]), median(ys[2:])
        pieces.append(_line(text, left, right, high, low))
    return pieces


def _line(text: str, left: float, right: float, high: float, low: float) -> Piece:
    """The box's width tells the size of the type better than its height, which has a margin."""
    if low - high > 1.8 * (right - left) and len(text) > 2:
        size, step = right - left, (low - high) / len(text)
        glyphs = [
            Glyph(char, left, right, high + step * (n + 0.9), size) for n, char in enumerate(text)
        ]
        return Piece(glyphs, left, right, low - 0.1 * size, size, upright=True, high=high)
    total = max(0.5, sum(width(char) for char in text))
    em = (right - left) / total
    size = min(em, 1.05 * (low - high)) if total > 2 else 0.85 * (low - high)
    base = low - 0.15 * (low - high)
    glyphs, at = [], left
    for char in text:
        end = at + em * width(char)
        glyphs.append(Glyph(char, at, end, base, size))
        at = end
    return Piece(glyphs, left, right, base, size)
