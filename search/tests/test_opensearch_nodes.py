"""Nodes of a real cluster that die while it is written to: what was told to be written is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive.tests.nodes import Nodes
from search.engine import IndexAway, stamp
from search.opensearch.engine import ClusterEngine
from search.tests.cluster_engine import cluster_engine
from search.tests.engine_articles import articles

pytestmark = pytest.mark.opensearch
BATCH, BATCHES = 20, 30
LONG = 120.0  # seconds in which a cluster finds itself again on a machine that is busy


@pytest.fixture
def engine(nodes: Nodes, tmp_path: Path) -> Iterator[ClusterEngine]:
    with cluster_engine(tmp_path / "locks", shards=3) as engine:
        engine.begin()
        yield engine
        nodes.start()


def test_edits_go_on_without_one_of_three_nodes(engine: ClusterEngine, nodes: Nodes) -> None:
    """Each is tried again until it goes in, as the outbox does."""
    written = articles(range(1, BATCHES * BATCH + 1))
    for batch in range(BATCHES):
        if batch == BATCHES // 3:
            nodes.kill(2)
        if batch == 2 * BATCHES // 3:
            nodes.again(2)
        _until_written(engine, written[batch * BATCH : (batch + 1) * BATCH])
        assert engine.count() == (batch + 1) * BATCH
    assert engine.stamps() == {one.number: stamp(one) for one in written}


def _until_written(engine: ClusterEngine, some: list) -> None:
    deadline = time.monotonic() + LONG
    while True:
        try:
            return engine.write(some)
        except IndexAway:
            assert time.monotonic() < deadline


def test_a_rebuild_waits_for_a_node_that_comes_again(engine: ClusterEngine, nodes: Nodes) -> None:
    """What it fills has no copies yet, so a part of it is away with the node."""
    written = articles(range(1, 401))
    with engine.rebuild() as fresh, ThreadPoolExecutor(1) as beside:
        fresh.stage(written[:100])
        nodes.kill(3)
        going = beside.submit(
            lambda: [fresh.stage(written[at : at + 50]) for at in (100, 150, 200, 250, 300, 350)]
        )
        nodes.again(3)
        fresh.add(going.result(LONG))
        fresh.publish()
    assert engine.stamps() == {one.number: stamp(one) for one in written}
    assert engine.indices.health(engine.searched())["status"] == "green"
