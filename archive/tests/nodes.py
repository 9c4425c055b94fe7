"""The cluster that the tests are given: its nodes go and come again at their word, by `.ci/opensearch`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "opensearch"
LONG = 300.0  # seconds, more than the script's own patience


class Nodes:
    """All of a cluster; `number` counts from 1, in the order of the hosts in OPENSEARCH_URL."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def __len__(self) -> int:
        return len(list(self.folder.glob("node*.pid")))

    def kill(self, number: int) -> None:
        """By SIGKILL, as a machine that fails."""
        self._do("kill", str(number))

    def again(self, number: int) -> None:
        """It has joined those that run, but may still be fetching what it missed."""
        self._do("again", str(number))

    def stop(self) -> None:
        """All of them; their data stay."""
        self._do("stop")

    def start(self) -> None:
        """Those that do not run, until all are one cluster and every index can be searched."""
        self._do("start")

    def _do(self, task: str, *number: str) -> None:
        done = subprocess.run(
            [SCRIPT, task, self.folder, *number], capture_output=True, text=True, timeout=LONG
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture
def nodes() -> Iterator[Nodes]:
    """Skips where OPENSEARCH_NODES does not name their folder; the next test has all of them again."""
    folder = os.environ.get("OPENSEARCH_NODES")
    if not folder:
        pytest.skip("stops nodes: OPENSEARCH_NODES names the FOLDER of `.ci/opensearch start`")
    given = Nodes(folder)
    yield given
    given.start()
