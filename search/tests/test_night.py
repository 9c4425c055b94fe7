"""The crowd and the kills of `make load` and `make chaos`, shorter: that all is right, not how quick."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.tests.night import chaos, load
from search.tests.night.crowd import Crowd
from search.tests.night.house import House

CLIENTS, MINUTES = 14, 0.5
KILLS, SEED = 7, 16


@pytest.fixture
def house(tmp_path: Path, own_database: dict[str, str]) -> Iterator[House]:
    """The sample archive, served."""
    made = House(tmp_path, variables=own_database)
    try:
        made.prepare(max(Crowd.accounts(CLIENTS), chaos.EDITORS + chaos.UPLOADERS))
        made.start()
        made.wait()
        yield made
    finally:
        made.stop()


def test_a_crowd_reads_edits_and_uploads_without_an_error(house: House) -> None:
    """And each correction and each upload that was acknowledged is there once, and is found."""
    given = Namespace(minutes=MINUTES, clients=CLIENTS, think=(0.2, 1.0), seed=5)
    found = load.measure(house, given)
    assert [*found["quiet"].told, *found["loaded"].told, *found["wrong"]] == []
    counts = {name: row["count"] for name, row in found["loaded"].rows().items()}
    assert min(counts.get(name, 0) for name in ("search", "article", "admin save", "upload")) > 0


def test_kills_in_the_midst_of_imports_and_edits_lose_nothing(house: House) -> None:
    night = chaos.Night(house, SEED)
    wrong = night.go(KILLS)
    assert wrong == [], "\n".join(night.report())
    assert sum(night.killed.values()) == KILLS and len(night.killed) > 2
    house.stop()
    assert chaos.strays(house) == []
