"""Two texts line by line, in bounded time however long and repetitive they are: which runs of lines
stand in both."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

MOST_STEPS = 10_000_000  # of one comparison: some tenths of a second at worst
Run = tuple[int, int, int]  # where it begins in the one and in the other, and how many lines it has
Span = tuple[int, int, int, int]  # from and to in the one, from and to in the other


def common_runs(one: Sequence[str], two: Sequence[str]) -> list[Run]:
    """Runs of equal lines in the order of both, none next to another in both: [(0, 0, 3), (4, 3, 9)].

    Where comparing all with all would take too long, lines that stand once in each are found first,
    and between these what there is room for; the rest counts as not the same.
    """
    first, last = _ends(one, two, (0, len(one), 0, len(two)))
    middle = (first, len(one) - last, first, len(two) - last)
    runs = [(0, 0, first), *_middle(one, two, middle)]
    runs.append((len(one) - last, len(two) - last, last))
    return list(_joined(runs))


def _middle(one: Sequence[str], two: Sequence[str], span: Span) -> Iterator[Run]:
    if _steps(one, two, span) <= MOST_STEPS:
        yield from _compared(one, two, span)
        return
    left = MOST_STEPS
    a, b = span[0], span[2]
    for c, d in [*_anchors(one, two, span), (span[1], span[3])]:
        first, last = _ends(one, two, (a, c, b, d))
        yield a, b, first
        inner = (a + first, c - last, b + first, d - last)
        steps = _steps(one, two, inner)
        if steps <= left:
            left -= steps
            yield from _compared(one, two, inner)
        yield c - last, d - last, last
        a, b = c, d


def _ends(one: Sequence[str], two: Sequence[str], span: Span) -> tuple[int, int]:
    """How many lines are the same at the beginning, and how many of the others at the end."""
    a, c, b, d = span
    most = min(c - a, d - b)
    first = next((n for n in range(most) if one[a + n] != two[b + n]), most)
    most -= first
    last = next((n for n in range(most) if one[c - 1 - n] != two[d - 1 - n]), most)
    return first, last


def _steps(one: Sequence[str], two: Sequence[str], span: Span) -> int:
    """The most that SequenceMatcher may do: each pair of equal lines, once for each run it finds."""
    a, c, b, d = span
    left, right = Counter(one[a:c]), Counter(two[b:d])
    pairs = sum(number * right[line] for line, number in left.items())
    return (pairs + c - a) * min(c - a, d - b)


def _compared(one: Sequence[str], two: Sequence[str], span: Span) -> Iterator[Run]:
    a, c, b, d = span
    for run in SequenceMatcher(None, one[a:c], two[b:d], autojunk=False).get_matching_blocks():
        yield a + run.a, b + run.b, run.size


def _anchors(one: Sequence[str], two: Sequence[str], span: Span) -> list[tuple[int, int]]:
    """The most lines that stand once in each and in one order, as patience diff has it."""
    a, c, b, d = span
    left, right = Counter(one[a:c]), Counter(two[b:d])
    place = {two[n]: n for n in range(b, d) if right[two[n]] == 1}
    found = [(n, place[one[n]]) for n in range(a, c) if left[one[n]] == 1 and one[n] in place]
    ends: list[int] = []  # where the best chain of each length ends in the other
    last: list[int] = []  # and which of `found` ends it
    before: list[int] = []
    for index, (_, there) in enumerate(found):
        length = bisect_left(ends, there)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [there]
        last[length : length + 1] = [index]
    chain, index = [], last[-1] if last else -1
    while index >= 0:
        chain.append(found[index])
        index = before[index]
    return chain[::-1]


def _joined(runs: list[Run]) -> Iterator[Run]:
    a = b = size = 0
    for c, d, more in runs:
        if (c, d) == (a + size, b + size):
            size += more
        elif more:
            if size:
                yield a, b, size
            a, b, size = c, d, more
    if size:
        yield a, b, size
