"""From positions of the stream to slots, without a search through all slots for each."""

from __future__ import annotations

import numpy as np

from search.engine.part import Uint32s

STEP = np.uint32(8)  # a hint for each 256 characters: several to a body, 15 bytes an article


def slot_hints(slots: Uint32s) -> Uint32s:
    """The slot at every 2 ** STEP characters of the stream."""
    marks = np.arange((int(slots[-1]) >> int(STEP)) + 1, dtype=np.uint32) << STEP
    return (np.searchsorted(slots, marks, side="right") - 1).astype(np.uint32)


def slots_at(slots: Uint32s, hints: Uint32s, positions: Uint32s) -> Uint32s:
    """The slot of each position: from the hint on, slot after slot for those that lie behind."""
    ends = slots[1:]
    found: Uint32s = hints.take(positions >> STEP)
    late = np.flatnonzero(ends.take(found) <= positions)
    at, wanted, behind = found[late], positions[late], np.arange(len(late))
    while len(behind):
        at[behind] += np.uint32(1)
        behind = behind[ends.take(at[behind]) <= wanted[behind]]
    found[late] = at
    return found
