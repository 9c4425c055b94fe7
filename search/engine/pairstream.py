"""The stream of characters: its pairs, and its place in a stream of several parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engine.pairslots import slot_hints, slots_at
from search.engine.part import Int64s, Pairs, Uint32s, Uint64s
from search.engine.schema import JOINT, SLOTS

Bools = NDArray[np.bool_]
LONGEST_STREAM = 2**32 - 2**16  # positions are numbers of 32 bits
_CODE_POINTS = 0x110000


class StreamTooLong(ValueError):
    """More characters than positions can count; such an archive needs more segments."""


def stream_of(texts: Sequence[str]) -> Uint32s:
    """The code points of the texts, each that is not empty followed by one JOINT."""
    joined = JOINT.join([text for text in texts if text])
    codes = (joined + JOINT if joined else "").encode("utf-32-le", "surrogatepass")
    return np.frombuffer(codes, "<u4")


def pairs_of(texts: Sequence[str]) -> Pairs:
    """The pairs of the texts' stream. Texts hold no JOINT; empty ones contribute nothing."""
    stream = stream_of(texts)
    if len(stream) > LONGEST_STREAM:
        raise StreamTooLong("too many characters for one segment")
    if len(stream) < 2:
        return Pairs(np.empty(0, np.uint64), np.zeros(1, np.int64), np.empty(0, np.uint32))
    alphabet, ranks = _renumbered(stream)
    positions = np.flatnonzero(stream[:-1] != ord(JOINT))
    wide = max(len(alphabet) - 1, 1).bit_length()
    long = (len(stream) - 1).bit_length()
    if 2 * wide + long > 64:
        return _sorted_apart(stream, positions)
    packed = ranks[positions] << np.uint64(wide)
    packed |= ranks[positions + 1]
    packed <<= np.uint64(long)
    packed |= positions.astype(np.uint64)
    packed.sort()
    places = (packed & np.uint64((1 << long) - 1)).astype(np.uint32)
    packed >>= np.uint64(long)
    starts = starts_of(packed)
    keys = packed[starts[:-1]]
    first, second = keys >> np.uint64(wide), keys & np.uint64((1 << wide) - 1)
    return Pairs(alphabet[first] << np.uint64(32) | alphabet[second], starts, places)


def _renumbered(stream: Uint32s) -> tuple[Uint64s, Uint64s]:
    """The characters that occur, ascending, and the place among them of each of the stream."""
    seen = np.zeros(_CODE_POINTS, bool)
    seen[stream] = True
    alphabet = np.flatnonzero(seen)
    ranks = np.zeros(_CODE_POINTS, np.uint32)
    ranks[alphabet] = np.arange(len(alphabet), dtype=np.uint32)
    return alphabet.astype(np.uint64), ranks[stream].astype(np.uint64)


def _sorted_apart(stream: Uint32s, positions: Int64s) -> Pairs:
    """As `pairs_of`, where pair and position together are too wide for one number."""
    keys = stream[positions].astype(np.uint64) << np.uint64(32) | stream[positions + 1]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = starts_of(keys)
    return Pairs(keys[starts[:-1]], starts, positions[order].astype(np.uint32))


def starts_of(ascending: Uint64s) -> Int64s:
    """Where each run of equal numbers begins, and the end."""
    if not len(ascending):
        return np.zeros(1, np.int64)
    changes = np.flatnonzero(ascending[1:] != ascending[:-1]) + 1
    return np.concatenate(([0], changes, [len(ascending)])).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Move:
    """Where the positions of a part go: those of document d by `shifts[d]` further on, and away
    where it is not kept. `begins` holds each document's first position, and the end; None: all
    go by `shift`."""

    shift: int
    begins: Uint32s | None = None
    hints: Uint32s | None = None
    shifts: Int64s | None = None
    keep: Bools | None = None

    def __call__(self, positions: Uint32s) -> tuple[Uint32s, Bools | None]:
        """The new positions of those that stay, and which stay (None: all)."""
        if self.begins is None or self.hints is None or self.shifts is None or self.keep is None:
            return positions + np.uint32(self.shift), None
        documents = slots_at(self.begins, self.hints, positions)
        stay = self.keep[documents]
        moved = positions[stay].astype(np.int64) + self.shifts[documents[stay]]
        return moved.astype(np.uint32), stay


def placed_slots(parts: Sequence[tuple[Uint32s, Bools | None]]) -> Uint32s:
    """The slots of a new stream from the (slots, documents kept or None: all) of its parts.

    Raises StreamTooLong.
    """
    lengths = [_lengths(slots, keep) for slots, keep in parts]
    ends = np.concatenate([np.zeros(1, np.int64), *lengths]).cumsum()
    if ends[-1] > LONGEST_STREAM:
        raise StreamTooLong("too many characters for one segment")
    return ends.astype(np.uint32)


def _lengths(slots: Uint32s, keep: Bools | None) -> Int64s:
    """Of the texts of the documents kept, JOINT included."""
    ends = slots.astype(np.int64)
    lengths = ends[1:] - ends[:-1]
    return lengths if keep is None else lengths.reshape(-1, len(SLOTS))[keep].reshape(-1)


def moves(parts: Sequence[tuple[Uint32s, Bools | None]]) -> Iterator[Move]:
    """How the positions of each part go into the new stream."""
    shift = 0
    for slots, keep in parts:
        if keep is None or keep.all():
            yield Move(shift)
            shift += int(slots[-1])
            continue
        begins = np.ascontiguousarray(slots[:: len(SLOTS)])
        sizes = np.where(keep, np.diff(begins), 0).astype(np.int64)
        shifts = shift + np.cumsum(sizes) - sizes - begins[:-1]
        yield Move(shift, begins, slot_hints(begins), shifts, keep)
        shift += int(sizes.sum())
