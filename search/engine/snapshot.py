"""All segments of one generation as one row of documents, numbered from 0 across them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from heapq import nlargest
from itertools import count
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from search.engine import counting, literal
from search.engine.cache import ByteCache, Value
from search.engine.counting import FacetTable
from search.engine.errors import BROKEN, IndexUnavailable, reason
from search.engine.literal import Occurrences
from search.engine.part import Float32s, Int32s, Int64s
from search.engine.schema import FACETS, SLOTS
from search.engine.segment import SegmentFiles as Segment
from search.engine.sets import Docs
from search.engine.units import Literal, Near, Stem, Term, Unit

# The usual constants of BM25: how soon repetition stops to count, how much length does.
K1, B = 1.2, 0.75
MOST_WORDS = 2000  # that a prefix stands for in one segment: those that most documents hold
_SHORT = 4096  # documents; rows joined out of several segments are kept up to this length
_KEYS = count(-1, -1)  # below zero, where segments have none
_SEEN = 50_000  # words that are looked at for them


@contextmanager
def readable() -> Iterator[None]:
    """What a damaged file ends in becomes IndexUnavailable."""
    try:
        yield
    except BROKEN as error:
        raise IndexUnavailable(f"索引已损坏（{reason(error)}）") from error


class Snapshot:
    """What a search sees from its beginning to its end, whatever is written meanwhile."""

    def __init__(
        self,
        name: tuple[str, int],
        segments: Sequence[tuple[Segment, Iterable[int]]],
        cache: ByteCache,
    ) -> None:
        """`segments` with the documents deleted in each."""
        self.key = next(_KEYS)
        self.name = name
        self.cache = cache
        self.segments = [segment for segment, _ in segments]
        edges = np.cumsum([0, *(segment.size for segment in self.segments)]).tolist()
        self.bases: list[int] = edges[:-1]
        self.size: int = edges[-1]
        gone = [
            base + doc for base, (_, docs) in zip(self.bases, segments, strict=True) for doc in docs
        ]
        self.live = np.ones(self.size, np.bool_)
        self.live[gone] = False
        self.has_deleted = bool(gone)
        self.count = self.size - len(gone)
        self.numbers: Int64s = self._column("numbers", np.int64)
        self.days: Int32s = self._column("days", np.int32)
        self._norms: dict[str, Float32s] = {}
        self._tables: dict[str, FacetTable] = {}
        self.counts: dict[str, dict[str, int]] = {}  # of everything, by facet

    def _column(self, name: str, kind: Any) -> NDArray[Any]:
        return _joined([getattr(one, name) for one in self.segments], kind)

    @cached_property
    def everything(self) -> Docs:
        """All documents that are not deleted."""
        return Docs(self.size, mask=self.live)

    @cached_property
    def rank(self) -> tuple[Int32s, Int32s]:
        """The place of each document, newest first, then by number; and the documents in order."""
        days = (self.days.max(initial=0) - self.days).astype(np.int64)
        width = int(self.numbers.max(initial=0)).bit_length()
        if width + int(days.max(initial=0)).bit_length() < 63:
            order = np.argsort((days << width) | self.numbers)
        else:
            order = np.lexsort((self.numbers, days))
        rank = np.empty(self.size, np.int32)
        rank[order] = np.arange(self.size, dtype=np.int32)
        return rank, order.astype(np.int32)

    def norm(self, field: str) -> Float32s:
        """What a document's length adds below in BM25: k1 (1 - b + b length / mean length).

        The mean is of those documents that have the field at all.
        """
        if (known := self._norms.get(field)) is not None:
            return known
        lengths = _joined([one.lengths[field] for one in self.segments], np.uint16)
        present = int(np.count_nonzero(lengths))
        mean = int(lengths.sum(dtype=np.int64)) / present if present else 1.0
        norm = lengths.astype(np.float32)
        norm *= np.float32(K1 * B / mean)
        norm += np.float32(K1 * (1 - B))
        self._norms[field] = norm
        return norm

    def table(self, field: str) -> FacetTable:
        """Raises IndexUnavailable, KeyError where there is no such facet."""
        if (known := self._tables.get(field)) is not None:
            return known
        if field not in FACETS:
            raise KeyError(field)
        with readable():
            parts = [self._table(one, field) for one in self.segments if one.size]
        bases = [base for base, one in zip(self.bases, self.segments, strict=True) if one.size]
        self._tables[field] = counting.joined(parts, bases)
        return self._tables[field]

    def _table(self, segment: Segment, field: str) -> FacetTable:
        column = segment.facets[field]
        return self.cache.get(
            (segment.key, "facet", field),
            lambda: counting.table_of(column),
            lambda table: table.nbytes,
        )

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold the word in the field, deleted ones among them."""
        with readable():
            return sum(self._frequency(one, field, term) for one in self.segments)

    def _frequency(self, segment: Segment, field: str, term: str) -> int:
        key = (segment.key, "frequency", field, term)
        return self.cache.get(key, lambda: segment.frequency(field, term), lambda _: 0)

    def occurrences(self, unit: Unit, field: str) -> Occurrences:
        """The documents in whose field the unit stands, ascending, and how often in each."""
        if len(self.segments) == 1:
            return self._in_segment(self.segments[0], unit, field)
        key = (self.key, unit, field)
        if (known := self.cache.find(key)) is not None:
            return cast(Occurrences, known)
        row = self._over_segments(unit, field)
        if len(row[0]) <= _SHORT:
            self.cache.put(key, row, _bytes(row))
        return row

    def _over_segments(self, unit: Unit, field: str) -> Occurrences:
        docs, often = [], []
        for base, segment in zip(self.bases, self.segments, strict=True):
            row = self._in_segment(segment, unit, field)
            if len(row[0]):
                docs.append(row[0] + np.int32(base) if base else row[0])
                often.append(row[1])
        return _joined(docs, np.int32), _joined(often, np.uint8)

    def _in_segment(self, segment: Segment, unit: Unit, field: str) -> Occurrences:
        match unit:
            case Term(text):
                return self._kept(segment, (field, text), lambda: _term(segment, field, text))
            case Stem(text):
                return self._kept(segment, (unit, field), lambda: _stem(segment, field, text))
        rows = self._kept_fields(segment, unit)
        return rows.get(field) or literal.none()

    def _kept(
        self, segment: Segment, key: tuple[Any, ...], make: Callable[[], Occurrences]
    ) -> Occurrences:
        return self.cache.get((segment.key, *key), _guarded(make), _bytes)

    def _kept_fields(self, segment: Segment, unit: Unit) -> dict[str, Occurrences]:
        return self.cache.get(
            (segment.key, unit),
            _guarded(lambda: _standing(segment, unit)),
            lambda rows: sum(map(_bytes, rows.values())),
        )

    def begins(self, text: str) -> bool:
        """Whether any word of a text begins with the folded text, in whatever article."""
        with readable():
            return any(one.expand(name, text, 1) for one in self.segments for name in SLOTS)

    def stamps(self) -> dict[int, int]:
        """The content stamp of every article in the index, by its number."""
        stamps = self._column("stamps", np.uint64)[self.everything.ids]
        numbers = self.numbers[self.everything.ids]
        return dict(zip(numbers.tolist(), stamps.tolist(), strict=True))


