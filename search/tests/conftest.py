"""Every test has an index of its own, thrown away after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from archive.text.segment import use_roster
from search import roster
from search.engine import Document, Engine
from search.indexer import drain, reindex


@pytest.fixture(autouse=True, scope="module")
def own_words() -> None:
    """What a module builds for all its tests is not cut by the names of another's database."""
    use_roster(())


@pytest.fixture(autouse=True)
def own_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    root = tmp_path / "index"
    monkeypatch.setitem(connections.connections_info[DEFAULT_ALIAS], "PATH", str(root))
    connections.reload(DEFAULT_ALIAS)
    roster.forget()
    use_roster(())  # the names of another test's database, by which it cut
    yield root
    connections.thread_local.__dict__.clear()


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = Engine(tmp_path / "engine")
    made.clear()
    return made


@pytest.fixture
def reindexed(db: None) -> Callable[[], int]:
    """An index of nothing; call it to bring the index up to date, as the indexer does."""
    reindex()
    return drain


def document(
    number: int, body: str = "", title: str = "", day: str = "2024-03-15", **facets: list[str]
) -> Document:
    """A document for the engine; facets are given as `city=["370900"]`."""
    texts = {"title": title, "kicker": "", "subtitle": "", "body": body}
    return Document(number, date.fromisoformat(day), texts, facets)
