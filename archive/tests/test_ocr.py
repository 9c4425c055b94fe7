"""Pictures of pages: what is said without OCR, and what OCR gives where it is installed."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pypdfium2
import pytest

from archive.ingest import ocr
from archive.ingest.errors import InputError
from archive.ingest.sources import read_pages
from archive.tests.pdf_writer import Leaf, Show, write_pdf


def png(width: int, height: int, rows: list[bytes]) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\x00" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


MISSING = pytest.mark.skipif(
    not ocr.installed(), reason="OCR is not installed (requirements-ocr.txt)"
)
WHITE = png(60, 40, [b"\xff" * 60] * 40)


def needs_ocr(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.ocr(MISSING(test))


@pytest.mark.parametrize("data", [WHITE, b"\xff\xd8\xff\xe0 jpeg", b"II*\x00 tiff"])
def test_a_picture_without_ocr_says_how_to_install_it(data, monkeypatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    with pytest.raises(InputError, match="pip install -r requirements-ocr.txt"):
        list(read_pages(data))


def box(left: float, top: float, right: float, low: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, low), (left, low)]


def test_what_is_read_goes_through_the_same_layout(monkeypatch) -> None:
    """Two columns under a headline, in an order not to be trusted; a doubtful scrap is dropped."""

    class Engine:
        @staticmethod
        def picture_rows(data: bytes, most: int) -> list:
            return [
                ("业链条让群众从中受益更多。", 0.98, box(300, 140, 560, 162)),
                ("玫瑰产业开新局", 0.99, box(60, 20, 480, 84)),
                ("围绕品牌建设进行交流，做强产", 0.97, box(20, 140, 300 - 20, 162)),
                ("全市现场会昨天在平阴举行，", 0.97, box(60, 110, 280, 132)),
                ("要求把这件事当作头等大事抓，延长", 0.97, box(300, 110, 560, 132)),
                ("十刂", 0.2, box(10, 300, 40, 320)),
            ]

    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(ocr, "_engine", Engine)
    (page,) = read_pages(WHITE)
    lines = [line.strip("　") for line in page.text.split("\n") if line]
    assert lines[0] == "玫瑰产业开新局" and page.hints[0] and page.hints[0].display
    assert lines[1].startswith("全市现场会") and lines[2].startswith("围绕品牌")
    assert lines[3].startswith("要求把") and lines[4].startswith("业链条")
    assert len(lines) == 5


@needs_ocr
def test_a_rendered_page_is_read() -> None:
    shows = [Show("玫瑰产业开新局", 40, 60, 24), Show("全市现场会昨天在平阴举行", 40, 100, 12)]
    with pypdfium2.PdfDocument(write_pdf([Leaf(shows, 300, 140)])) as document:
        picture = document[0].render(scale=4, grayscale=True).to_numpy()
    rows = [bytes(row) for row in picture.reshape(picture.shape[0], -1)]
    (page,) = read_pages(png(picture.shape[1], picture.shape[0], rows))
    assert "玫瑰产业开新局" in page.text and "平阴举行" in page.text


@needs_ocr
def test_a_broken_picture_is_refused() -> None:
    with pytest.raises(InputError, match="损坏"):
        list(read_pages(b"\x89PNG\r\n\x1a\n broken"))


@needs_ocr
@pytest.mark.parametrize("side", [20_000, 60_000])
def test_a_huge_picture_is_refused_by_its_head(side, monkeypatch) -> None:
    """A few bytes may say that they are gigabytes: they are never expanded."""
    engine = ocr._engine()
    monkeypatch.setattr(engine.cv2, "imdecode", lambda *arguments: pytest.fail("was decoded"))
    with pytest.raises(InputError, match="超过 60 百万像素"):
        list(read_pages(png(side, side, [b"\xff" * 9])))
