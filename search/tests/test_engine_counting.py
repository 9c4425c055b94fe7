"""Facets: counts against a plain count, each group without its own filter."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import numpy as np
import pytest

from search.engine import counting, sets
from search.engine.asking import search
from search.engine.documents import Document
from search.engine.requests import EngineQuery, FacetRequest, Filter
from search.engine.snapshot import Snapshot
from search.tests.memory_segment import snapshot_of
from search.tree import Among, Between, Everything, Word

FIELDS = ("city", "official", "industry", "month")
DAY = date(2024, 1, 1).toordinal()


def _documents(first: int, last: int) -> list[Document]:
    chance = random.Random(first)
    return [
        Document(
            number,
            date.fromordinal(DAY + number % 60),
            {"title": "", "body": "储能" if number % 3 else "光伏"},
            {
                "city": chance.sample(["a", "b", "c"], chance.randint(0, 3)),
                "official": chance.sample([f"{one}" for one in range(first, first + 40)], 3),
                "industry": [chance.choice("xyz")],
                "month": ["2024-01"] if number % 2 else [],
            },
        )
        for number in range(first, last)
    ]


BATCHES = [_documents(1, 400), _documents(400, 420), _documents(420, 440)]
GONE = (5, 6, 401)
ALIVE = [one for batch in BATCHES for one in batch if one.number not in GONE]
FACETS = tuple(FacetRequest(name, name) for name in FIELDS)


@pytest.fixture(params=[0, 32, 10_000])
def snapshot(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """Of the ways to count, each in its turn."""
    monkeypatch.setattr(sets, "_MUCH", request.param)
    monkeypatch.setattr(counting, "_SPARSE", request.param)
    monkeypatch.setattr(counting, "_FEW", 256 if request.param else 0)
    return snapshot_of(*BATCHES, deleted=GONE)


def _plain(documents: list[Document], field: str) -> dict[str, int]:
    return dict(Counter(value for one in documents for value in one.facets[field]))


def test_counts_of_everything(snapshot: Snapshot) -> None:
    result = search(EngineQuery(facets=FACETS), snapshot)
    assert result.total == len(ALIVE)
    assert result.facets == {name: _plain(ALIVE, name) for name in FIELDS}


def test_each_group_leaves_out_its_own_filter(snapshot: Snapshot) -> None:
    filters = (
        Filter("city", Among("city", ("a", "b"))),
        Filter("official", Among("official", ("7",))),
        Filter("day", Between(DAY + 5, DAY + 40)),
    )
    result = search(EngineQuery(Word("储能"), filters, FACETS), snapshot)

    def passing(leave_out: str) -> list[Document]:
        return [
            one
            for one in ALIVE
            if "储能" in one.texts["body"]
            and (leave_out == "city" or {*one.facets["city"]} & {"a", "b"})
            and (leave_out == "official" or "7" in one.facets["official"])
            and DAY + 5 <= one.date.toordinal() <= DAY + 40
        ]

    assert result.total == len(passing(""))
    assert result.facets == {name: _plain(passing(name), name) for name in FIELDS}


def test_two_filters_of_one_group_both_hold(snapshot: Snapshot) -> None:
    filters = (Filter("city", Among("city", ("a",))), Filter("city", Among("city", ("b",))))
    result = search(EngineQuery(Everything(), filters, FACETS[:1]), snapshot)
    assert result.total == sum({"a", "b"} <= {*one.facets["city"]} for one in ALIVE)
    assert result.facets["city"] == _plain(ALIVE, "city")


def test_no_hits_have_no_counts(snapshot: Snapshot) -> None:
    result = search(EngineQuery(Word("没有这个词"), facets=FACETS), snapshot)
    assert result.facets == {name: {} for name in FIELDS}


def test_values_of_small_segments_join_those_of_a_big_one() -> None:
    snapshot = snapshot_of(*BATCHES)
    table = snapshot.table("official")
    assert len(set(table.values)) == len(table.values)
    for document in BATCHES[2]:
        place = int(np.flatnonzero(snapshot.numbers == document.number)[0])
        held = {int(table.first[place]), *table.codes[table.docs == place].tolist()}
        assert held == {table.code(value) for value in document.facets["official"]}
    assert table.code("nobody") == 0
