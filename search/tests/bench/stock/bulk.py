"""Writes the files that Whoosh's own writer would: one large field by numpy, the others as ever.

Stock Whoosh reads them. Its writer makes several Python calls a posting, which for 100,000
articles takes half an hour, and through Haystack many hours.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pickle import dumps
from struct import pack
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3FieldWriter, W3TermInfo, pack_ushort
from whoosh.fields import FieldType
from whoosh.index import Index
from whoosh.util.numeric import byte_to_length, length_to_byte

_BLOCK = 128  # postings, as in Whoosh's codec
_LEVEL = 3  # of compression, as there
_ONCE = b"\x00\x00\x00\x01"
_KEPT = np.array([byte_to_length(length_to_byte(length)) for length in range(4096)])


class Collected:
    """The words of one field, document after document; Whoosh is only told how many they are."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.words = array("i")
        self.lengths: list[int] = []

    def index(self, value: str, **options: Any) -> list[tuple[bytes, int, float, bytes]]:
        """In place of the field's own method of that name: one posting that stands for all."""
        found = value.split()
        known = self.known
        self.words.extend([known.setdefault(word, len(known)) for word in found])
        self.lengths.append(len(found))
        return [(b"\x00", len(found), float(len(found)), b"")]


def write_in_bulk(index: Index, name: str, documents: Iterable[dict[str, Any]]) -> None:
    """Add the documents in one segment; `name` is the field of words, blanks between them."""
    collected = Collected()
    writer = index.writer(limitmb=512)
    field = writer.schema[name]
    field.index = collected.index
    for document in documents:
        writer.add_document(**document)
    plain = writer.fieldwriter.add_postings

    def add_postings(schema: Any, lengths: Any, items: Iterator[tuple[Any, ...]]) -> None:
        for field_name, rows in groupby(items, itemgetter(0)):
            if field_name == name:
                BulkField(writer.fieldwriter, field, collected).write(name)
                for _ in rows:
                    pass
            else:
                plain(schema, lengths, rows)

    writer.fieldwriter.add_postings = add_postings
    writer.commit(merge=False)


class BulkField:
    """Terms of one field in Whoosh's order, each as blocks of 128 postings."""

    def __init__(self, writer: W3FieldWriter, field: FieldType, collected: Collected) -> None:
        self.writer, self.field = writer, field
        lengths = np.array(collected.lengths, np.int64)
        self.kept = _KEPT[np.minimum(lengths, len(_KEPT) - 1)]
        self.starts = np.cumsum(lengths) - lengths
        self.terms = sorted(collected.known, key=str.encode)
        rank = np.empty(len(self.terms), np.int32)
        rank[[collected.known[term] for term in self.terms]] = np.arange(len(self.terms))
        ranks = rank[np.frombuffer(collected.words, np.int32)]
        self.order = np.argsort(ranks, kind="stable")
        self.bounds = np.concatenate([[0], np.cumsum(np.bincount(ranks))])
        self.documents = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        self.single = [_ONCE + dumps([position], 2) for position in range(4096)]

    def write(self, name: str) -> None:
        writer = self.writer
        writer.start_field(name, self.field)
        file, prefix = writer._postfile, pack_ushort(writer._fieldid)
        for at, term in enumerate(self.terms):
            places = self.order[self.bounds[at] : self.bounds[at + 1]]
            begun = file.tell()
            file.write(WHOOSH3_HEADER_MAGIC)
            info = self._postings(file, places)
            info.set_extent(begun, file.tell() - begun)
            writer._tindex.add(prefix + term.encode(), info.to_bytes())
        writer.finish_field()

    def _postings(self, file: Any, places: NDArray[np.int64]) -> W3TermInfo:
        """Write the blocks of a term that stands at these places."""
        held = self.documents[places]
        first = np.flatnonzero(np.concatenate([[True], held[1:] != held[:-1]]))
        ids = held[first]
        often = np.diff(np.append(first, len(held)))
        positions = (places - self.starts[held]).astype(np.int32)
        gaps = np.diff(positions, prepend=0)
        gaps[first] = positions[first]
        for start in range(0, len(ids), _BLOCK):
            end = min(start + _BLOCK, len(ids))
            values = self._values(often[start:end], gaps, first[start:end])
            self._block(file, ids[start:end], often[start:end], values, end == len(ids))
        return self._info(ids, often)

    def _values(
        self, often: NDArray[np.int64], gaps: NDArray[np.int32], first: NDArray[np.int64]
    ) -> tuple[bytes, ...]:
        """Positions of each posting as Whoosh's format has them."""
        start = int(first[0])
        row = gaps[start : int(first[-1]) + int(often[-1])].tolist()
        found, at = [], 0
        for count in often.tolist():
            if count == 1 and row[at] < len(self.single):
                found.append(self.single[row[at]])
            else:
                found.append(pack("!I", count) + dumps(row[at : at + count], 2))
            at += count
        return tuple(found)

    def _block(
        self,
        file: Any,
        ids: NDArray[np.int32],
        often: NDArray[np.int64],
        values: tuple[bytes, ...],
        last: bool,
    ) -> None:
        most = float(often.max())
        weights: Any = tuple(often.astype(float).tolist()) if often.min() != most else most
        weights = None if most == 1 else weights
        deltas = tuple(np.diff(ids, prepend=np.int32(0)).tolist())
        data = zlib.compress(dumps((deltas, weights, values), 2), _LEVEL)
        kept = self.kept[ids]
        shortest, longest = length_to_byte(int(kept.min())), length_to_byte(int(kept.max()))
        head = dumps((len(ids), int(ids[-1]), most, _LEVEL, shortest, longest), 2)
        size = len(head) + len(data)
        file.write_int(-size if last else size)
        file.write(head)
        file.write(data)

    def _info(self, ids: NDArray[np.int32], often: NDArray[np.int64]) -> W3TermInfo:
        kept, info = self.kept[ids], W3TermInfo()
        info._weight, info._df = float(often.sum()), len(ids)
        info._minid, info._maxid = int(ids[0]), int(ids[-1])
        info._maxweight = float(often.max())
        info._minlength, info._maxlength = int(kept.min()), int(kept.max())
        return info
