"""The dictionary as a trie in numpy arrays, so that many places of a text are looked up at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST, LAST = 0x4E00, 0x9FD5  # the characters that jieba's words are looked up in
_BITS = 15  # of a character counted from FIRST
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FULL = 0.6  # of the places taken; the table grows before that
Ints = NDArray[Any]
Floats = NDArray[np.float64]


class WordTable:
    """Nodes of a trie, numbered from 1; 0 is the root, and "no such node" in an answer.

    A node is a word or the beginning of one. `weights[node]` is log(frequency / total), -inf for
    what is no word; `leads[node]` tells whether a longer beginning goes on from it.
    """

    def __init__(self) -> None:
        self._size, self._bits = 1, 10
        self._keys = np.zeros(1 << self._bits, np.uint64)
        self._nodes = np.zeros(1 << self._bits, np.int32)
        self._logs = np.full(1, -np.inf)
        self.weights: Floats = self._logs
        self.leads = np.zeros(1, np.bool_)
        self.first = np.zeros(LAST - FIRST + 1, np.int32)

    @property
    def size(self) -> int:
        """Nodes with the root; every node is smaller."""
        return self._size

    def step(self, nodes: Ints, codes: Ints) -> Ints:
        """The nodes that these characters (counted from FIRST) lead to from these nodes."""
        return self._find(_keys(nodes, codes))

    def learn(self, known: Mapping[str, int], words: Iterable[str], total: int) -> None:
        """Take the frequencies of these words; each beginning of a word is known, and given too."""
        listed = [word for word in words if word]
        lengths = np.fromiter(map(len, listed), np.int64, len(listed))
        often = np.fromiter((known[word] for word in listed), np.int64, len(listed))
        written = "".join(listed).encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(written, np.uint32).astype(np.int64) - FIRST
        begins = np.cumsum(lengths) - lengths
        strange = np.repeat(np.arange(len(listed)), lengths)[(codes < 0) | (codes > LAST - FIRST)]
        lengths[strange] = 0
        self._reserve(len(listed))
        for length in range(1, int(lengths.max(initial=0)) + 1):
            rows = np.flatnonzero(lengths == length)
            grid = codes[begins[rows][:, None] + np.arange(length)]
            self._logs[self._put(grid)] = _logs(often[rows])
        self.weights = self._logs - math.log(total)
        self.first = self.step(np.zeros(LAST - FIRST + 1, np.int64), np.arange(LAST - FIRST + 1))

    def _put(self, grid: Ints) -> Ints:
        """The nodes of words of one length, a row each; new ones where there are none."""
        parents = np.zeros(len(grid), np.int64)
        for column in range(grid.shape[1] - 1):
            parents = self.step(parents, grid[:, column])
        keys = _keys(parents, grid[:, -1])
        nodes = self._find(keys)
        new = np.flatnonzero(nodes == 0)
        nodes[new] = np.arange(self._size, self._size + len(new))
        self._size += len(new)
        self._insert(keys[new], nodes[new])
        self.leads[parents[new]] = True
        return nodes

    def _find(self, keys: NDArray[np.uint64]) -> Ints:
        at = self._places(keys)
        held = self._keys[at]
        nodes = np.where(held == keys, self._nodes[at], 0)
        left = np.flatnonzero((held != keys) & (held != 0))
        while len(left):
            at[left] = places = (at[left] + 1) & (len(self._keys) - 1)
            held = self._keys[places]
            hit = held == keys[left]
            nodes[left[hit]] = self._nodes[places[hit]]
            left = left[~hit & (held != 0)]
        return nodes

    def _insert(self, keys: NDArray[np.uint64], nodes: Ints) -> None:
        """Keys that differ from one another and from all that are there."""
        at, left = self._places(keys), np.arange(len(keys))
        while len(left):
            free = left[self._keys[at[left]] == 0]
            self._keys[at[free]] = keys[free]
            won = self._keys[at[left]] == keys[left]
            self._nodes[at[left[won]]] = nodes[left[won]]
            left = left[~won]
            at[left] = (at[left] + 1) & (len(self._keys) - 1)

    def _places(self, keys: NDArray[np.uint64]) -> Ints:
        return ((keys * _MIX) >> np.uint64(64 - self._bits)).astype(np.int64)

    def _reserve(self, more: int) -> None:
        """Room for so many nodes more."""
        grow = max(0, self._size + more - len(self._logs))
        self._logs = np.append(self._logs, np.full(grow, -np.inf))
        self.leads = np.append(self.leads, np.zeros(grow, np.bool_))
        if self._size + more <= _FULL * len(self._keys):
            return
        held, keys, nodes = self._keys != 0, self._keys, self._nodes
        self._bits = math.ceil(math.log2((self._size + more) / _FULL))
        self._keys = np.zeros(1 << self._bits, np.uint64)
        self._nodes = np.zeros(1 << self._bits, np.int32)
        self._insert(keys[held], nodes[held])


def _keys(nodes: Ints, codes: Ints) -> NDArray[np.uint64]:
    """A key for each node and character, never 0."""
    return ((nodes.astype(np.int64) << _BITS) + codes + 1).astype(np.uint64)


def _logs(often: Ints) -> Floats:
    """Logarithms bit by bit as `math.log` gives them, which jieba uses; -inf for 0."""
    different, which = np.unique(often, return_inverse=True)
    logs = [math.log(one) if one else -math.inf for one in different.tolist()]
    return np.array(logs, np.float64)[which]
