"""One segment as search and merging read it; its files are open as long as the object lives."""

from __future__ import annotations

from functools import cached_property
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.engine import columns
from search.engine.columns import Columns
from search.engine.pairs import PairFile
from search.engine.part import FacetColumn, Int32s
from search.engine.words import WordsFile

# Segment names are drawn by chance, so they are no keys to a cache of several indexes.
_KEYS = count()


class SegmentFiles:
    """Documents are numbered from 0 within the segment; deleted ones are still among them."""

    def __init__(self, folder: Path, name: str) -> None:
        """Raises FileNotFoundError where a file is gone, one of errors.BROKEN where it is damaged."""
        self.key = next(_KEYS)
        self.name = name
        stem = folder / name
        self._columns = Columns(Path(f"{stem}.arr"))
        arrays = self._columns.arrays
        self.size = self._columns.size
        self.numbers = arrays["numbers"]
        self.days = arrays["days"]
        self.stamps = arrays["stamps"]
        self.slots = arrays["slots"]
        self.lengths = columns.lengths(arrays)
        self.words = WordsFile(stem)
        self.pairs = PairFile(Path(f"{stem}.pairs"))

    @cached_property
    def facets(self) -> dict[str, FacetColumn]:
        return columns.facets(self._columns.arrays)

    def postings(self, field: str, term: str) -> tuple[Int32s, NDArray[np.float32]]:
        """The documents that hold the term, ascending, and how often each (at most 255)."""
        docs, often = self.words.postings(field, term)
        return docs, often.astype(np.float32)

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold the term, told without reading its postings."""
        return self.words.frequency(field, term)

    def expand(self, field: str, prefix: str, most: int) -> list[str]:
        """The first `most` words of the field that begin so, ascending."""
        return self.words.terms.expand(field, prefix, most)

    def lexicon(self) -> columns.Lexicon:
        """Words of title and body, of two characters and more, ascending, and how many articles
        hold each (in the field that has it more often).

        At least two do; in a segment of less than 1000 documents one will do.
        """
        return self._columns.lexicon()
