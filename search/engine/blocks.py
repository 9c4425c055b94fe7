"""Postings as Whoosh's W3 codec keeps them: blocks that stock Whoosh unpickles, and numpy decodes.

The ids of a block are the first document and then the gaps. Packed, they are pickled as a call
of `struct.unpack`, so that stock Whoosh gets its tuple and this module the bytes.
"""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.part import Int32s

HEADER = b"W3Bl"
_LENGTH = struct.Struct("!i")
# Pickle, protocol 2, of: postings, last document, highest count, compression, length bytes.
_INFO = struct.Struct("<3scHcicBcBcBcB2s")
_FEW = {"B": 24, "H": 512, "I": 512}  # ids of a width up to which a plain tuple is shorter
_LARGE = 1024  # ids from which there is nothing to find but how often each byte occurs
_PLAIN = 48  # bytes that are not worth packing
_WIDTHS = {"B": np.uint8, "H": np.uint16, "I": np.uint32}
Counts = NDArray[np.uint8]


class _Ids:
    """Pickles to a call of struct.unpack, which gives a tuple."""

    def __init__(self, pattern: str, raw: bytes) -> None:
        self.pattern, self.raw = pattern, raw

    def __reduce__(self) -> tuple[Any, ...]:
        return struct.unpack, (self.pattern, self.raw)


class _Reader(pickle.Unpickler):
    """Gives the bytes instead of the call, and calls nothing at all."""

    def find_class(self, module: str, name: str) -> Any:
        if (module.strip("_"), name) != ("struct", "unpack"):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return _Ids


def unpickled(data: bytes | memoryview) -> Any:
    """What was pickled, ids as they were packed. Raises UnpicklingError for all that would call."""
    return _Reader(io.BytesIO(data)).load()


def encode(
    gaps: Int32s, often: Counts, width: str, stats: tuple[int, int, int, int], *, last: bool
) -> bytes:
    """A block; `gaps` begins with the document itself.

    `width` fits all other gaps; `stats`: last document, highest count, length bytes.
    """
    document, most, shortest, longest = stats
    ids: Any = tuple(gaps.tolist())
    if len(gaps) > _FEW[width]:
        raw = struct.pack("<I", int(gaps[0])) + gaps[1:].astype(_WIDTHS[width]).tobytes()
        ids = _Ids(f"<I{len(gaps) - 1}{width}", raw)
    data = pickle.dumps((ids, None if most == 1 else often.tobytes(), b""), 4)
    short = _compressed(data, large=len(gaps) >= _LARGE) if len(data) > _PLAIN else data
    packs = len(short) < len(data)
    body = short if packs else data
    info = _INFO.pack(
        *(b"\x80\x02(", b"M", len(gaps), b"J", document, b"K", most, b"K", 3 * packs),
        *(b"K", shortest, b"K", longest, b"t."),
    )
    length = len(info) + len(body)
    return _LENGTH.pack(-length if last else length) + info + body


def _compressed(data: bytes, *, large: bool) -> bytes:
    strategy = zlib.Z_HUFFMAN_ONLY if large else zlib.Z_DEFAULT_STRATEGY
    packer = zlib.compressobj(3, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, strategy)
    return packer.compress(data) + packer.flush()


def decode(buffer: memoryview, count: int) -> tuple[Int32s, Counts]:
    """The documents of all blocks of a term, ascending, and how often each holds it.

    `buffer` begins with the header; `count` is the number of documents.
    Raises ValueError, struct.error, zlib.error or UnpicklingError where it is broken.
    """
    gaps, often = np.empty(count, np.int32), np.ones(count, np.uint8)
    place, done, last = len(HEADER), 0, False
    while not last:
        (length,) = _LENGTH.unpack_from(buffer, place)
        place += _LENGTH.size
        last, end = length < 0, place + abs(length)
        fields = _INFO.unpack_from(buffer, place)
        size, packs = fields[2], fields[8]
        body = buffer[place + _INFO.size : end]
        ids, counts, _ = unpickled(zlib.decompress(body) if packs else body)
        into = slice(done, done + size)
        gaps[into] = _gaps(ids)
        if counts is not None:
            often[into] = np.frombuffer(counts, np.uint8)
        gaps[into] = np.cumsum(gaps[into])
        place, done = end, done + size
    if done != count:
        raise ValueError("postings: another number of documents")
    return gaps, often


def _gaps(ids: Any) -> NDArray[Any]:
    if isinstance(ids, tuple):
        return np.array(ids, np.int32)
    rest = np.frombuffer(ids.raw, _WIDTHS[ids.pattern[-1]], offset=4)
    return np.concatenate([np.frombuffer(ids.raw, np.uint32, 1), rest]).astype(np.int32)
