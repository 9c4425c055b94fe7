"""A part: a batch of documents inverted into sorted arrays, the currency of writing and merging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Uint64s = NDArray[np.uint64]
Uint32s = NDArray[np.uint32]
Uint16s = NDArray[np.uint16]
Float32s = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """The words of one field. Terms ascend by their UTF-8 bytes (that is by code point).

    Term t is in the documents `docs[starts[t]:starts[t + 1]]`, ascending, `often` times in each
    (capped at 255).
    """

    terms: list[str]
    starts: Int64s
    docs: Int32s
    often: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Where each pair of neighbouring characters stands.

    Key = first code point << 32 | second, ascending. Pair p stands at the places
    `positions[starts[p]:starts[p + 1]]` of the stream of characters, ascending.
    """

    keys: Uint64s
    starts: Int64s
    positions: Uint32s


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """Document d holds `values[code]` for each code of `codes[starts[d]:starts[d + 1]]`.

    `values` ascend; codes of a document ascend and are distinct.
    """

    values: list[str]
    starts: Uint32s
    codes: Uint32s


@dataclass(frozen=True, slots=True)
class Part:
    """N documents, numbered from 0.

    The stream of characters holds, document after document, the folded texts of schema.SLOTS in
    order, each text that is not empty followed by one JOINT. Slot s = document * len(SLOTS) +
    place of the field in SLOTS; its text begins at `slots[s]`, and `slots[-1]` is the stream's
    length. A pair at position p is the characters p and p + 1, so the last character of every
    text stands in a pair with JOINT, and no pair begins with JOINT.
    """

    numbers: Int64s
    days: Int32s
    stamps: Uint64s
    slots: Uint32s
    lengths: dict[str, Uint16s]  # words of each field of schema.WORDS, by document
    words: Mapping[str, Postings]  # by field of schema.WORDS
    pairs: Pairs
    facets: dict[str, FacetColumn]  # by field of schema.FACETS

    @property
    def size(self) -> int:
        return len(self.numbers)


def empty(kind: Any) -> NDArray[Any]:
    return np.empty(0, kind)
