"""The embedded engine and a cluster, one of whose nodes is killed half-way, answer everything alike.

Ranking is compared by the first ten; how near it is, stands at the end of a run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from archive.tests.nodes import Nodes
from search.tests.conformance import standing, suite
from search.tests.conformance.suite import Suite
from search.tests.conformance.telling import tell

pytestmark = pytest.mark.opensearch
OVERLAP = 0.85  # of the first ten, on average; how it was reached: docs/reference/benchmarks.md
SIMILAR = 0.7
KILLED = 1  # the number of the node


@pytest.fixture
def own_index() -> None:
    """The archive of this module has its own."""


@pytest.fixture(scope="module")
def found(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
    request: pytest.FixtureRequest,
) -> Iterator[Suite]:
    """Both have answered; where no nodes may be killed, none is."""
    folder = os.environ.get("OPENSEARCH_NODES", "")
    given = Nodes(folder) if folder else None
    halfway: Callable[[], None] = suite.nothing
    if given:
        halfway = lambda: given.kill(KILLED)  # noqa: E731
    data = tmp_path_factory.mktemp("conformance") / "archive"
    with django_db_blocker.unblock(), standing.filled(data) as filled:
        try:
            with standing.clustered(filled) as theirs:
                made = suite.run(standing.embedded(filled), theirs, halfway)
                tell(request, *made.lines())
                yield made
        finally:
            if given:
                given.start()


def test_there_is_enough_to_compare(found: Suite) -> None:
    assert found.theirs.indexed == found.ours.indexed >= 3000
    assert len(found.questions) >= 500
    assert found.report.found > 0.7 * len(found.questions)
    assert found.report.ranked >= 100


def test_every_search_is_answered_alike(found: Suite) -> None:
    """Totals, hits, counts of all facets, months, order by day, marks, notices, help: all equal."""
    assert found.report.differing == []


def test_what_is_answered_beside_searches_is_alike(found: Suite) -> None:
    """Trends, diffusion, entities, suggestions, pages with counts; what upkeep asks the engine."""
    assert found.other == []
    assert len(found.ours.beside) > 250


def test_the_best_come_first_on_both(found: Suite) -> None:
    assert found.report.overlap >= OVERLAP, "\n".join(found.report.lines())
    similar = found.similar
    assert sum(similar) / len(similar) >= SIMILAR
