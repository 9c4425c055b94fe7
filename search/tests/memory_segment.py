"""A segment in memory, for what only reads segments: made of documents, found in by plain scans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import count

import numpy as np

from search.engine.cache import ByteCache
from search.engine.documents import Document
from search.engine.inverting import invert
from search.engine.part import FacetColumn, Part
from search.engine.snapshot import Snapshot

_KEYS = count(1_000_000)


class MemoryPairs:
    """Scans the stream of characters, which it reads off the pairs."""

    def __init__(self, part: Part) -> None:
        characters = ["\x1f"] * (int(part.slots[-1]) + 1)
        starts = part.pairs.starts.tolist()
        for key, start, end in zip(part.pairs.keys.tolist(), starts, starts[1:], strict=False):
            for position in part.pairs.positions[start:end].tolist():
                characters[position] = chr(key >> 32)
        self.stream = "".join(characters)
        self.slots = part.slots

    def find(self, folded: str) -> np.ndarray:
        found, at = [], self.stream.find(folded)
        while at >= 0:
            found.append(at)
            at = self.stream.find(folded, at + 1)
        return np.array(found, np.uint32)

    places = find

    def single(self, character: str) -> np.ndarray:
        return np.unique(self.slots_at(self.find(character)))

    def slots_at(self, positions: np.ndarray) -> np.ndarray:
        return (np.searchsorted(self.slots, positions, side="right") - 1).astype(np.uint32)


class MemorySegment:
    """What SegmentFiles is to a search."""

    def __init__(self, documents: Sequence[Document]) -> None:
        part = invert(documents)
        self.key = next(_KEYS)
        self.name = f"memory{self.key}"
        self.size = part.size
        self.numbers, self.days, self.stamps = part.numbers, part.days, part.stamps
        self.slots, self.lengths = part.slots, part.lengths
        self.facets: dict[str, FacetColumn] = part.facets
        self.pairs = MemoryPairs(part)
        self.read: Counter[tuple[str, str]] = Counter()  # postings that were decoded
        self._words = {}
        for field, run in part.words.items():
            for row, term in enumerate(run.terms):
                cut = slice(run.starts[row], run.starts[row + 1])
                self._words[field, term] = run.docs[cut], run.often[cut].astype(np.float32)

    def postings(self, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
        self.read[field, term] += 1
        return self._words.get((field, term), (np.empty(0, np.int32), np.empty(0, np.float32)))

    def frequency(self, field: str, term: str) -> int:
        row = self._words.get((field, term))
        return 0 if row is None else len(row[0])

    def expand(self, field: str, prefix: str, most: int) -> list[str]:
        found = [term for name, term in self._words if name == field and term.startswith(prefix)]
        return sorted(found)[:most]

    def lexicon(self) -> tuple[list[str], np.ndarray]:
        often: dict[str, int] = {}
        for field, term in self._words:
            if field in ("title", "body") and len(term) > 1:
                often[term] = max(often.get(term, 0), self.frequency(field, term))
        return sorted(often), np.array([often[term] for term in sorted(often)], np.int32)


def snapshot_of(
    *batches: Sequence[Document], deleted: Sequence[int] = (), cache: ByteCache | None = None
) -> Snapshot:
    """A segment for each batch; `deleted` are numbers of articles, wherever they stand."""
    rows = []
    for batch in batches:
        gone = [place for place, one in enumerate(batch) if one.number in deleted]
        rows.append((MemorySegment(batch), gone))
    return Snapshot(("g000001", 1), rows, cache or ByteCache(1 << 20))  # type: ignore[arg-type]
