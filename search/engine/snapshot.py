"""All segments of one generation as one row of documents, numbered from 0 across them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.schema import FACETS, TEXTS
from search.engine.segment import Ids, Segment, Weights

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FacetTable:
    """Pairs of a document and the place of its value in `values`."""

    values: list[str]
    docs: Ids
    codes: Ids


class Snapshot:
    """What a search sees from its beginning to its end, whatever is written meanwhile."""

    def __init__(self, name: tuple[str, int], segments: Sequence[tuple[Segment, set[int]]]) -> None:
        self.name = name
        self.segments = [segment for segment, _ in segments]
        sizes = [segment.size for segment in self.segments]
        self.bases = np.cumsum([0, *sizes])
        self.size = int(self.bases[-1])
        self.live = np.ones(self.size, np.bool_)
        for base, (_, deleted) in zip(self.bases, segments, strict=False):
            self.live[[int(base) + doc for doc in deleted]] = False
        self.count = int(self.live.sum())
        self.numbers = self._joined([one.numbers for one in self.segments], np.int64)
        self.days = self._joined([one.days for one in self.segments], np.int32)
        self.lengths = {
            name: self._joined([one.lengths[name] for one in self.segments], np.float32)
            for name in TEXTS
        }
        self.averages = {name: self._average(name) for name in TEXTS}
        self.facets = {name: self._facet(name) for name in FACETS}

    @staticmethod
    def _joined(arrays: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
        return np.concatenate([np.empty(0, kind), *arrays])

    def _average(self, field: str) -> float:
        """Of the documents that have the field at all."""
        lengths = self.lengths[field]
        present = lengths[lengths > 0]
        return float(present.mean()) if len(present) else 1.0

    def _facet(self, field: str) -> FacetTable:
        values = sorted({value for one in self.segments for value in one.facets[field]})
        code = {value: number for number, value in enumerate(values)}
        docs, codes = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
        for base, one in zip(self.bases, self.segments, strict=False):
            for value, ids in one.facets[field].items():
                docs.append(ids + np.int32(base))
                codes.append(np.full(len(ids), code[value], np.int32))
        return FacetTable(values, np.concatenate(docs), np.concatenate(codes))

    def postings(self, field: str, term: str) -> tuple[Ids, Weights]:
        """Documents that hold the term, ascending, and how often each does."""
        rows = [one.postings(field, term) for one in self.segments]
        ids = [row[0] + np.int32(base) for base, row in zip(self.bases, rows, strict=False)]
        return (
            self._joined(ids, np.int32),
            self._joined([row[1] for row in rows], np.float32),
        )

    def mask(self, field: str, term: str) -> Mask:
        found = np.zeros(self.size, np.bool_)
        found[self.postings(field, term)[0]] = True
        return found

    def empty(self) -> Mask:
        return np.zeros(self.size, np.bool_)

    def _locate(self, doc: int) -> tuple[Segment, int]:
        at = int(np.searchsorted(self.bases, doc, side="right")) - 1
        return self.segments[at], doc - int(self.bases[at])

    def folded(self, doc: int) -> str:
        segment, local = self._locate(doc)
        return segment.folded(local)

    def stamps(self) -> dict[int, int]:
        """The content stamp of every article in the index, by its number."""
        return {int(self.numbers[doc]): self._at(doc, Segment.stamp) for doc in self._alive()}

    def _alive(self) -> list[int]:
        return [int(doc) for doc in np.flatnonzero(self.live)]

    def _at(self, doc: int, read: Callable[[Segment, int], int]) -> int:
        segment, local = self._locate(doc)
        return read(segment, local)
