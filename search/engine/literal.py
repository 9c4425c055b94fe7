"""Where texts stand as they are in one segment, counted by document and field."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.part import Int32s, Uint32s, empty
from search.engine.schema import SLOTS

Counts = NDArray[np.uint8]
# Documents, ascending, and how often in each (at most 255).
Occurrences = tuple[Int32s, Counts]
MOST = 255


def none() -> Occurrences:
    return empty(np.int32), empty(np.uint8)


def capped(docs: NDArray[Any], often: NDArray[Any]) -> Occurrences:
    return docs.astype(np.int32, copy=False), np.minimum(often, MOST).astype(np.uint8)


def slots_of(positions: Uint32s, pairs: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """The slots in which ascending positions stand, ascending, and how many in each."""
    at = pairs.slots_at(positions)
    first = np.flatnonzero(np.append(True, at[1:] != at[:-1])) if len(at) else empty(np.int64)
    return at[first], np.diff(first, append=len(at))


def by_field(slots: NDArray[Any], often: NDArray[Any]) -> dict[str, Occurrences]:
    """Each field of SLOTS on its own; fields without any are left out."""
    docs = slots // len(SLOTS)
    places = slots - docs * len(SLOTS)
    found = {}
    for place, name in enumerate(SLOTS):
        chosen = np.flatnonzero(places == place)
        if len(chosen):
            found[name] = capped(docs[chosen], often[chosen])
    return found


def literal(pairs: Any, text: str) -> dict[str, Occurrences]:
    """By field, where the folded text, not empty, is a piece of the folded field.

    Of a single character it is only known that it stands there, so it counts once.
    """
    if len(text) == 1:
        single = pairs.single(text)
        return by_field(single, np.ones(len(single), np.uint8))
    return by_field(*slots_of(pairs.find(text), pairs))


def positions(pairs: Any, text: str) -> Uint32s:
    """Where the folded text, not empty, begins in the stream, ascending."""
    found: Uint32s = pairs.places(text) if len(text) == 1 else pairs.find(text)
    return found


def near(
    left: Uint32s, right: Uint32s, sizes: tuple[int, int], distance: int, pairs: Any
) -> dict[str, Occurrences]:
    """By field, how many of the rarer text's places have the other near them, in the same slot.

    `left` and `right` are the places where the texts of `sizes` characters begin, ascending; the
    same array for the same text, which must then stand twice.
    """
    if len(right) < len(left):
        return near(right, left, sizes[::-1], distance, pairs)
    slot, at = pairs.slots_at(left), left.astype(np.int64)
    first = np.maximum(at - (sizes[1] + distance), pairs.slots.take(slot)).astype(np.uint32)
    last = np.minimum(at + (sizes[0] + distance), pairs.slots.take(slot + 1).astype(np.int64) - 1)
    # The first that is not before the stretch is in it, or none is.
    place = np.searchsorted(right, first)
    if left is right:
        place += right.take(place) == left
    held = (place < len(right)) & (right.take(place, mode="clip") <= last)
    return by_field(*slots_of(left[held], pairs))
