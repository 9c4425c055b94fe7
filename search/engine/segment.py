"""One Whoosh segment read as numpy arrays. Segments never change, so what is read stays true."""

from __future__ import annotations

import threading
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader, TermNotFound

from search.engine.cache import ByteCache
from search.engine.schema import DAY, FACETS, NUMBER, TEXTS, build_schema

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
_NO_POSTINGS = (np.empty(0, np.int32), np.empty(0, np.float32))
_CACHE = ByteCache(128 << 20)
# Whoosh draws segment names by chance, so they are no keys to a cache of several indexes.
_KEYS = count()


class Segment:
    """Documents are numbered from 0 within the segment; deleted ones are still among them."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        self.name: str = segment.segment_id()
        self.key = next(_KEYS)
        self.size: int = segment.doc_count_all()
        self._lock = threading.Lock()
        self._reader = SegmentReader(storage, build_schema(), segment)
        self.numbers = self._column(NUMBER, np.int64)
        self.days = self._column(DAY, np.int32)
        self.lengths = {name: self._lengths(name) for name in TEXTS}
        self.facets = {name: self._facet(name) for name in FACETS}

    def _column(self, name: str, kind: Any) -> NDArray[Any]:
        if not self._reader.has_column(name):
            return np.zeros(self.size, kind)
        column = self._reader.column_reader(name)
        return np.fromiter((column[doc] for doc in range(self.size)), kind, self.size)

    def _lengths(self, field: str) -> Weights:
        length = self._reader.doc_field_length
        return np.fromiter((length(doc, field) for doc in range(self.size)), np.float32, self.size)

    def _facet(self, field: str) -> dict[str, Ids]:
        """The documents of each value."""
        values = [raw.decode() for raw in self._reader.lexicon(field)]
        return {value: self._read(field, value)[0] for value in values}

    def _read(self, field: str, term: str) -> tuple[Ids, Weights]:
        """Documents that hold the term, ascending, and how often."""
        spec = self._reader.schema[field]
        # Whoosh's files keep a reading position, so threads read one after another.
        with self._lock:
            try:
                # Below the reader's own method, which would hide deleted documents again.
                matcher = self._reader._terms.matcher(field, spec.to_bytes(term), spec.format)
            except TermNotFound:
                return _NO_POSTINGS
            rows = []
            while matcher.is_active():
                rows.append((matcher.id(), matcher.weight()))
                matcher.next()
        ids, weights = zip(*rows, strict=True)
        return np.array(ids, np.int32), np.array(weights, np.float32)

    def postings(self, field: str, term: str) -> tuple[Ids, Weights]:
        if field in FACETS:
            ids = self.facets[field].get(term, _NO_POSTINGS[0])
            return ids, np.ones(len(ids), np.float32)
        return _CACHE.get(
            (self.key, field, term),
            lambda: self._read(field, term),
            lambda row: row[0].nbytes + row[1].nbytes,
        )

    def _stored(self, doc: int) -> dict[str, Any]:
        with self._lock:
            return dict(self._reader.stored_fields(doc))

    def folded(self, doc: int) -> str:
        """The folded texts of a document, joined."""
        return _CACHE.get(
            (self.key, doc), lambda: str(self._stored(doc)["folded"]), lambda text: 4 * len(text)
        )

    def stamp(self, doc: int) -> int:
        return int(self._stored(doc)["stamp"])
