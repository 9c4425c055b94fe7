"""Segments in a row: what passes on, what is kept, what it costs when nothing much changed."""

from __future__ import annotations

from datetime import date

import pytest

from search.engine import lexicon
from search.engine.asking import search
from search.engine.cache import ByteCache
from search.engine.documents import Document, stamp
from search.engine.errors import IndexUnavailable
from search.engine.requests import EngineQuery
from search.engine.snapshot import Snapshot
from search.engine.units import Literal, Term
from search.tests.memory_segment import MemorySegment, snapshot_of
from search.tree import And, Not, Phrase, Word


def _document(number: int, body: str = "储能产业", day: int = 1) -> Document:
    return Document(number, date(2024, 1, day), {"title": "", "body": body})


FIRST = [_document(number) for number in range(1, 6)]
SECOND = [_document(number, "储能储能光伏") for number in range(3, 9)]


def test_documents_that_were_replaced_are_found_once() -> None:
    cache = ByteCache(1 << 20)
    rows = [(MemorySegment(FIRST), [2, 3, 4]), (MemorySegment(SECOND), [])]
    snapshot = Snapshot(("g", 1), rows, cache)  # type: ignore[arg-type]
    assert snapshot.count == 8
    assert sorted(search(EngineQuery(Word("储能")), snapshot).ids) == list(range(1, 9))
    assert sorted(search(EngineQuery(Phrase("产业")), snapshot).ids) == [1, 2]
    assert sorted(search(EngineQuery(Not(Word("产业"))), snapshot).ids) == list(range(3, 9))
    kept = [*FIRST[:2], *SECOND]
    assert snapshot.stamps() == {document.number: stamp(document) for document in kept}


def test_occurrences_count_over_all_segments() -> None:
    snapshot = snapshot_of(FIRST, SECOND)
    docs, often = snapshot.occurrences(Term("储能"), "body")
    assert docs.tolist() == list(range(11))
    assert often.tolist() == [1] * 5 + [2] * 6
    docs, often = snapshot.occurrences(Literal("能储"), "body")
    assert (docs.tolist(), often.tolist()) == ([*range(5, 11)], [1] * 6)


def test_postings_are_read_once_and_freed_with_their_segment() -> None:
    cache = ByteCache(1 << 20)
    old, new = MemorySegment(FIRST), MemorySegment(SECOND)
    for rows in ([(old, [])], [(old, []), (new, [])]):
        search(EngineQuery(Word("储能")), Snapshot(("g", 1), rows, cache))  # type: ignore[arg-type]
    assert old.read["body", "储能"] == 1
    cache.forget({new.key})
    held = cache.held
    assert held > 0
    cache.forget({new.key})
    assert cache.held == held
    cache.clear()
    assert cache.held == 0


def test_cache_stays_within_its_limit() -> None:
    cache = ByteCache(2000)
    for number in range(100):
        assert cache.get((1, number), lambda: b"x" * 100, len) == b"x" * 100
    assert cache.held <= 2000


def test_files_that_cannot_be_read_are_named() -> None:
    snapshot = snapshot_of(FIRST)

    def broken(field: str, term: str) -> None:
        raise ValueError("cut off")

    snapshot.segments[0].postings = broken  # type: ignore[method-assign, assignment]
    with pytest.raises(IndexUnavailable, match="cut off"):
        search(EngineQuery(And((Word("储能"),))), snapshot)


def test_lexicon_adds_up_segments_but_not_the_smallest() -> None:
    cache = ByteCache(1 << 20)
    big = MemorySegment([_document(number) for number in range(1, 151)])
    other = MemorySegment(SECOND)
    small = MemorySegment([_document(999, "光伏电站")])
    rows = [(one, ()) for one in (big, other, small)]
    words, often = lexicon.words(Snapshot(("g", 1), rows[:2], cache))  # type: ignore[arg-type]
    assert dict(zip(words, often.tolist(), strict=True)) == {"产业": 150, "储能": 156, "光伏": 6}
    assert words == sorted(words)
    again = lexicon.words(Snapshot(("g", 2), rows, cache))  # type: ignore[arg-type]
    assert again[0] == words
