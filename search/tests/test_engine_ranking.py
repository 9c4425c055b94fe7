"""What stands first, and that pages are slices of one order."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import sets
from search.engine.asking import search
from search.engine.documents import Document
from search.engine.requests import EngineQuery
from search.engine.snapshot import Snapshot
from search.tests.memory_segment import snapshot_of
from search.tree import And, Everything, Near, Node, Not, Or, Phrase, Prefix, Word

OTHERS = [
    Document(number, date(2024, 1, 1), {"title": "别的事", "body": "与此无关的一篇文章"})
    for number in range(100, 110)
]


def _document(number: int, body: str, title: str = "", subjects: str = "", **rest: str) -> Document:
    texts = {"title": title, "body": body, **rest}
    return Document(number, date(2024, 1, 1), texts, subjects=subjects)


def ranked(node: Node, *documents: Document) -> list[int]:
    return search(EngineQuery(node), snapshot_of(documents, OTHERS)).ids


def test_title_beats_kicker_beats_body() -> None:
    filler = "说明情况" * 5
    assert ranked(
        Word("储能"),
        _document(1, "储能" + filler, "大会召开"),
        _document(2, "大会" + filler, "大会召开", kicker="储能"),
        _document(3, "大会" + filler, "储能"),
    ) == [3, 2, 1]


def test_what_an_article_is_about_ranks_it_but_finds_nothing_by_itself() -> None:
    assert ranked(
        Word("李兰祥"),
        _document(1, "李兰祥出席会议并讲话"),
        _document(2, "李兰祥出席会议并讲话", subjects="李兰祥"),
        _document(3, "市长出席会议并讲话", subjects="李兰祥"),
    ) == [2, 1]


def test_the_text_as_it_stands_is_preferred_to_its_words_apart() -> None:
    assert ranked(
        Word("储能产业"),
        _document(1, "产业发展很快,储能也是"),
        _document(2, "发展储能产业,也很快的"),
    ) == [2, 1]


def test_rare_words_weigh_more() -> None:
    common = [_document(number, "会议召开") for number in range(10, 30)]
    node = Or((Word("会议"), Word("熊猫")))
    assert ranked(node, _document(1, "会议室里"), _document(2, "熊猫馆里"), *common)[0] == 2


def test_a_phrase_is_weighed_by_its_own_occurrences() -> None:
    one, two = "储能站在这里,其他的话", "储能站,储能站在这里的"
    assert ranked(Phrase("储能站"), _document(1, one), _document(2, two)) == [2, 1]


@pytest.mark.parametrize("node", [Phrase("储"), Prefix("储"), Near("储能", "增", 9)])
def test_everything_that_finds_also_scores(node: Node) -> None:
    result = search(EngineQuery(node), snapshot_of([_document(1, "储能大增")], OTHERS))
    assert result.ids == [1]
    assert result.scores[0] > 0


def test_what_is_unwanted_and_what_is_sorted_by_day_have_no_scores() -> None:
    snapshot = snapshot_of([_document(1, "储能大增")], OTHERS)
    assert set(search(EngineQuery(Not(Word("储能"))), snapshot).scores) == {0.0}
    assert search(EngineQuery(Word("储能"), order="newest"), snapshot).scores == [0.0]


def _many() -> Snapshot:
    chance = random.Random(3)
    documents = [
        Document(
            number,
            date(2024, 1, 1 + chance.randint(0, 4)),
            {"title": "储能" * (number % 7 == 0), "body": "储能" * chance.randint(1, 3) + "光伏"},
        )
        for number in chance.sample(range(1, 1000), 200)
    ]
    return snapshot_of(documents[:150], documents[150:160], documents[160:], deleted=[3, 40, 77])


MANY = _many()
NODES = st.sampled_from([Word("储能"), Everything(), And((Word("储能"), Word("光伏")))])
ORDERS = st.sampled_from(["relevance", "newest", "oldest"])


@settings(deadline=None)
@given(
    node=NODES,
    order=ORDERS,
    start=st.integers(0, 220),
    stop=st.none() | st.integers(0, 220),
)
def test_a_page_is_a_slice_of_the_whole(
    node: Node, order: str, start: int, stop: int | None
) -> None:
    whole = search(EngineQuery(node, order=order), MANY)
    page = search(EngineQuery(node, order=order, start=start, stop=stop), MANY)
    assert whole.total == page.total == len(set(whole.ids)) == MANY.count
    assert (page.ids, page.scores) == (whole.ids[start:stop], whole.scores[start:stop])


@pytest.mark.parametrize("node", [Word("储能"), Everything()])
def test_order_is_by_score_then_day_then_number(node: Node) -> None:
    days = dict(zip(MANY.numbers.tolist(), MANY.days.tolist(), strict=True))
    whole = search(EngineQuery(node), MANY)
    rows = [
        (-score, -days[number], number)
        for number, score in zip(whole.ids, whole.scores, strict=True)
    ]
    assert rows == sorted(rows)
    newest = search(EngineQuery(node, order="newest"), MANY).ids
    assert newest == sorted(newest, key=lambda number: (-days[number], number))
    assert search(EngineQuery(node, order="oldest"), MANY).ids == newest[::-1]


def test_scores_are_the_same_whether_hits_are_few_or_many(monkeypatch: pytest.MonkeyPatch) -> None:
    node = Or((Word("储能"), Phrase("光伏"), Prefix("光"), Near("储能", "光伏", 3)))
    results = []
    for much in (0, 10_000):
        monkeypatch.setattr(sets, "_MUCH", much)
        results.append(search(EngineQuery(node), MANY))
    assert results[0] == results[1]
    assert len(set(results[0].scores)) > 5
