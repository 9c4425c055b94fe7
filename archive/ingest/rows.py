"""Rows of a table of ready articles, CSV or JSON lines, as raw cells by column; a broken one alone."""

from __future__ import annotations

import csv
import io
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from archive.ingest.errors import InputError, LackingError
from archive.ingest.formats import suffix_of
from archive.ingest.readers import BOMS, LOST

# Each column by the names it goes by.
COLUMNS = {
    "newspaper": ("报纸", "报名"),
    "date": ("日期", "出版日期"),
    "page": ("版次", "版"),
    "title": ("标题", "主题", "题目"),
    "kicker": ("引题", "肩题"),
    "subtitle": ("副题", "副标题"),
    "column": ("栏目",),
    "body": ("正文", "内容"),
    "reporters": ("记者", "作者"),
    "url": ("网址", "链接"),
}
BY_NAME = {name: column for column, names in COLUMNS.items() for name in (column, *names)}
REQUIRED = ("title", "body")  # newspaper and date may be hinted for the whole file
DELIMITERS = ",;\t"
MOST_CELL = 1_000_000  # characters; a body that is longer is no article
SAMPLE = 1 << 20  # bytes by which the encoding is told
# The shares of characters and of lines lost, above both of which an encoding does not fit; and
# of NULs, above which a file is UTF-16 or no text.
SPOILT, SPOILT_LINES, BINARY = 0.005, 0.1, 0.01
# A row that is longer has a quote that is never closed. How much may be gone over again for such
# rows, in characters, a line for some more: a table of nothing else would never end.
MOST_LINES, MOST_ROW = 2_000, 2_000_000
PATIENCE, A_LINE = 100_000_000, 50


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by column, from line `line` of the file; or `fault`, why there are none."""

    line: int
    cells: dict[str, Any] = field(default_factory=dict)
    fault: str = ""


def read_table(
    file: IO[bytes], filename: str, encoding: str = "", unknown: set[str] | None = None
) -> Iterator[Row]:
    """The rows of a .csv, .tsv or JSON lines file; columns that nobody knows go into `unknown`.

    Raises InputError where there is no table in it, LackingError where its encoding is not told.
    """
    file.seek(0)
    text = io.TextIOWrapper(
        file, encoding=encoding or _encoding(file), errors="replace", newline=""
    )
    lines = _Lines(text)
    unknown = set() if unknown is None else unknown
    try:
        if suffix_of(filename) in (".csv", ".tsv"):
            yield from _csv_rows(lines, unknown)
        else:
            yield from _json_rows(lines, unknown)
    finally:
        text.detach()  # the file is the caller's to close


def _encoding(file: IO[bytes]) -> str:
    """By its mark, else the one of UTF-8 and GB18030 that loses least of the beginning."""
    sample = file.read(SAMPLE)
    file.seek(0)
    for mark, encoding in BOMS.items():
        if sample.startswith(mark):
            return encoding
    sample = sample[: sample.rfind(b"\n") + 1] or sample  # not cut within a character
    if sample.count(0) > BINARY * len(sample):
        raise LackingError("encoding", "认不出文件编码，请指定编码。")
    lost = {name: _lost(sample, name) for name in ("utf-8", "gb18030")}
    best = min(lost, key=lambda name: lost[name])
    lines, characters = lost[best]
    if lines > SPOILT_LINES and characters > SPOILT:
        raise LackingError("encoding", "认不出文件编码，请指定编码。")
    return best


def _lost(sample: bytes, encoding: str) -> tuple[float, float]:
    """The shares of lines and of characters lost, of those that are not ASCII."""
    text = sample.decode(encoding, "replace")
    lines = [line for line in text.split("\n") if not line.isascii()]
    wide = sum(char > "\x7f" for char in text)
    if not wide:
        return 0.0, 0.0
    return sum(LOST in line for line in lines) / len(lines), text.count(LOST) / wide


class _Lines:
    """The lines of a text that can be gone back over; one longer than a cell may be comes in pieces.

    Raises csv.Error where a row has more of them than any row.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text, self.number, self.start = text, 0, 1
        self.waiting: deque[str] = deque()
        self.given: list[str] = []
        self.size, self.patience, self.ended = 0, PATIENCE, True

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        piece = self.waiting.popleft() if self.waiting else self.text.readline(MOST_CELL)
        if not piece:
            raise StopIteration
        self.number += self.ended
        self.ended = _ends(piece)
        self.given.append(piece)
        self.size += len(piece)
        if len(self.given) > MOST_LINES or self.size > MOST_ROW:
            raise csv.Error("row")
        return piece

    def mark(self) -> int:
        """Here a row begins: its 1-based line."""
        self.given.clear()
        self.size, self.start = 0, self.number + 1
        return self.start

    def go_back(self) -> None:
        """To the line after the one that was marked, while there is patience."""
        ends = (count for count, piece in enumerate(self.given, 1) if _ends(piece))
        back = self.given[next(ends, len(self.given)) :]
        cost = sum(map(len, back)) + A_LINE * len(back)
        if cost <= self.patience:
            self.patience -= cost
            self.number = self.start
            self.waiting.extendleft(reversed(back))
            self.ended = bool(back) or self.ended
        self.skip()

    def skip(self) -> bool:
        """Over what is left of a line that comes in pieces; whether anything was."""
        any_left = not self.ended
        self.mark()
        while not self.ended and next(self, None):
            self.mark()
        return any_left


