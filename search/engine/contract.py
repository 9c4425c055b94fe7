"""What every engine answers: the embedded one of this room, and one that lies elsewhere.

Nobody outside of the rooms of the engines knows which of them is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from search.engine.budget import Budget
from search.engine.crossing import Crossing, Span
from search.engine.documents import Document
from search.engine.lexicon import Words
from search.engine.requests import EngineQuery, EngineResult, Filter
from search.tree import Node


class Renewal(Protocol):
    """A new index that nobody searches yet; only the process that began it writes to it."""

    def write(self, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None: ...

    def stage(self, documents: Sequence[Document]) -> Path:
        """Documents made ready for `add`, by many processes at once."""

    def add(self, paths: Sequence[Path]) -> None:
        """All that was staged is in the new index, the last of one number."""

    def note(self, mark: str) -> None: ...

    def publish(self) -> None:
        """Searches see the new index from now on. Raises IndexUnavailable where it is gone."""


class SearchEngine(Protocol):
    """Searches and writes; search.engine.Engine says what each answers and raises."""

    def search(self, query: EngineQuery, budget: Budget | None = None) -> EngineResult: ...

    def cross(
        self, tree: Node, filters: Sequence[Filter] = (), field: str = "", by: str = "month"
    ) -> Crossing: ...

    def crosses(
        self,
        trees: Sequence[Node],
        filters: Sequence[Filter] = (),
        field: str = "",
        by: str = "month",
    ) -> list[Crossing]: ...

    def spans(
        self, tree: Node, filters: Sequence[Filter] = (), field: str = "newspaper"
    ) -> dict[str, Span]: ...

    def similar(
        self, text: str, exclude: Collection[int], limit: int
    ) -> list[tuple[int, float]]: ...

    def lexicon(self) -> Words: ...

    def begins(self, text: str) -> bool: ...

    def stamps(self) -> dict[int, int]: ...

    def numbers(self) -> set[int]: ...

    def generation(self) -> tuple[str, int]: ...

    def count(self) -> int: ...

    def write(self, documents: Iterable[Document], deletions: Iterable[int] = ()) -> None: ...

    def clear(self) -> None: ...

    def begin(self) -> None: ...

    def lock(self, name: str, timeout: float = 60.0) -> AbstractContextManager[None]: ...

    def is_locked(self, name: str) -> bool: ...

    def searched(self) -> str: ...

    def forsake(self, name: str) -> bool: ...

    def glance(self) -> None: ...

    def note(self, mark: str) -> None: ...

    def mark(self) -> str: ...

    def sweep(self) -> None: ...

    def tidy(self, kept: float) -> None: ...

    def merge(self) -> bool: ...

    def verify(self) -> None: ...

    def rebuild(self) -> AbstractContextManager[Renewal]: ...

    def is_rebuilding(self) -> bool: ...
