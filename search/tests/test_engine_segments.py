"""Segments hold what the documents hold, whatever they were written from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from whoosh import index
from whoosh.query import Or, Term

from search.engine import segments, toc
from search.engine.documents import Document, stamp
from search.engine.inverting import invert
from search.engine.joining import Source
from search.engine.schema import FACETS, JOINT, SLOTS, WORDS
from search.engine.segment import SegmentFiles
from search.engine.segments import write_segment
from search.engine.spool import load, spool
from search.tests.engine_articles import article, articles, counted, text_of


def assert_holds(segment: SegmentFiles, documents: Sequence[Document]) -> None:
    """The segment is what a plain look at the documents says."""
    assert segment.numbers.tolist() == [one.number for one in documents]
    assert segment.days.tolist() == [one.date.toordinal() for one in documents]
    assert segment.stamps.tolist() == list(map(stamp, documents))
    for field in WORDS:
        wanted = counted(documents, field)
        assert segment.words.field(field).terms == sorted(wanted)
        for word, rows in wanted.items():
            docs, often = segment.postings(field, word)
            assert dict(zip(docs.tolist(), often.tolist(), strict=True)) == rows
        lengths = [
            sum(rows.get(place, 0) for rows in wanted.values()) for place in range(len(documents))
        ]
        assert segment.lengths[field].tolist() == lengths
    for name in FACETS:
        column = segment.facets[name]
        held = [
            [column.values[code] for code in column.codes[start:end]]
            for start, end in zip(column.starts, column.starts[1:], strict=False)
        ]
        assert held == [sorted(set(one.facets.get(name, []))) for one in documents]
    assert_pairs(segment, documents)


def assert_pairs(segment: SegmentFiles, documents: Sequence[Document]) -> None:
    texts = [text_of(document, field) for document in documents for field in SLOTS]
    stream = "".join(text + JOINT for text in texts if text)
    begins = np.cumsum([0, *(len(text) + bool(text) for text in texts)])
    assert segment.slots.tolist() == begins.tolist()
    for piece in {stream[at : at + 2] for at in range(len(stream) - 1)}:
        if JOINT not in piece:
            wanted = [at for at in range(len(stream)) if stream.startswith(piece, at)]
            assert segment.pairs.find(piece).tolist() == wanted


def written(folder: Path, sources: Sequence[Source]) -> SegmentFiles:
    return SegmentFiles(folder, write_segment(folder, sources).name)


def test_a_part_is_read_back(tmp_path: Path) -> None:
    documents = articles(range(1, 60))
    assert_holds(written(tmp_path, [Source(invert(documents))]), documents)


def test_parts_are_joined_without_what_is_dropped(tmp_path: Path) -> None:
    batches = [
        articles(range(1, 20)),
        articles(range(20, 31), seed=2),
        articles(range(31, 60), seed=3),
    ]
    keeps = [np.arange(19) % 3 > 0, None, np.arange(29) < 9]
    sources = [Source(invert(batch), keep) for batch, keep in zip(batches, keeps, strict=True)]
    wanted = [
        one
        for batch, keep in zip(batches, keeps, strict=True)
        for place, one in enumerate(batch)
        if keep is None or keep[place]
    ]
    assert_holds(written(tmp_path, sources), wanted)


def test_segments_are_joined_with_parts(tmp_path: Path) -> None:
    one, two = articles(range(1, 40)), articles(range(40, 50), seed=5)
    first = written(tmp_path, [Source(invert(one))])
    keep = np.arange(39) % 2 == 0
    joined = written(tmp_path, [Source(first, keep), Source(invert(two))])
    assert_holds(joined, [*one[::2], *two])


def test_a_spooled_part_is_the_part(tmp_path: Path) -> None:
    documents = articles(range(1, 30))
    path = spool(tmp_path, [article(3, "旧文"), *documents])
    assert [other.name for other in tmp_path.iterdir()] == [path.name]
    assert_holds(
        written(tmp_path, [Source(load(path))]),
        [documents[2], *documents[:2], *documents[3:]],
    )


def test_pairs_are_written_beside_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "MUCH", 1)
    documents = articles(range(1, 30))
    assert_holds(written(tmp_path, [Source(invert(documents))]), documents)


def test_pairs_that_cannot_be_written_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(segments, "MUCH", 1)
    monkeypatch.setattr(segments, "write_pairs", lambda *_: 1 / 0)
    with pytest.raises(OSError, match="pairs"):
        write_segment(tmp_path, [Source(invert(articles(range(3))))])
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_very_long_words_are_cut_off_and_very_frequent_ones_capped(tmp_path: Path) -> None:
    documents = [article(1, "x" * 200 + " " + "甲 " * 300), article(2, "x" * 300)]
    segment = written(tmp_path, [Source(invert(documents))])
    docs, often = segment.postings("body", "x" * 64)
    assert (docs.tolist(), often.tolist()) == ([0, 1], [1, 1])
    assert segment.postings("body", "甲")[1].tolist() == [255]
    assert segment.lengths["body"].tolist() == [301, 1]


def test_words_that_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [article(1, "储能 储能", "光伏"), article(2, "储能 光伏"), article(3, "光伏")]
    words, often = written(tmp_path, [Source(invert(documents))]).lexicon()
    assert dict(zip(words, often.tolist(), strict=True)) == {"储能": 2, "光伏": 2}
    monkeypatch.setattr(segments, "_SMALL", 2)
    words, _ = written(tmp_path, [Source(invert([*documents, article(4, "风电")]))]).lexicon()
    assert words == ["储能", "光伏"] or words == ["光伏", "储能"]


def test_stock_whoosh_opens_the_folder_and_finds_the_same(tmp_path: Path) -> None:
    documents = articles(range(1, 80))
    one = write_segment(tmp_path, [Source(invert(documents[:50]))])
    two = write_segment(tmp_path, [Source(invert(documents[50:]))])
    toc.commit(tmp_path, [one, two], 1)
    wanted = {word: set(rows) for word, rows in counted(documents, "body").items()}
    with index.open_dir(str(tmp_path)).searcher() as searcher:
        assert {
            word: set(searcher.search(Term("body", word), limit=None).docs()) for word in wanted
        } == wanted
        either = Or([Term("body", "储能"), Term("title", "储能")])
        hits = searcher.search(either, limit=5)
        assert hits.scored_length() == 5
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert hits[0].score > hits[4].score > 0


def test_stock_whoosh_leaves_out_what_the_list_says_is_deleted(tmp_path: Path) -> None:
    documents = articles(range(1, 40))
    row = write_segment(tmp_path, [Source(invert(documents))])
    wanted = sorted(counted(documents, "body")["储能"])
    gone = np.array(wanted[:2], np.int32)
    toc.commit(tmp_path, [toc.Row(row.name, row.size, gone, row.words)], 1)
    with index.open_dir(str(tmp_path)).searcher() as searcher:
        found = searcher.search(Term("body", "储能"), limit=None).docs()
        assert sorted(found) == wanted[2:]
        assert searcher.doc_count() == 37


def test_no_documents_are_a_part_too(tmp_path: Path) -> None:
    assert load(spool(tmp_path, [])).size == 0
