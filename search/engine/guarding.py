"""What goes into the index made ready, and what goes wrong with its files told in our words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from search.engine.documents import Document
from search.engine.errors import BROKEN, IndexUnavailable, unavailable
from search.engine.inverting import invert
from search.engine.pairs import StreamTooLong
from search.engine.part import Part


def part(documents: Iterable[Document]) -> Part | None:
    fresh = {document.number: document for document in documents}
    return invert(list(fresh.values())) if fresh else None


@contextmanager
def asked() -> Iterator[None]:
    """A damaged file ends in IndexUnavailable, a wrong question in what it raised."""
    try:
        yield
    except BROKEN as error:
        if type(error) in (KeyError, ValueError):
            raise
        raise unavailable("索引无法读取", error) from error


@contextmanager
def at_fault(what: str = "写入") -> Iterator[None]:
    try:
        yield
    except StreamTooLong as error:  # no damage
        raise IndexUnavailable(f"索引无法{what}（{error}）") from error
    except BROKEN as error:
        raise unavailable(f"索引无法{what}", error) from error
