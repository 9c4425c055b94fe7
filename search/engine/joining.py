"""What several sources hold by document, joined in their order without what is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.columns import Documents
from search.engine.part import FacetColumn, Int32s, Part, Uint32s
from search.engine.schema import FACETS, WORDS
from search.engine.segment import SegmentFiles
from search.engine.spool import StoredPart
from search.engine.wordruns import FieldWords, PartWords

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Source:
    """A part or a written segment; `keep` marks the documents to take, None takes all."""

    held: Part | SegmentFiles
    keep: Bools | None = None

    @property
    def size(self) -> int:
        """Documents taken."""
        return self.held.size if self.keep is None else int(self.keep.sum())

    def words(self, field: str) -> FieldWords:
        if isinstance(self.held, Part):
            return PartWords(self.held.words[field])
        return self.held.words.field(field)

    def release(self) -> None:
        """Give back what memory reading took, where it can be read again."""
        if isinstance(self.held, StoredPart):
            self.held.file.release()

    def kept(self, column: NDArray[Any]) -> NDArray[Any]:
        return column if self.keep is None else column[self.keep]

    def renumber(self, base: int) -> Int32s:
        """The new number of each document, counted from `base`; -1 where it is dropped."""
        if self.keep is None:
            return np.arange(base, base + self.held.size, dtype=np.int32)
        new = np.cumsum(self.keep, dtype=np.int32) + np.int32(base - 1)
        new[~self.keep] = -1
        return new


def documents(sources: Sequence[Source], slots: Uint32s) -> Documents:
    """`slots` of the joined stream of characters."""

    def column(name: str) -> NDArray[Any]:
        return np.concatenate([one.kept(getattr(one.held, name)) for one in sources])

    return Documents(
        numbers=column("numbers"),
        days=column("days"),
        stamps=column("stamps"),
        slots=slots,
        lengths={
            field: np.concatenate([one.kept(one.held.lengths[field]) for one in sources])
            for field in WORDS
        },
        facets={name: _facet(name, sources) for name in FACETS},
    )


def _facet(name: str, sources: Sequence[Source]) -> FacetColumn:
    found = [_held(one.held.facets[name], one.keep) for one in sources]
    values = sorted({
        column.values[code]
        for one, (_, codes) in zip(sources, found, strict=True)
        for column in (one.held.facets[name],)
        for code in np.unique(codes).tolist()
    })  # fmt: skip
    place = {value: number for number, value in enumerate(values)}
    counts = [counts for counts, _ in found]
    codes = [
        _renamed(one.held.facets[name].values, place)[codes]
        for one, (_, codes) in zip(sources, found, strict=True)
    ]
    starts = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.uint32)
    return FacetColumn(values, starts, np.concatenate(codes))


def _held(column: FacetColumn, keep: Bools | None) -> tuple[NDArray[Any], Uint32s]:
    """How many values each document taken has, and their codes."""
    counts = np.diff(column.starts)
    if keep is None:
        return counts, column.codes
    return counts[keep], column.codes[np.repeat(keep, counts)]


def _renamed(values: Sequence[str], place: dict[str, int]) -> Uint32s:
    """The new code of each old one; codes of one document stay in order, as values do."""
    return np.fromiter((place.get(value, 0) for value in values), np.uint32, len(values))