def _ends(piece: str) -> bool:
    return piece.endswith(("\n", "\r")) or len(piece) < MOST_CELL


def _csv_rows(lines: _Lines, unknown: set[str]) -> Iterator[Row]:
    csv.field_size_limit(MOST_CELL)
    header = next(lines, "")
    delimiter = max(DELIMITERS, key=lambda sign: len(_columns(_cells(header, sign))))
    names = _cells(header, delimiter)
    columns = [BY_NAME.get(_plain(name), "") for name in names]
    _check_header(columns)
    unknown.update(name for name, column in zip(names, columns, strict=True) if not column)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = lines.mark()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # A quote that is never closed would swallow all that follows.
            lines.go_back()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            yield Row(line, fault=_csv_fault(error, line, lines.number))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            yield Row(line, fault=f"有 {len(cells)} 格，应为 {len(columns)} 格。")
            continue
        yield Row(line, {name: cell for name, cell in zip(columns, cells, strict=True) if name})


def _csv_fault(error: csv.Error, line: int, last: int) -> str:
    more = f"到第 {last} 行为止没有读。" if last > line else ""
    if "limit" in str(error):
        return f"一格的文字超过 {MOST_CELL:,} 字，或引号没有配对。{more}"
    return f"引号没有配对。{more}"


def _cells(header: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([header.strip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []


def _plain(name: str) -> str:
    return name.strip().strip("\ufeff").casefold()


def _columns(names: list[str]) -> set[str]:
    return {BY_NAME[plain] for name in names if (plain := _plain(name)) in BY_NAME}


def _check_header(columns: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise InputError(f"第一行应为列名，缺少列：{'、'.join(missing)}。")
    twice = {name for name in columns if name and columns.count(name) > 1}
    if twice:
        raise InputError(f"列名重复：{'、'.join(sorted(twice))}。")


def _json_rows(lines: _Lines, unknown: set[str]) -> Iterator[Row]:
    """A line an object; a line that is longer than a cell may be is passed over to its end."""
    for text in lines:
        line = lines.number
        if lines.skip():
            text = ""
        if line == 1 and text.strip("\ufeff \t").startswith("["):
            raise InputError("这是一个 JSON 数组；应为每行一个对象（JSON lines）。")
        if text.strip().strip("\ufeff"):
            yield _json_row(line, text, unknown)
        elif not text:
            yield Row(line, fault=f"这一行超过 {MOST_CELL:,} 字。")


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _json_row(line: int, text: str, unknown: set[str]) -> Row:
    try:
        row = json.loads(text.strip().strip("\ufeff"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return Row(line, fault="不是完整的 JSON 对象（每行应为一篇）。")
    if not isinstance(row, dict):
        return Row(line, fault="不是 JSON 对象（每行应为一篇，形如 {…}）。")
    unknown.update(name for name in row if _plain(name) not in BY_NAME)
    cells: dict[str, Any] = {}
    for name, value in row.items():
        if (plain := _plain(name)) in BY_NAME:
            cells[BY_NAME[plain]] = value
    return Row(line, cells)
