"""One slice of the hits in order; no more is sorted than it takes."""

from __future__ import annotations

import numpy as np

from search.engine.part import Float32s, Int32s, Int64s, empty
from search.engine.sets import Docs
from search.engine.snapshot import Snapshot

DIGITS = 4  # of a score that count
_TOP = (1 << 31) - 1


def quantised(points: Float32s) -> Int64s:
    """Scores of at least 0 as whole numbers, so that equal ones are equal on every page."""
    whole: Int64s = np.rint(points * 10.0**DIGITS).astype(np.int64)
    return np.minimum(whole, _TOP)


def cut(
    docs: Docs, points: Int64s | None, order: str, span: slice, snapshot: Snapshot
) -> tuple[Int32s, list[float]]:
    """The documents of the slice and their scores (0 where `points` is None).

    Order: best first, then newest day, then number; without points newest first, and `oldest`
    is exactly that turned round. One key a hit holds points and rank: what stands in the slice
    is found by partition, and only the slice is sorted.
    """
    start, stop, _ = span.indices(docs.count)
    if start >= stop:
        return empty(np.int32), []
    rank, ranked = snapshot.rank
    keys = rank.take(docs.ids).astype(np.int64)
    if order == "oldest":
        keys = snapshot.size - 1 - keys
    if points is not None:
        keys |= (_TOP - points) << 32
    chosen = np.sort(_between(keys, start, stop))
    best = (_TOP - (chosen >> 32)) if points is not None else np.zeros(len(chosen), np.int64)
    at = chosen & 0xFFFFFFFF
    if order == "oldest":
        at = snapshot.size - 1 - at
    return ranked.take(at), np.round(best / 10.0**DIGITS, DIGITS).tolist()


def _between(keys: Int64s, start: int, stop: int) -> Int64s:
    """The keys that the sorted row would hold in its slice, in no order."""
    if stop - start == len(keys):
        return keys
    return np.partition(keys, sorted({start, stop - 1}))[start:stop]
