"""The cluster of the tests is a real one: it loses a node, and has it again."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest

from archive.tests.nodes import Nodes

pytestmark = pytest.mark.opensearch
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def told(number: int, path: str) -> Any:
    """What a node answers to a GET."""
    hosts = urlsplit(os.environ["OPENSEARCH_URL"]).netloc.split(",")
    with DIRECT.open(f"http://{hosts[number - 1]}/{path}", timeout=60) as answer:
        return json.load(answer)


def leader() -> int:
    """The number of the node that leads the others."""
    rows = told(1, "_cat/nodes?h=name,cluster_manager&format=json")
    return next(int(row["name"][-1]) for row in rows if row["cluster_manager"] == "*")


def test_the_leading_node_is_killed_and_comes_again(nodes: Nodes):
    assert len(nodes) == 3
    first = leader()
    other = first % 3 + 1
    nodes.kill(first)
    two = told(other, "_cluster/health?wait_for_nodes=2&timeout=50s&cluster_manager_timeout=50s")
    assert (two["number_of_nodes"], two["timed_out"]) == (2, False)
    with pytest.raises(urllib.error.URLError, match="refused"):
        told(first, "")
    nodes.again(first)
    assert told(other, "_cluster/health")["number_of_nodes"] == 3


def test_a_cluster_that_was_stopped_comes_again_with_its_data(nodes: Nodes):
    before = told(1, "")["cluster_uuid"]
    nodes.stop()
    nodes.start()
    assert [told(number, "")["cluster_uuid"] for number in (1, 2, 3)] == [before] * 3
