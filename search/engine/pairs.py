"""Pairs of neighbouring characters: taken from texts, written to a file, asked there.

What a literal search needs to be exact: every position of every pair of a segment's stream.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search.engine import gaps
from search.engine.arrays import write_arrays
from search.engine.pairfile import PairFile, blocks
from search.engine.pairstream import (
    Bools,
    Move,
    StreamTooLong,
    moves,
    pairs_of,
    placed_slots,
    starts_of,
)
from search.engine.pairtable import PairTable
from search.engine.part import Int64s, Pairs, Uint32s, Uint64s

__all__ = ["PairFile", "PairPart", "StreamTooLong", "pairs_of", "placed_slots", "write_pairs"]


@dataclass(frozen=True, slots=True)
class PairPart:
    """What a part brings: its pairs (in memory, mapped, or a segment's file), its slots as
    part.Part has them, and which of its documents are kept (None: all). `release` is called
    when a stretch of the pairs was read, to give back the memory of a map."""

    pairs: Pairs | PairFile
    slots: Uint32s
    keep: Bools | None = None
    release: Callable[[], None] = lambda: None


@dataclass(slots=True)
class _Source:
    """A part's pairs, read block by block, at their places in the new stream."""

    pairs: Pairs | PairFile
    move: Move
    keys: Uint64s
    starts: Int64s
    release: Callable[[], None]

    @classmethod
    def of(cls, part: PairPart, move: Move) -> _Source:
        pairs = part.pairs
        if isinstance(pairs, Pairs):
            return cls(pairs, move, pairs.keys, pairs.starts, part.release)
        starts = np.concatenate(([0], np.cumsum(pairs.counts())))
        return cls(pairs, move, pairs.keys(), starts, part.release)

    def block(self, keys: Uint64s) -> tuple[Int64s, Int64s, Uint32s]:
        """Of the ascending `keys` that this part has: their places in `keys`, how many positions
        each keeps, and the positions."""
        start = int(np.searchsorted(self.keys, keys[0]))
        end = int(np.searchsorted(self.keys, keys[-1], side="right"))
        counts = np.diff(self.starts[start : end + 1])
        if isinstance(self.pairs, Pairs):
            positions = self.pairs.positions[self.starts[start] : self.starts[end]]
        else:
            positions = self.pairs.between(start, end)
        moved, stay = self.move(positions)
        if stay is not None:
            sums = np.concatenate(([0], np.cumsum(stay)))
            ends = np.cumsum(counts)
            counts = sums[ends] - sums[ends - counts]
        rows = np.searchsorted(keys, self.keys[start:end])
        self.release()
        return rows, counts, moved


def write_pairs(path: Path, parts: Sequence[PairPart]) -> Uint32s:
    """One file of the parts' documents, in order; gives the slots of the new stream.

    Memory does not grow with the positions but by blocks of them. Raises StreamTooLong.
    """
    streams = [(part.slots, part.keep) for part in parts]
    slots = placed_slots(streams)
    sources = [_Source.of(part, move) for part, move in zip(parts, moves(streams), strict=True)]
    keys, totals = _union(sources)
    scratch = path.with_name(path.name + ".lists")
    with scratch.open("wb") as file:
        table = PairTable(slots, keys, totals)
        for start, end in blocks(np.concatenate(([0], np.cumsum(totals)))):
            file.write(table.add(keys[start:end], *_gathered(sources, keys[start:end])))
        file.write(bytes(gaps.PADDING))
    arrays = table.arrays() | {"data": np.memmap(scratch, np.uint8, "r")}
    write_arrays(path, arrays)
    scratch.unlink()
    return slots


def _union(sources: Sequence[_Source]) -> tuple[Uint64s, Int64s]:
    """All keys, and how many positions each has at most."""
    keys = np.sort(np.concatenate([np.empty(0, np.uint64), *(one.keys for one in sources)]))
    keys = keys[starts_of(keys)[:-1]]
    totals = np.zeros(len(keys), np.int64)
    for source in sources:
        totals[np.searchsorted(keys, source.keys)] += np.diff(source.starts)
        source.release()
    return keys, totals


def _gathered(sources: Sequence[_Source], keys: Uint64s) -> tuple[Int64s, Uint32s]:
    """How many positions each of the keys keeps, and the positions, key after key."""
    found = [source.block(keys) for source in sources]
    counts = np.zeros(len(keys), np.int64)
    for rows, often, _ in found:
        counts[rows] += often
    nexts = np.cumsum(counts) - counts
    positions = np.empty(counts.sum(), np.uint32)
    for rows, often, moved in found:
        positions[np.repeat(nexts[rows], often) + gaps.runs(often)] = moved
        nexts[rows] += often
    return counts, positions
