"""The one module that imports rapidocr; load it through `ocr`, which knows whether it can be had."""

from __future__ import annotations

import io
import struct
import warnings
from functools import cache
from typing import Any

import cv2
import numpy as np
from PIL import Image
from rapidocr import RapidOCR

Row = tuple[str, float, list[tuple[float, float]]]


@cache
def _reader() -> RapidOCR:
    """Its models are in the package; loading them takes a second, so it is done once."""
    return RapidOCR(params={"Global.log_level": "error", "Global.max_side_len": 8000})


def picture_rows(data: bytes, most_pixels: int) -> list[Row]:
    """What is read in a png, jpeg or tiff. Raises ValueError for a broken or a huge picture."""
    if _pixels(data) > most_pixels:
        raise ValueError(f"超过 {most_pixels // 1_000_000} 百万像素")
    try:
        picture = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    if picture is None:
        raise ValueError("文件已损坏")
    return array_rows(picture)


def _pixels(data: bytes) -> int:
    """How many a picture would be, by its head alone: a few bytes may stand for gigabytes."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as picture:
            return picture.width * picture.height
    except Image.DecompressionBombError:
        return 1 << 62
    except (OSError, ValueError, SyntaxError, struct.error) as error:
        raise ValueError("文件已损坏") from error


def array_rows(picture: np.ndarray[Any, Any]) -> list[Row]:
    """Text, how sure it is (0 to 1), and the four corners in pixels of every line."""
    result = _reader()(picture, use_cls=False)
    if result.boxes is None or result.txts is None:
        return []
    rows = zip(result.txts, result.scores, result.boxes, strict=True)
    return [(text, float(sure), [(float(x), float(y)) for x, y in box]) for text, sure, box in rows]
