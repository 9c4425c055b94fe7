"""The questions of the conformance suite: many, of every kind, drawn alike each time, answered as a scan would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from archive.models import Article
from archive.text.fold import fold
from search.engine.schema import TEXTS
from search.executor import SearchExecutor
from search.indexer import reindex
from search.request import SearchRequest
from search.tests.conformance import edits, standing
from search.tests.conformance.questions import KINDS, Question, Questioner


@pytest.fixture
def own_index() -> None:
    """The archive of this module has its own."""


@pytest.fixture(scope="module")
def questions(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[list[Question]]:
    """Of an archive whose index has heard of edits."""
    folder = tmp_path_factory.mktemp("conformance") / "archive"
    with (
        django_db_blocker.unblock(),
        standing.filled(folder) as data,
        standing.standing(standing.embedded(data)),
    ):
        reindex()
        edits.carry(edits.edit())
        yield list(Questioner().all())


def test_there_are_enough_of_them(questions: list[Question]) -> None:
    assert Article.objects.published().count() >= 3000
    assert len(questions) >= 500
    assert {one.kind for one in questions} >= KINDS.keys()
    assert [*Questioner().all()] == questions


def test_every_kind_finds_something(questions: list[Question]) -> None:
    found = Counter[str]()
    for one in questions:
        found[one.kind] += bool(SearchExecutor(one.request).total())
    assert {kind for kind in KINDS if found[kind] < 3} == set()


def test_what_is_quoted_is_found_as_a_scan_finds_it(questions: list[Question]) -> None:
    scanned = {
        row[0]: [fold(text) for text in row[1:]]
        for row in Article.objects.published().values_list("pk", *TEXTS)
    }
    asked = [one.request.q for one in questions if one.kind in QUOTED]
    wrong = []
    for query in dict.fromkeys(asked):
        piece = fold(query[1:-1])
        held = {pk for pk, texts in scanned.items() if any(piece in text for text in texts)}
        found = SearchExecutor(SearchRequest(q=query)).numbers()
        if {*found} != held or len(found) != len(held):
            wrong.append((query, len(found), len(held)))
    assert len(asked) > 100
    assert wrong == []


QUOTED = {"quoted", "long quoted", "across lines"}


def test_no_hit_is_on_two_pages(questions: list[Question]) -> None:
    for one in questions[::25]:
        asked = replace(one.request, size=7)
        pages = [SearchExecutor(replace(asked, page=number)).page() for number in (1, 2, 3)]
        shown = [hit.article.pk for page in pages for hit in page.hits]
        assert shown == SearchExecutor(asked).numbers()[: len(shown)], one
        assert len(shown) == min(pages[0].total, 21)
