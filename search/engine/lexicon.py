"""The words of title and body with how many articles hold them, over all segments that matter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engine.part import Int32s
from search.engine.segment import SegmentFiles
from search.engine.snapshot import Snapshot, readable

Words = tuple[list[str], Int32s]
_SMALL = 0.01  # of the documents; so small a segment is left out beside a bigger one


def words(snapshot: Snapshot) -> Words:
    """Words, ascending, and how many articles hold each (about: deleted ones count).

    Nothing is kept: whoever asks keeps what it makes of them. Raises IndexUnavailable.
    """
    with readable():
        return merged([segment.lexicon() for segment in _that_matter(snapshot)])


def _that_matter(snapshot: Snapshot) -> list[SegmentFiles]:
    large = [one for one in snapshot.segments if one.size >= _SMALL * snapshot.size]
    return large or snapshot.segments


def merged(lists: Sequence[Words]) -> Words:
    """One ascending list; what several hold is added up."""
    if len(lists) == 1:
        return lists[0]
    total: dict[str, int] = {}
    for words, often in lists:
        for word, number in zip(words, often.tolist(), strict=True):
            total[word] = total.get(word, 0) + number
    words = sorted(total)
    return words, np.fromiter(map(total.__getitem__, words), np.int32, len(words))
