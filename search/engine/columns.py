"""The columns of a segment (.arr): numbers, days, stamps, slots, lengths, facets, lexicon."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine import schema, strings
from search.engine.arrays import ArrayFile, write_arrays
from search.engine.part import FacetColumn, Int32s, Uint16s, Uint32s

_PLAIN = ("numbers", "days", "stamps", "slots")
Lexicon = tuple[list[str], NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Documents:
    """The columns of documents, as in part.Part."""

    numbers: NDArray[np.int64]
    days: Int32s
    stamps: NDArray[np.uint64]
    slots: Uint32s
    lengths: dict[str, NDArray[np.uint16]]
    facets: dict[str, FacetColumn]

    @property
    def size(self) -> int:
        return len(self.numbers)


def arrays_of(part: Documents) -> dict[str, NDArray[Any]]:
    """The columns by the names they have in files."""
    arrays: dict[str, NDArray[Any]] = {name: getattr(part, name) for name in _PLAIN}
    arrays |= {f"length.{field}": part.lengths[field] for field in schema.WORDS}
    for name in schema.FACETS:
        column = part.facets[name]
        arrays |= strings.pack(f"facet.{name}", column.values)
        arrays[f"facet.{name}.starts"] = column.starts
        arrays[f"facet.{name}.codes"] = column.codes
    return arrays


def write(path: Path, part: Documents, lexicon: Lexicon) -> None:
    words, often = lexicon
    arrays = arrays_of(part) | strings.pack("lexicon", words) | {"lexicon.often": often}
    write_arrays(path, arrays, {"size": part.size})


def lengths(arrays: Any) -> dict[str, Uint16s]:
    """Words of each field, by document."""
    return {field: arrays[f"length.{field}"] for field in schema.WORDS}


def facets(arrays: Any) -> dict[str, FacetColumn]:
    return {
        name: FacetColumn(
            # What several facets and segments share is in memory once.
            list(map(intern, strings.unpack(f"facet.{name}", arrays))),
            arrays[f"facet.{name}.starts"],
            arrays[f"facet.{name}.codes"],
        )
        for name in schema.FACETS
    }


class Columns:
    """The columns of a segment, read through a memory map."""

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError, ArraysBroken."""
        self.arrays = ArrayFile(path)
        self.size: int = self.arrays.meta["size"]

    def lexicon(self) -> Lexicon:
        return strings.unpack("lexicon", self.arrays), self.arrays["lexicon.often"]
