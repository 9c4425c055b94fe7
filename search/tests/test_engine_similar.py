"""Articles like a text."""

from __future__ import annotations

from datetime import date

from search.engine.documents import Document
from search.engine.similar import similar, telling
from search.tests.memory_segment import snapshot_of

ENERGY = "济宁市发展储能产业,新型储能电站并网发电,储能装机规模居全省前列"
ROAD = "泰安市修建高速公路,打通断头路,改善农村公路通行条件"


def _document(number: int, body: str, title: str = "") -> Document:
    return Document(number, date(2024, 1, 1), {"title": title, "body": body})


DOCUMENTS = [
    _document(1, ENERGY),
    _document(2, "新型储能电站建成,装机规模大"),
    _document(3, ROAD),
    _document(4, "农村公路养护,高速公路通车"),
    _document(5, "与此无关的文艺演出", "新型储能电站"),
    *(_document(number, "全省召开会议,学习文件") for number in range(10, 40)),
]
SNAPSHOT = snapshot_of(DOCUMENTS[:20], DOCUMENTS[20:])


def test_the_nearest_come_first_and_the_excluded_never() -> None:
    found = [number for number, _ in similar(ENERGY, {1}, 10, SNAPSHOT)]
    assert set(found) == {2, 5}
    assert [number for number, _ in similar(ROAD, {3}, 10, SNAPSHOT)] == [4]
    assert 1 in [number for number, _ in similar(ENERGY, (), 10, SNAPSHOT)]


def test_scores_descend_and_the_limit_holds() -> None:
    rows = similar(ENERGY, {1}, 1, SNAPSHOT)
    assert len(rows) == 1
    scores = [score for _, score in similar(ENERGY, (), 10, SNAPSHOT)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_words_that_many_articles_hold_tell_nothing() -> None:
    words = telling(ENERGY + "会议文件", SNAPSHOT)
    assert "储能" in words
    assert "会议" not in words
    assert "全省" not in words


def test_deleted_articles_and_strange_texts_give_none() -> None:
    snapshot = snapshot_of(DOCUMENTS, deleted=[2, 5])
    assert similar(ENERGY, {1}, 10, snapshot) == []
    assert similar("", (), 10, SNAPSHOT) == []
    assert similar("\x00\x1f。。", (), 10, SNAPSHOT) == []
    assert similar(ENERGY, (), 10, snapshot_of()) == []
