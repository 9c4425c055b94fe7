"""Every word and name that may be suggested, in arrays: sorted by sound, looked up by patterns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.text.fold import fold
from search.suggesting.patterns import Pattern
from search.suggesting.sounds import Int16s, Uint16s, grid_of, read_grid, sounds

WIDTH = 10  # characters of a word that are looked at
Int32s = NDArray[np.int32]
Rows = NDArray[np.int64]
TERM = -1
KINDS = ("term", "official", "place", "industry", "newspaper")
_KINDS = {"official": 1, "city": 2, "county": 2, "industry": 3, "newspaper": 4}


@dataclass(frozen=True, slots=True)
class Name:
    """A value of a facet: `kind` city, county, official, industry or newspaper; `count` articles.

    `read` are its syllables where its characters alone would be read wrong.
    """

    kind: str
    value: str
    label: str
    text: str
    count: int
    read: tuple[str, ...] = ()


class Shelf:
    """Rows of words; `names[row]` is the number of a name, TERM for a word of the articles."""

    def __init__(self, words: Sequence[str], counts: Int32s, names: Sequence[Name]) -> None:
        """`words` folded, with how many articles hold each."""
        self.listed = list(names)
        called = [fold(name.text) for name in names]
        codes = np.concatenate([grid_of(words, WIDTH), grid_of(called, WIDTH)])
        read = np.concatenate(
            [read_grid(words, codes[: len(words)]), self._read(called, codes[len(words) :])]
        )
        order = np.lexsort((read[:, 1], read[:, 0]))
        self.codes: Uint16s = codes[order]
        self.read: Int16s = read[order]
        own = np.fromiter((name.count for name in names), np.int32, len(names))
        self.counts: Int32s = np.concatenate([np.asarray(counts, np.int32), own])[order]
        numbers = np.arange(-len(words), len(names), dtype=np.int32)
        self.names: Int32s = np.maximum(numbers, TERM)[order]
        kinds = np.array([0, *(_KINDS[name.kind] for name in names)], np.int8)
        self.kinds = kinds[self.names + 1]
        self.lengths = (self.codes != 0).sum(axis=1).astype(np.int8)
        self.by_code = np.argsort(self.codes[:, 0], kind="stable").astype(np.int32)
        self.first_codes: Uint16s = self.codes[self.by_code, 0]
        self.second_codes: Uint16s = self.codes[:, 1].copy()

    def _read(self, called: Sequence[str], codes: Uint16s) -> Int16s:
        read = read_grid(called, codes)
        known = sounds()
        for row, name in enumerate(self.listed):
            if name.read and len(name.read) == len(called[row]):
                line = [known.number(syllable) for syllable in name.read[:WIDTH]]
                read[row, : len(line)] = line
        return read

    @property
    def size(self) -> int:
        """Bytes of the arrays."""
        held = (self.codes, self.read, self.counts, self.names, self.kinds, self.lengths)
        return sum(one.nbytes for one in (*held, self.by_code, self.first_codes, self.second_codes))

    def text(self, row: int) -> str:
        """The folded word of a row, as far as it is held."""
        return "".join(map(chr, self.codes[row, : self.lengths[row]].tolist()))

    def begun(self, pattern: Pattern) -> Rows:
        """The rows that begin as the pattern says."""
        if len(pattern) > WIDTH:
            return np.zeros(0, np.int64)
        rows = self.first(*pattern[0])
        for place, (sound, low, high) in enumerate(pattern[1:], 1):
            held = (self.read if sound else self.codes)[rows, place]
            rows = rows[(held >= low) & (held < high)]
        return rows

    def first(self, sound: bool, low: int, high: int) -> Rows:
        """The rows whose first character, or its sound, is in the range."""
        column = self.read[:, 0] if sound else self.first_codes
        start, stop = np.searchsorted(column, [low, high])
        return np.arange(start, stop) if sound else self.by_code[start:stop].astype(np.int64)

    def any_begun(self, patterns: Iterable[Pattern]) -> Rows:
        """The rows that begin as any of the patterns says, each once."""
        found = [self.begun(pattern) for pattern in patterns]
        return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))

    def any_whole(self, patterns: Iterable[Pattern]) -> Rows:
        """The rows that are all of what one of the patterns says, each once."""
        found = []
        for pattern in patterns:
            rows = self.begun(pattern)
            found.append(rows[self.lengths[rows] == len(pattern)])
        return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
