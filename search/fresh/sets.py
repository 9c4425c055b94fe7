"""Sets of documents: ascending numbers of the snapshot's documents, or a mask over them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.fresh.part import Int32s, empty

Bools = NDArray[np.bool_]
_MUCH = 32  # a row so many times longer is searched in, a shorter one is marked in a mask
_FEW = 2000  # so few are sorted sooner than marked


def mask_of(ids: Int32s, size: int) -> Bools:
    mask = np.zeros(size, np.bool_)
    mask[ids] = True
    return mask


class Hits:
    """The documents found, of `size` in the snapshot."""

    def __init__(self, ids: Int32s, size: int) -> None:
        self.ids = ids
        self.size = size

    @cached_property
    def mask(self) -> Bools:
        return mask_of(self.ids, self.size)


def places(row: Int32s, ids: Int32s) -> tuple[NDArray[Any], Bools]:
    """Where each of `ids` stands in the ascending `row`, and whether it does at all."""
    at = np.searchsorted(row, ids)
    np.minimum(at, len(row) - 1, out=at)
    return at, row.take(at) == ids


def contains(row: Int32s, ids: Int32s, size: int) -> Bools:
    """Whether each of `ids` is in the ascending `row`."""
    if not len(row) or not len(ids):
        return np.zeros(len(ids), np.bool_)
    if len(row) < _FEW or len(row) > len(ids) * _MUCH:
        return places(row, ids)[1]
    return mask_of(row, size).take(ids)


def union(rows: Sequence[Int32s], size: int) -> Int32s:
    rows = [row for row in rows if len(row)]
    if len(rows) < 2:
        return rows[0] if rows else empty(np.int32)
    if sum(map(len, rows)) < _FEW:
        return np.unique(np.concatenate(rows))
    mask = np.zeros(size, np.bool_)
    for row in rows:
        mask[row] = True
    return np.flatnonzero(mask).astype(np.int32)


def spread(begin: NDArray[Any], counts: NDArray[Any]) -> NDArray[Any]:
    """begin[0], begin[0] + 1, … of each range of `counts` places, one range after another."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    first: NDArray[np.int64] = np.repeat(begin - ends + counts, counts)
    return first + np.arange(total)
