"""Lists of strings as two arrays, fit for a file of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray


def pack(name: str, strings: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The arrays `name.text` (UTF-8) and `name.ends` (in characters)."""
    text = "".join(strings).encode("utf-8", "surrogatepass")
    lengths = np.fromiter(map(len, strings), np.uint32, len(strings))
    return {
        f"{name}.text": np.frombuffer(text, np.uint8),
        f"{name}.ends": np.cumsum(lengths, dtype=np.uint32),
    }


def unpack(name: str, arrays: Any) -> list[str]:
    """The list that `pack` was given, out of anything that has the arrays by name."""
    text = arrays[f"{name}.text"].tobytes().decode("utf-8", "surrogatepass")
    ends = [0, *arrays[f"{name}.ends"].tolist()]
    return [text[start:end] for start, end in pairwise(ends)]
