"""From bytes to text: encodings told apart by what Chinese text looks like when read rightly."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from archive.ingest.errors import InputError
from archive.text.glyphs import frequent

MAGIC = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"GIF8": "GIF 图片",
    b"PK\x03\x04": "zip 或 Office 文件",
    b"\xd0\xcf\x11\xe0": "旧版 Office 文件",
    b"\x1f\x8b": "gzip 文件",
    b"Rar!": "rar 文件",
    b"7z\xbc\xaf": "7z 文件",
    b"{\\rtf": "RTF 文件",
}
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
LOST = "\ufffd"
# A page keeps most of its worth with some bytes lost; more than these are another encoding's.
FEW, SHARE = 2, 0.01
# Chinese text scores 0.8 and more, another encoding's bytes taken for Chinese 0.3 at most.
CHINESE = 0.5
_PLAIN = re.compile(r"[\x00-\x7f，。、：；！？“”‘’（）《》【】…—·\u3000％０-９Ａ-Ｚａ-ｚ]")
# What is left of a character cut at either end of the file
_CUT = re.compile(rf"\A{LOST}{{1,3}}|{LOST}{{1,3}}\Z")
_BREAKS = re.compile(r"\r\r\n|\r\n|\r")
_ODD_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def read_text(data: bytes, encoding: str | None = None) -> str:
    r"""The text of a page file, with \n as its only line end and no NUL.

    UTF-8 is taken where it fits, else whatever reads most like Chinese. Bytes that a transfer
    has spoilt are read as U+FFFD, a character cut at either end of the file is dropped.
    Raises InputError for an empty or binary file and for an encoding that does not fit.
    """
    if not data.strip(b" \t\r\n\x0c\x00\xef\xbb\xbf"):
        raise InputError("文件是空的。")
    text = _named(data, encoding) if encoding else _guessed(data)
    text = _BREAKS.sub("\n", _CUT.sub("", text).removeprefix("\ufeff").replace("\x00", ""))
    if not text.strip("\ufeff \n\r\t\u3000\x0c"):
        raise InputError("文件里没有文字。")
    return text if "\n" in text else _ODD_BREAKS.sub("\n", text)


def lost_warnings(text: str) -> list[str]:
    """What an editor should know of characters that could not be read."""
    lost = [number for number, line in enumerate(text.split("\n"), 1) if LOST in line]
    return [f"有字符无法识别（第 {'、'.join(map(str, lost[:5]))} 行等）"] if lost else []


def _named(data: bytes, encoding: str) -> str:
    try:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            cause, text = error, data.decode(encoding, "replace")
    except (LookupError, ValueError) as error:  # no such codec, or none for a page: hex, idna
        known = "可用 utf-8、gb18030、big5、utf-16"
        raise InputError(f"不认识的编码：{encoding}。{known}。") from error
    if _spoilt(text) <= SHARE:
        return text
    place = f"第 {cause.start + 1} 字节处不符"
    raise InputError(f"文件不是 {encoding} 编码（{place}）。") from cause


def _guessed(data: bytes) -> str:
    for bom, encoding in BOMS.items():
        if data.startswith(bom):
            return _named(data, encoding)
    for magic, kind in MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"这是{kind}，不是文本版面；请提供 .txt 文字。")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _chinese(data)
    if "\x00" in text or "~{" in text:
        return _chinese(data)
    return text


def _chinese(data: bytes) -> str:
    """The reading that is most like Chinese; a cascade would take Big5 for GB18030."""
    readings = [reading(data) for reading in READINGS]
    best = max(readings, key=_likeness)
    if _likeness(best) >= CHINESE and _spoilt(best) <= 0.1:
        return best
    if _likeness(readings[0]) == 0.0 and _spoilt(readings[0]) == 0.0 and b"\x00" not in data:
        return readings[0]
    if b"\x00" in data:
        raise InputError("这是二进制文件，不是文本版面。")
    raise InputError("无法识别文件编码；请指定编码，或转存为 UTF-8。")


def _by_lines(data: bytes) -> str:
    """Pages glued from files of two encodings: each line is UTF-8 where it fits, else GB18030."""
    rows = data.split(b"\n")
    return "\n".join(_row(row) for row in rows)


def _row(row: bytes) -> str:
    try:
        return row.decode("utf-8")
    except UnicodeDecodeError:
        readings = [row.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
        return max(readings, key=_likeness)


def _as(encoding: str) -> Callable[[bytes], str]:
    return lambda data: data.decode(encoding, "replace")


# In order of trial: the first of those that read alike is taken.
READINGS = (
    _as("utf-8"),
    _as("gb18030"),
    _as("big5hkscs"),
    _as("utf-16-le"),
    _as("utf-16-be"),
    _as("hz"),
    _by_lines,
)


def _spoilt(text: str) -> float:
    """The share of characters lost; a few are none, as is one cut at either end."""
    lost = _CUT.sub("", text).count(LOST)
    return lost / len(text) if lost > FEW else 0.0


def _likeness(text: str) -> float:
    """The share of frequent characters among the wide ones: 0.8 for Chinese, below 0.4 for noise.

    Punctuation counts for nothing, as encodings share it; what is lost counts against.
    """
    wide = _PLAIN.sub("", text)
    return sum(char in frequent() for char in wide) / len(wide) if wide else 0.0
