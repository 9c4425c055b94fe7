"""Parsed things wait on the disk until they are stored: the write lock is short, memory stays flat."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from itertools import islice
from types import TracebackType
from typing import Generic, TypeVar

Item = TypeVar("Item")
IN_MEMORY = 1 << 20  # bytes of one-page files never see the disk


class Spool(Generic[Item]):
    """A list of our own objects in a temporary file: `add` them all, then go over `chunks`."""

    def __init__(self) -> None:
        self.file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.count = 0

    def __enter__(self) -> Spool[Item]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()

    def __len__(self) -> int:
        return self.count

    def add(self, item: Item) -> None:
        pickle.dump(item, self.file, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def chunks(self, size: int) -> Iterator[tuple[list[Item], bool]]:
        """`size` items at a time in their order, and whether they are the last; one at least."""
        self.file.seek(0)
        items = (pickle.load(self.file) for _ in range(self.count))  # noqa: S301 (our own)
        for done in range(size, self.count + size, size):
            yield list(islice(items, size)), done >= self.count
        if not self.count:
            yield [], True
