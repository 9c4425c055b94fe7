"""Words on disk: what is written is read back, by numpy and by Whoosh as it comes."""

from __future__ import annotations

from pathlib import Path
from pickle import UnpicklingError, dumps

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage

from search.engine import blocks, schema
from search.engine.part import Postings
from search.engine.wordruns import runs
from search.engine.words import WordsFile, WordsWriter, as_bytes

Rows = dict[str, dict[int, int]]


def postings(rows: Rows) -> Postings:
    terms = sorted(rows)
    pairs = [pair for term in terms for pair in sorted(rows[term].items())]
    starts = np.cumsum([0, *(len(rows[term]) for term in terms)])
    docs, often = np.array(pairs or np.empty((0, 2)), np.int64).T
    return Postings(terms, starts, docs.astype(np.int32), often.astype(np.uint8))


def written(folder: Path, fields: dict[str, Rows], size: int = 200_000) -> Path:
    stem = folder / "MAIN_00ff"
    writer = WordsWriter(stem)
    for field, rows in fields.items():
        writer.add(field, postings(rows), as_bytes(np.full(size, 7, np.uint16)))
    writer.close()
    return stem


def read(file: WordsFile, field: str, term: str) -> dict[int, int]:
    docs, often = file.postings(field, term)
    assert list(docs) == sorted(set(docs.tolist()))
    return dict(zip(docs.tolist(), often.tolist(), strict=True))


def many(step: int, start: int = 0, often: int = 1) -> dict[int, int]:
    """Enough documents for several blocks."""
    return {start + step * n: 1 + n % often for n in range(5000)}


ROWS: Rows = {
    "一": {199_999: 255},
    "发展": many(3, often=9),
    "储能": many(39, start=4000),
    "稀": {0: 1, 70_000: 2, 150_000: 1, 199_999: 3, **dict.fromkeys(range(5, 11), 1)},
    "𠮷": {n * n: 1 for n in range(400)},
    "ab": dict.fromkeys(range(9), 2),
}


def test_postings_of_every_length_and_width_are_read_back(tmp_path: Path) -> None:
    file = WordsFile(written(tmp_path, {"title": {"甲": {3: 1}}, "body": ROWS}))
    assert {term: read(file, "body", term) for term in ROWS} == ROWS
    assert read(file, "title", "甲") == {3: 1}
    assert read(file, "body", "甲") == read(file, "kicker", "甲") == {}
    assert file.frequency("body", "发展") == 5000
    assert file.frequency("body", "没有") == 0


def test_a_whole_field_is_read_back_in_stretches(tmp_path: Path) -> None:
    words = WordsFile(written(tmp_path, {"title": {"甲": {3: 1}}, "body": ROWS})).field("body")
    whole = postings(ROWS)
    assert words.terms == whole.terms
    assert words.counts.tolist() == np.diff(whole.starts).tolist()
    for start, end in [(0, len(words.terms)), (2, 2), (1, 4)]:
        cut = slice(whole.starts[start], whole.starts[end])
        docs, often = words.between(start, end)
        assert (docs.tolist(), often.tolist()) == (
            whole.docs[cut].tolist(),
            whole.often[cut].tolist(),
        )


def test_stock_whoosh_reads_the_same(tmp_path: Path) -> None:
    written(tmp_path, {"title": {"甲": {3: 1}}, "body": ROWS})
    segment = W3Segment(W3Codec(), "MAIN", 200_000, "00ff")
    reader = W3Codec().terms_reader(FileStorage(str(tmp_path)), segment)
    fields = schema.build_schema()
    assert list(reader.terms_from("body", "储".encode())) == [
        ("body", term.encode()) for term in sorted(ROWS) if term >= "储"
    ]
    for term, rows in ROWS.items():
        matcher = reader.matcher("body", term.encode(), fields["body"].format)
        found = {}
        while matcher.is_active():
            found[matcher.id()] = int(matcher.weight())
            matcher.next()
        assert found == rows
        info = reader.term_info("body", term.encode())
        assert (info.doc_frequency(), info.weight()) == (len(rows), sum(rows.values()))
        assert (info.min_id(), info.max_id()) == (min(rows), max(rows))
        assert (info.max_weight(), info.max_length()) == (max(rows.values()), 7)


def test_stock_whoosh_skips_through_blocks(tmp_path: Path) -> None:
    written(tmp_path, {"body": ROWS})
    segment = W3Segment(W3Codec(), "MAIN", 200_000, "00ff")
    reader = W3Codec().terms_reader(FileStorage(str(tmp_path)), segment)
    matcher = reader.matcher("body", "发展".encode(), schema.build_schema()["body"].format)
    matcher.skip_to(14_000)
    assert matcher.id() == 14_001


def test_words_that_begin_so(tmp_path: Path) -> None:
    rows = {word: {1: 1} for word in ("储", "储备", "储能", "储能站", "光伏")}
    terms = WordsFile(written(tmp_path, {"title": {"储藏": {1: 1}}, "body": rows})).terms
    assert terms.expand("body", "储能", 10) == ["储能", "储能站"]
    assert terms.expand("body", "储", 2) == ["储", "储备"]
    assert terms.expand("title", "储", 9) == ["储藏"]
    assert terms.expand("byline", "储", 9) == terms.expand("body", "风", 9) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.dictionaries(
    st.text(min_size=1, max_size=3),
    st.dictionaries(st.integers(0, 1 << 17), st.integers(1, 255), min_size=1, max_size=60),
    max_size=40,
))  # fmt: skip
def test_any_words_are_read_back(tmp_path: Path, rows: Rows) -> None:
    file = WordsFile(written(tmp_path, {"body": rows}))
    assert {term: read(file, "body", term) for term in rows} == rows
    assert [term for term, _ in file.terms.items("body")] == sorted(rows)


def test_blocks_call_nothing() -> None:
    body = dumps((print, None, b""), 4)
    info = blocks._INFO.pack(
        b"\x80\x02(", b"M", 1, b"J", 1, b"K", 1, b"K", 0, b"K", 1, b"K", 1, b"t."
    )
    block = blocks.HEADER + blocks._LENGTH.pack(-len(info + body)) + info + body
    with pytest.raises(UnpicklingError):
        blocks.decode(memoryview(block), 1)


class _Words:
    """A source of words; `between` notes how much was asked for at once."""

    def __init__(self, rows: Rows) -> None:
        self._whole = postings(rows)
        self.terms, self.counts = self._whole.terms, np.diff(self._whole.starts)

    def between(self, start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
        cut = slice(self._whole.starts[start], self._whole.starts[end])
        return self._whole.docs[cut], self._whole.often[cut]


@pytest.mark.parametrize("held", [1, 7, 1_000_000])
def test_sources_are_joined_term_by_term(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engine.wordruns.RUN", held)
    one, two = {"甲": {0: 1, 2: 3}, "乙": {1: 1}}, {"丙": {0: 2}, "甲": {0: 1, 1: 4}}
    renumber = [np.array([0, -1, 1], np.int32), np.array([2, 3], np.int32)]
    found: Rows = {}
    for run in runs([_Words(one), _Words(two)], renumber):
        for term, start, end in zip(run.terms, run.starts, run.starts[1:], strict=False):
            assert term not in found
            docs, often = run.docs[start:end].tolist(), run.often[start:end].tolist()
            found[term] = dict(zip(docs, often, strict=True))
    assert list(found) == ["丙", "甲"]
    assert found == {"甲": {0: 1, 1: 3, 2: 1, 3: 4}, "丙": {2: 2}}