def _guarded(make: Callable[[], Value]) -> Callable[[], Value]:
    def made() -> Value:
        with readable():
            return make()

    return made


def _bytes(row: Occurrences) -> int:
    return row[0].nbytes + row[1].nbytes


def _joined(arrays: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, kind)


def _term(segment: Segment, field: str, text: str) -> Occurrences:
    return literal.capped(*segment.postings(field, text))


def _stem(segment: Segment, field: str, text: str) -> Occurrences:
    """All words that begin so, as if they were one."""
    words = segment.expand(field, text, _SEEN)
    if len(words) > MOST_WORDS:
        words = nlargest(MOST_WORDS, words, key=partial(segment.frequency, field))
    rows = [segment.postings(field, word) for word in words]
    if len(rows) < 2:
        return literal.capped(*rows[0]) if rows else literal.none()
    docs, often = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    counts = np.bincount(docs, weights=often)
    held = np.flatnonzero(counts)
    return literal.capped(held, counts[held])


def _standing(segment: Segment, unit: Unit) -> dict[str, Occurrences]:
    match unit:
        case Literal(text):
            return literal.literal(segment.pairs, text)
        case Near(left, right, distance):
            sizes = (len(left), len(right))
            places = {text: literal.positions(segment.pairs, text) for text in (left, right)}
            return literal.near(places[left], places[right], sizes, distance, segment.pairs)
    raise ValueError(f"{unit!r} stands in no text")
