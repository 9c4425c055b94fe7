"""Sets of documents of a snapshot: ascending numbers or a mask, whichever is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.part import Int32s, empty

Bools = NDArray[np.bool_]
_MUCH = 32  # a row so many times longer is searched in, a shorter one is marked in a mask
_FEW = 2000  # so few are sorted sooner than marked


class Docs:
    """Some of `size` documents; made of numbers or of a mask, the other follows when asked for."""

    __slots__ = ("_ids", "_mask", "count", "size")

    def __init__(self, size: int, ids: Int32s | None = None, mask: Bools | None = None) -> None:
        """One of both: `ids` ascend and are distinct."""
        self.size = size
        self._ids = ids
        self._mask = mask
        self.count = len(ids) if ids is not None else int(np.count_nonzero(self.mask))

    @property
    def ids(self) -> Int32s:
        if self._ids is None:
            self._ids = np.flatnonzero(self.mask).astype(np.int32)
        return self._ids

    @property
    def mask(self) -> Bools:
        if self._mask is None:
            self._mask = mask_of(self.ids, self.size)
        return self._mask

    @property
    def few(self) -> bool:
        """So few that they are better looked at one by one than as a mask."""
        return self.count * _MUCH < self.size

    def chosen(self, passed: Bools) -> Docs:
        """Those that pass: `passed` is about each of them where they are few, else about all
        documents."""
        if self.few:
            return Docs(self.size, ids=self.ids[passed])
        return Docs(self.size, mask=self.mask & passed)

    def held_in(self, ids: Int32s) -> Bools:
        """Whether each of `ids` is one of them."""
        if self._mask is not None:
            return self._mask.take(ids)
        return contains(self.ids, ids, self.size)


def none(size: int) -> Docs:
    return Docs(size, ids=empty(np.int32))


def mask_of(ids: Int32s, size: int) -> Bools:
    mask = np.zeros(size, np.bool_)
    mask[ids] = True
    return mask


def places(row: Int32s, ids: Int32s) -> tuple[NDArray[Any], Bools]:
    """Where each of `ids` stands in the ascending `row`, and whether it does; `row` is not empty."""
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


def union(rows: Sequence[Int32s], size: int) -> Docs:
    """Documents of any row; rows ascend."""
    rows = [row for row in rows if len(row)]
    if len(rows) < 2:
        return Docs(size, ids=rows[0]) if rows else none(size)
    if sum(map(len, rows)) < _FEW:
        return Docs(size, ids=np.unique(np.concatenate(rows)))
    mask = np.zeros(size, np.bool_)
    for row in rows:
        mask[row] = True
    return Docs(size, mask=mask)


def spread(begin: NDArray[Any], counts: NDArray[Any]) -> NDArray[Any]:
    """begin[0], begin[0] + 1, … of each range of `counts` places, one range after another."""
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    first: NDArray[np.int64] = np.repeat(begin - ends + counts, counts)
    return first + np.arange(total)
