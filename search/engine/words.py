"""The words of a segment: Whoosh's terms (.trm) and postings (.pst), written in bulk and read."""

from __future__ import annotations

import pickle
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import length_to_byte

from search.engine import blocks
from search.engine.part import Int32s, Postings, Uint16s
from search.engine.stretch import Stretch
from search.engine.terms import TermsFile, TermsWriter

BLOCK = 2048
_FEW = 8  # documents of a term up to which they stand beside the term itself
_EXTENT = struct.Struct("!qi")
# What Whoosh's W3TermInfo keeps of a term, before its postings or their extent.
_INFO = np.dtype(
    [("inlined", "u1"), ("weight", ">f4"), ("count", ">u4"), ("shortest", "u1"), ("longest", "u1")]
    + [("most", ">f4"), ("first", ">u4"), ("last", ">u4")]
)
_LENGTHS = np.array([length_to_byte(length) for length in range(1 << 16)], np.uint8)
Counts = NDArray[np.uint8]


def as_bytes(lengths: Uint16s) -> Counts:
    """Lengths as the single bytes that Whoosh keeps of them."""
    return _LENGTHS[lengths]


class WordsWriter:
    """Fields one after another, each in runs of ascending terms."""

    def __init__(self, stem: Path) -> None:
        """`stem` is the path of the segment's files without their endings."""
        self._terms = TermsWriter(Path(f"{stem}.trm"))
        self._file = Path(f"{stem}.pst").open("wb")  # noqa: SIM115 - closed by close()

    def add(self, field: str, run: Postings, lengths: Counts) -> None:
        """The next terms of a field; each is in one document at least.

        `lengths`: of the field, by document, as Whoosh's bytes.
        """
        if not run.terms:
            return
        marks = lengths[run.docs]
        infos = _infos(run, marks)
        plain, size = infos.tobytes(), _INFO.itemsize
        table = _Blocks(run, marks)
        values = [
            plain[size * term : size * term + size] + self._kept(run, term, table)
            for term in range(len(run.terms))
        ]
        self._terms.add(field, run.terms, values)

    def _kept(self, run: Postings, term: int, table: _Blocks) -> bytes:
        start, end = int(run.starts[term]), int(run.starts[term + 1])
        if end - start <= _FEW:
            often = run.often[start:end].tolist()
            counts = None if max(often) == 1 else tuple(often)
            return pickle.dumps((tuple(run.docs[start:end].tolist()), counts, None), 2)
        begin = self._file.tell()
        length = self._file.write(blocks.HEADER + table.of(term))
        return _EXTENT.pack(begin, length)

    def close(self) -> None:
        self._terms.close()
        self._file.close()


def _infos(run: Postings, marks: Counts) -> NDArray[np.void]:
    begin = run.starts[:-1]
    infos = np.empty(len(run.terms), _INFO)
    infos["count"] = np.diff(run.starts)
    infos["inlined"] = infos["count"] <= _FEW
    infos["weight"] = np.add.reduceat(run.often, begin, dtype=np.int64)
    infos["shortest"] = np.minimum.reduceat(marks, begin)
    infos["longest"] = np.maximum.reduceat(marks, begin)
    infos["most"] = np.maximum.reduceat(run.often, begin)
    infos["first"] = run.docs[begin]
    infos["last"] = run.docs[run.starts[1:] - 1]
    return infos


class _Blocks:
    """The postings of many terms cut into blocks, and the figures of each block."""

    def __init__(self, run: Postings, marks: Counts) -> None:
        often = np.diff(run.starts)
        number = -(-often // BLOCK)
        self.first = np.concatenate([[0], np.cumsum(number)])
        inside = np.arange(self.first[-1]) - np.repeat(self.first[:-1], number)
        begin = np.repeat(run.starts[:-1], number) + BLOCK * inside
        end = np.minimum(begin + BLOCK, np.repeat(run.starts[1:], number))
        self.gaps = np.diff(run.docs, prepend=np.int32(0))
        self.gaps[begin] = 0
        widest = np.maximum.reduceat(self.gaps, begin)
        self.gaps[begin] = run.docs[begin]
        self.often = run.often
        self.begin, self.end = begin.tolist(), end.tolist()
        self.width = np.digitize(widest, [1 << 8, 1 << 16]).tolist()
        self.stats = list(
            zip(
                run.docs[end - 1].tolist(),
                np.maximum.reduceat(run.often, begin).tolist(),
                np.minimum.reduceat(marks, begin).tolist(),
                np.maximum.reduceat(marks, begin).tolist(),
                strict=True,
            )
        )

    def of(self, term: int) -> bytes:
        first, end = int(self.first[term]), int(self.first[term + 1])
        return b"".join(self._block(one, last=one == end - 1) for one in range(first, end))

    def _block(self, one: int, *, last: bool) -> bytes:
        cut = slice(self.begin[one], self.end[one])
        width = "BHI"[self.width[one]]
        return blocks.encode(self.gaps[cut], self.often[cut], width, self.stats[one], last=last)


class WordsFile:
    """Reads from many threads at once."""

    def __init__(self, stem: Path) -> None:
        """Raises FileNotFoundError, ValueError where a file is broken."""
        self.terms = TermsFile(Path(f"{stem}.trm"))
        self._postings = Stretch(Path(f"{stem}.pst"))

    def postings(self, field: str, term: str) -> tuple[Int32s, Counts]:
        """The documents that hold the term, ascending, and how often each (at most 255)."""
        value = self.terms.find(field, term)
        if value is None:
            return np.empty(0, np.int32), np.empty(0, np.uint8)
        return self.decoded(value)

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold the term."""
        value = self.terms.find(field, term)
        return int.from_bytes(value[5:9], "big") if value else 0

    def decoded(self, value: bytes) -> tuple[Int32s, Counts]:
        """The postings that the terms file keeps as `value`."""
        if value[0]:
            docs, often, _ = blocks.unpickled(value[_INFO.itemsize :])
            return np.array(docs, np.int32), np.array(often or [1] * len(docs), np.uint8)
        start, length = _EXTENT.unpack_from(value, _INFO.itemsize)
        (count,) = struct.unpack_from("!I", value, 5)
        return blocks.decode(memoryview(self._postings.read(start, length)), count)

    def field(self, field: str) -> StoredWords:
        return StoredWords(self, list(self.terms.items(field)))


class StoredWords:
    """The words of a field of a written segment, as wordruns.FieldWords."""

    def __init__(self, file: WordsFile, items: list[tuple[str, bytes]]) -> None:
        self._file = file
        self.terms = [term for term, _ in items]
        self._values = [value for _, value in items]
        counts = (int.from_bytes(value[5:9], "big") for value in self._values)
        self.counts = np.fromiter(counts, np.int64, len(items))

    def between(self, start: int, end: int) -> tuple[Int32s, Counts]:
        rows = [self._file.decoded(value) for value in self._values[start:end]]
        if not rows:
            return np.empty(0, np.int32), np.empty(0, np.uint8)
        return np.concatenate([docs for docs, _ in rows]), np.concatenate(
            [often for _, often in rows]
        )
