"""Which piece of a text to show: the one with the most of what was looked for."""

from __future__ import annotations

from collections import Counter

from search.sought import Place

LONGEST_HIT = 600  # a run of marks this long is kept whole; no query is longer
_STOPS = "。！？!?；;\n"
Marks = list[tuple[int, int]]


def merged(found: Marks) -> Marks:
    """Ascending, apart from one another; those that touch become one."""
    whole: Marks = []
    for start, end in sorted(found):
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return whole


def densest(places: list[Place], size: int) -> int:
    """The place in ascending `places` from which `size` characters show most.

    Most different texts first, most characters of them second, the earliest last.
    """
    best, begin, first, held = (0, 0), 0, 0, 0
    kinds: Counter[str] = Counter()
    for start, end, text in places:
        kinds[text] += 1
        held += end - start
        while places[first][0] < end - size and places[first][0] < start:
            gone, until, kind = places[first]
            held -= until - gone
            kinds[kind] -= 1
            if not kinds[kind]:
                del kinds[kind]
            first += 1
        if (len(kinds), held) > best:
            best, begin = (len(kinds), held), first
    return begin


def window(text: str, marks: Marks, first: int, size: int) -> tuple[int, int]:
    """The piece of the text to show, a little before the mark that begins at `first`.

    It grows a little rather than cut a match.
    """
    start = max(0, min(_sentence(text, first - size // 6, first), len(text) - size))
    end = min(len(text), start + size)
    for left, right in marks:
        if right - left <= LONGEST_HIT:
            start = left if left < start < right else start
            end = right if left < end < right else end
    return start, end


def _sentence(text: str, start: int, first: int) -> int:
    """The beginning of the sentence that holds the first match, where it is as near as `start`."""
    start = max(0, start)
    stop = max(text.rfind(one, start, first) for one in _STOPS)
    return start if stop < 0 else stop + 1
