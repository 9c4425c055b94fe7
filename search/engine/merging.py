"""Which segments to merge: many small ones would be slow to ask, one large one slow to write."""

from __future__ import annotations

from collections.abc import Sequence

LEVEL = 8  # segments of about one size that become one
MOST = 16  # segments that an index may have
LARGEST = 2_000_000  # documents that merging puts into one segment
_SMALLEST = 64  # documents; whatever is smaller counts as one size
_WASTE = 0.3  # share of deleted documents from which a segment is written anew


def due(sizes: Sequence[int], deleted: Sequence[int]) -> list[int]:
    """The segments to merge into one next, ascending; none where all is well.

    `sizes` and `deleted`: documents of each segment, and how many of them are deleted.
    """
    live = [size - gone for size, gone in zip(sizes, deleted, strict=True)]
    for level in sorted(set(map(_level, live))):
        same = [place for place, size in enumerate(live) if _level(size) == level]
        if len(chosen := _fitting(same, live)) >= LEVEL:
            return chosen
    if len(live) > MOST:
        smallest = sorted(range(len(live)), key=lambda place: live[place])[:LEVEL]
        if len(chosen := _fitting(smallest, live)) > 1:
            return chosen
    return _wasteful(sizes, deleted)


def _level(documents: int) -> int:
    level = 0
    while documents >= _SMALLEST * LEVEL:
        documents, level = documents // LEVEL, level + 1
    return level


def _fitting(places: Sequence[int], live: Sequence[int]) -> list[int]:
    """The smallest of them that fit into one segment, ascending by place."""
    chosen, total = [], 0
    for place in sorted(places, key=lambda place: live[place]):
        total += live[place]
        if total > LARGEST:
            break
        chosen.append(place)
    return sorted(chosen)


def _wasteful(sizes: Sequence[int], deleted: Sequence[int]) -> list[int]:
    """The segment with the largest share of deleted documents, if that is large."""
    shares = [gone / size if size else 0.0 for size, gone in zip(sizes, deleted, strict=True)]
    worst = max(range(len(shares)), key=lambda place: shares[place], default=-1)
    return [worst] if worst >= 0 and shares[worst] > _WASTE else []
