"""What a query finds, against a plain scan of the folded texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.fold import fold
from archive.text.segment import query_words, words
from search.engine import sets
from search.engine.documents import Document
from search.engine.matching import Matcher
from search.engine.schema import TEXTS
from search.engine.snapshot import Snapshot
from search.tests.memory_segment import snapshot_of
from search.tree import (
    Among,
    And,
    Between,
    Everything,
    Named,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Word,
)

ALPHABET = "储能儲泰安市8.7%％ ab Ａ，,。\n“”-"
BODIES = [
    "泰安市发展储能产业，增速达 8 . 7％。\n肥城市建设儲能之都，GDP 增长 10%。",
    "济宁市召开 New Energy 大会；储、能两字分开写。",
    "能源局说：“储备充足”。市中区新增 120㎡ 展厅，AB线通车。",
    "8月7日，泰山脚下的 Ａ 企业签约。安市场，得民心。",
    "长春市长春药店开业，储能产业大会。",
    "",
]
DAY = date(2024, 3, 1).toordinal()


@pytest.fixture(autouse=True, scope="module", params=["few", "many"])
def size_of_sets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Sets that are looked at one by one, and sets that are masks: with the same answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sets, "_MUCH", 0 if request.param == "few" else 1000)
        yield


def _document(number: int, title: str, body: str, byline: str = "") -> Document:
    texts = {"title": title, "kicker": "", "subtitle": title[::-1], "body": body, "byline": byline}
    facets = {"city": [f"c{number % 3}", "all"], "month": [f"2024-{number % 5}"]}
    return Document(number, date.fromordinal(DAY + number), texts, facets)


DOCUMENTS = [
    _document(number, f"标题{number}：储 能{body[:number]}", body, f"记者 储能{number}")
    for number, body in enumerate(BODIES * 2, 1)
]
SNAPSHOT = snapshot_of(DOCUMENTS[:5], DOCUMENTS[5:6], DOCUMENTS[6:])


def found(node: Node, snapshot: Snapshot = SNAPSHOT) -> set[int]:
    ids = Matcher(snapshot).find(node).ids
    assert (np.diff(ids) > 0).all()
    return set(snapshot.numbers[ids].tolist())


def folded(document: Document, field: str = "") -> list[str]:
    return [fold(document.texts[name]) for name in ([field] if field else TEXTS)]


def scan(piece: str, field: str = "") -> set[int]:
    return {
        one.number for one in DOCUMENTS if any(fold(piece) in text for text in folded(one, field))
    }


PIECES = st.one_of(
    st.text(alphabet=ALPHABET, max_size=6),
    st.builds(
        lambda body, start, length: body[start : start + length],
        st.sampled_from(BODIES),
        st.integers(0, 50),
        st.integers(1, 12),
    ),
)
FIELDS = st.sampled_from(["", "", "title", "subtitle", "body", "byline"])


@settings(deadline=None, max_examples=150)
@given(piece=PIECES, field=FIELDS)
def test_phrase_finds_what_a_scan_finds(piece: str, field: str) -> None:
    assert found(Phrase(piece, field)) == scan(piece, field)


@settings(deadline=None, max_examples=100)
@given(piece=PIECES, field=FIELDS)
def test_words_find_all_of_them_or_the_text_itself(piece: str, field: str) -> None:
    asked = query_words(fold(piece))
    held = {
        one.number: {word for text in folded(one, field) for word in words(text)}
        for one in DOCUMENTS
    }
    by_words = {number for number, known in held.items() if asked and known.issuperset(asked)}
    assert found(Word(piece, field)) == by_words | scan(piece, field)


LEAVES = st.one_of(
    st.builds(Phrase, PIECES),
    st.builds(Among, st.just("city"), st.tuples(st.sampled_from(["c0", "c1", "all", "none"]))),
    st.builds(
        Between,
        st.none() | st.integers(DAY, DAY + 12),
        st.none() | st.integers(DAY, DAY + 12),
    ),
    st.sampled_from([Everything(), Nothing()]),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(And, st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, parts),
    ),
    max_leaves=6,
)
ALL = {one.number for one in DOCUMENTS}


def by_sets(node: Node) -> set[int]:
    match node:
        case Everything():
            return ALL
        case Phrase(text):
            return scan(text)
        case Among(field, values):
            return {one.number for one in DOCUMENTS if {*one.facets[field]} & {*values}}
        case Between(first, last):
            days = {one.number: one.date.toordinal() for one in DOCUMENTS}
            return {
                number
                for number, day in days.items()
                if (first is None or day >= first) and (last is None or day <= last)
            }
        case And(parts):
            return set.intersection(*map(by_sets, parts))
        case Or(parts):
            return set.union(*map(by_sets, parts))
        case Not(part):
            return ALL - by_sets(part)
    return set()


@settings(deadline=None, max_examples=300)
@given(node=TREES)
def test_trees_are_sets(node: Node) -> None:
    assert found(node) == by_sets(node)


def _near(text: str, left: str, right: str, distance: int) -> bool:
    starts = {
        side: [at for at in range(len(text)) if text.startswith(side, at)] for side in (left, right)
    }
    return any(
        two - one - len(left) <= distance and one - two - len(right) <= distance
        for one in starts[left]
        for two in starts[right]
        if left != right or one != two  # a text is not near itself
    )


@settings(deadline=None, max_examples=200)
@given(
    body=st.sampled_from(BODIES[:5]),
    places=st.tuples(st.integers(0, 30), st.integers(0, 30)),
    sizes=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    distance=st.integers(0, 20),
    field=FIELDS,
)
def test_near_finds_what_a_scan_finds(
    body: str, places: tuple[int, int], sizes: tuple[int, int], distance: int, field: str
) -> None:
    left, right = (
        fold(body)[place : place + size] for place, size in zip(places, sizes, strict=True)
    )
    if fold(left) != left or fold(right) != right or not left or not right:
        return
    scanned = {
        one.number
        for one in DOCUMENTS
        if any(_near(text, left, right, distance) for text in folded(one, field))
    }
    assert found(Near(left, right, distance, field)) == scanned


def test_prefix_finds_words_that_begin_so() -> None:
    held = {
        one.number
        for one in DOCUMENTS
        if any(word.startswith("储") for text in folded(one) for word in words(text))
    }
    assert found(Prefix("储")) == held
    assert found(Prefix("new")) == scan("new")


def test_prefix_of_more_than_one_run_is_looked_up_as_it_stands() -> None:
    assert found(Prefix("储能产业大")) == set()
    assert found(Prefix("new产")) == scan("new产")


def test_byline_counts_only_where_it_is_asked_for() -> None:
    assert found(Word("记者")) == found(Phrase("记者")) == set()
    assert found(Word("记者", "byline")) == ALL


def test_a_name_that_nobody_resolved_is_an_error() -> None:
    with pytest.raises(ValueError, match="resolved"):
        found(Named("city", "泰安"))


def test_a_rare_word_that_rules_all_out_spares_the_common_ones() -> None:
    snapshot = snapshot_of(DOCUMENTS)
    assert found(And((Word("大会"), Among("city", ("none",)), Word("泰安市"))), snapshot) == set()
    read = {term for _, term in snapshot.segments[0].read}  # type: ignore[attr-defined]
    assert "泰安市" in read
    assert "大会" not in read


def test_no_segments_find_nothing() -> None:
    for node in (Everything(), Word("储能"), Phrase("储"), Among("city", ("c0",)), Not(Nothing())):
        assert found(node, snapshot_of()) == set()
