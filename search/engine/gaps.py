"""Ascending lists of numbers in few bits, after Elias and Fano; numpy codes and decodes them.

A list of n numbers below U keeps k = log2(U / n) low bits of each number as they are, one number
after another; the rest, which ascends slowly, follows in unary: number i with the high part h sets
the bit h + i. So a number takes k + 2 bits, and a list is read without adding up gaps. A list
begins at a whole byte; bits count from the lowest of a byte.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.engine.part import Int64s, Uint32s

Uint8s = NDArray[np.uint8]
PADDING = 32  # bytes behind the last list that readers may look at
_WIDEST = 25  # low bits, that a word of 32 bits holds them behind 7 others
_LONG = 300  # numbers of a list above which it is read by itself among others
_FEW = 1024  # numbers up to which one gather is faster than eight steps


def widths(counts: Int64s, universe: int) -> Int64s:
    """How many low bits the numbers of each list keep."""
    ratios = np.maximum(universe // np.maximum(counts, 1), 1)
    width: Int64s = np.minimum(np.frexp(ratios)[1].astype(np.int64) - 1, _WIDEST)
    return width


def runs(counts: Int64s) -> Int64s:
    """0, 1, …, counts[0] - 1, 0, 1, …, counts[1] - 1, …"""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)


def encode(numbers: Uint32s, counts: Int64s, universe: int) -> tuple[Uint8s, Int64s]:
    """The bytes of the lists (counts[l] >= 1 numbers each, ascending, below `universe`), one
    after another, without PADDING; and how many bytes each takes."""
    if not len(counts):
        return np.empty(0, np.uint8), np.empty(0, np.int64)
    width = widths(counts, universe)
    tops = numbers[np.cumsum(counts) - 1].astype(np.int64) >> width
    sizes = (counts * (width + 1) + tops + 7) >> 3
    begins = (np.cumsum(sizes) - sizes) << 3
    out = np.zeros(int(sizes.sum()) + 4, np.uint8)
    order, wide = runs(counts), np.repeat(width, counts)
    _put_low(out, np.repeat(begins, counts) + order * wide, numbers, wide.astype(np.uint32))
    bits = np.repeat(begins + counts * width, counts) + order + (numbers >> wide.astype(np.uint32))
    np.add.at(out, bits >> 3, np.left_shift(1, bits & 7).astype(np.uint8))
    return out[:-4], sizes


def _put_low(out: Uint8s, bits: Int64s, numbers: Uint32s, wide: Uint32s) -> None:
    """Add the low bits of each number to the bytes at its bit; no two share a bit."""
    mask = (np.uint32(1) << wide) - np.uint32(1)
    words = (numbers & mask) << (bits & 7).astype(np.uint32)
    octets, at = words.astype("<u4").view(np.uint8).reshape(-1, 4), bits >> 3
    for place in range(4):
        np.add.at(out, at + place, octets[:, place])


def _width(count: int, universe: int) -> int:
    """As `widths`, of one list."""
    return min(max(universe // count, 1).bit_length() - 1, _WIDEST)


def reach(count: int, universe: int) -> int:
    """How many bytes from its begin on reading a list may look at."""
    width = _width(count, universe)
    return ((count * (width + 1) + (universe >> width) + 7) >> 3) + PADDING


def decode_one(data: Uint8s, at: int, count: int, universe: int) -> Uint32s:
    """The list of `count` numbers that begins at the byte `at`. `data` ends with PADDING."""
    width = _width(count, universe)
    first, skip = divmod(at * 8 + count * width, 8)
    last = first + ((skip + count + (universe >> width) + 8) >> 3)
    bits = np.unpackbits(data[first:last], bitorder="little")[skip:]
    numbers = np.flatnonzero(bits.view(bool))[:count].astype(np.uint32)
    numbers -= np.arange(count, dtype=np.uint32)
    if not width:
        return numbers
    numbers <<= np.uint32(width)
    low = _low_few if count <= _FEW else _low_many
    numbers |= low(data, at, count, width)
    return numbers


def _low_few(data: Uint8s, at: int, count: int, width: int) -> Uint32s:
    bits = np.arange(count) * width
    words = _words(data, at)[bits >> 3]
    low: Uint32s = (words >> (bits & 7).astype(np.uint32)) & np.uint32((1 << width) - 1)
    return low


def _low_many(data: Uint8s, at: int, count: int, width: int) -> Uint32s:
    """Eight numbers take `width` whole bytes, so each eighth stands at an even stride."""
    rows = (count + 7) >> 3
    out = np.empty((rows, 8), np.uint32)
    for place in range(8):
        byte, shift = divmod(place * width, 8)
        words = np.ndarray((rows,), "<u4", data, at + byte, (width,))
        np.right_shift(words, np.uint32(shift), out=out[:, place])
    out &= np.uint32((1 << width) - 1)
    return out.reshape(-1)[:count]


def _words(data: Uint8s, at: int) -> Uint32s:
    """The four bytes at each byte from `at` on as a number."""
    return np.ndarray((len(data) - at - 3,), "<u4", data, at, (1,))


def decode(data: Uint8s, ats: Int64s, counts: Int64s, universe: int) -> Uint32s:
    """The lists that begin at the bytes `ats`, one after another. `data` ends with PADDING."""
    numbers = np.empty(counts.sum(), np.uint32)
    short = counts <= _LONG
    numbers[np.repeat(short, counts)] = _decode_short(data, ats[short], counts[short], universe)
    ends = np.cumsum(counts)
    for long in np.flatnonzero(~short).tolist():
        count, end = int(counts[long]), int(ends[long])
        numbers[end - count : end] = decode_one(data, int(ats[long]), count, universe)
    return numbers


def _decode_short(data: Uint8s, ats: Int64s, counts: Int64s, universe: int) -> Uint32s:
    if not len(counts):
        return np.empty(0, np.uint32)
    width = widths(counts, universe)
    wide, order = np.repeat(width, counts), runs(counts)
    bits = np.repeat(ats << 3, counts) + order * wide
    mask = (np.uint32(1) << wide.astype(np.uint32)) - np.uint32(1)
    low = (_words(data, 0)[bits >> 3] >> (bits & 7).astype(np.uint32)) & mask
    high = _high(data, (ats << 3) + counts * width, counts, (universe >> width) + counts)
    numbers: Uint32s = low | ((high - order).astype(np.uint32) << wide.astype(np.uint32))
    return numbers


def _high(data: Uint8s, begins: Int64s, counts: Int64s, bounds: Int64s) -> Int64s:
    """The first counts[l] set bits among the bounds[l] bits from the bit begins[l] on."""
    bits = np.repeat(begins, bounds) + runs(bounds)
    octets = data.take(bits >> 3, mode="clip")
    found = np.flatnonzero((octets >> (bits & 7).astype(np.uint8)) & 1)
    limits = np.cumsum(bounds)
    heads = np.searchsorted(found, limits - bounds)
    chosen = found[np.repeat(heads, counts) + runs(counts)]
    high: Int64s = chosen - np.repeat(limits - bounds, counts)
    return high
