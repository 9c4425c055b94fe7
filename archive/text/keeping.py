"""Names that are kept whole, and the choice of words with them.

A roster of names never changes; the next one is made from the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from math import log
from operator import add
from typing import Self

Group = tuple[tuple[int, dict[str, float]], ...]  # names of one length with weights, shorter first


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """Whoever holds one may read it without a lock; as a key it is equal to itself only.

    `given` are the names as they came, each with the folded one that it stands for; `often` the
    frequency that each folded one needs to stay whole, 0 where it is whole in any case. `groups`
    are those that need one, by their first two characters.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    often: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    version: int = 0  # goes up with every roster

    def following(
        self,
        given: frozenset[str],
        fold: Callable[[str], str],
        judge: Callable[[str], int],
        weigh: Callable[[int], float],
    ) -> Self:
        """The roster of exactly these names; only those that one of the two lacks are looked at."""
        came = given.difference(self.given)
        left = [name for name in self.given if name not in given]
        if not came and not left:
            return self
        kept = dict(self.given)
        gone = {kept.pop(name) for name in left}
        kept.update({name: fold(name) for name in came})
        gone = (gone - set(kept.values()) if gone else gone) & self.often.keys()
        words = {kept[name] for name in came if len(kept[name]) > 1}.difference(self.often)
        often = dict(self.often)
        for word in gone:
            del often[word]
        often.update({word: judge(word) for word in words})
        weights = {word: weigh(often[word]) for word in words if often[word]}
        return type(self)(kept, often, self._regrouped(gone, weights), self.version + 1)

    def may_stand_in(self, run: str) -> bool:
        """Whether two characters of the run are the first ones of a name."""
        return not self.groups.keys().isdisjoint(map(add, run, run[1:]))

    def needed(self, word: str) -> int:
        """The frequency that keeps a folded name whole; 0 for any other word."""
        return self.often.get(word, 0)

    def changes_to(self, other: Roster) -> Iterator[str]:
        """The folded names that are in one of the two only."""
        yield from self.often.keys() ^ other.often.keys()

    def _regrouped(self, gone: Collection[str], new: Mapping[str, float]) -> dict[str, Group]:
        groups = dict(self.groups)
        changed: dict[str, dict[str, float]] = {word[:2]: {} for word in gone}
        for word, weight in new.items():
            changed.setdefault(word[:2], {})[word] = weight
        for pair, more in changed.items():
            if group := _group(_left(groups.pop(pair, ()), gone) | more):
                groups[pair] = group
        return groups


def _left(group: Group, gone: Collection[str]) -> dict[str, float]:
    return {
        word: weight for _, words in group for word, weight in words.items() if word not in gone
    }


def _group(weights: dict[str, float]) -> Group:
    lengths: dict[int, dict[str, float]] = {}
    for word, weight in weights.items():
        lengths.setdefault(len(word), {})[word] = weight
    return tuple(sorted(lengths.items()))


def likeliest(
    run: str,
    frequencies: dict[str, int],
    log_total: float,
    groups: Mapping[str, Group] | None = None,
) -> list[str]:
    """The words whose frequencies have the greatest product; of equals, the longer first word.

    jieba's own way and its very operations, without its generators: three times as fast. Names of
    a roster's `groups` count as if the dictionary had them with no smaller frequency than its own.
    """
    size = len(run)
    routes, ends, get = [0.0] * (size + 1), [0] * size, frequencies.get
    names = [*map(groups.get, map(add, run, run[1:])), None] if groups else [None] * size
    for start in range(size - 1, -1, -1):
        best, end = None, start + 1
        often = get(run[start])
        while often is not None:
            if often:
                value = log(often) - log_total + routes[end]
                if best is None or value >= best:
                    best, ends[start] = value, end
            end += 1
            often = get(run[start:end]) if end <= size else None
        if group := names[start]:
            for end, value in _named(run, start, group, routes):
                if best is None or value > best or (value == best and end > ends[start]):
                    best, ends[start] = value, end
        if best is None:
            best, ends[start] = routes[start + 1] - log_total, start + 1
        routes[start] = best
    found, at = [], 0
    while at < size:
        found.append(run[at : ends[at]])
        at = ends[at]
    return found


def _named(run: str, start: int, group: Group, routes: list[float]) -> Iterator[tuple[int, float]]:
    """Where the names that begin here end, and what the run is worth from here on with each."""
    for length, weights in group:
        weight = weights.get(run[start : start + length])
        if weight is not None:
            yield start + length, weight + routes[start + length]
