"""The engine against a plain scan, and its counts, order and pages."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import TOC

from archive.text.fold import fold
from search.engine import (
    Engine,
    EngineQuery,
    FacetRequest,
    Filter,
    IndexDamaged,
    IndexUnavailable,
    durable,
)
from search.tests.conftest import document
from search.tree import Among, And, Between, Node, Not, Or, Phrase, Word

ALPHABET = "储能儲泰安市8.７%％ ab Ａ，,。\n“”-"
BODIES = [
    "泰安市发展储能产业，增速达 8 . 7％。\n肥城市建设儲能之都，GDP 增长 10%。",
    "济宁市召开 New Energy 大会；储、能两字分开写。",
    "能源局说：“储备充足”。市中区新增 120㎡ 展厅，AB线通车。",
    "8月7日，泰山脚下的 Ａ 企业签约。安市场，得民心。",
    "",
]


def found(engine: Engine, node: Node) -> set[int]:
    return set(engine.search(EngineQuery(node)).ids)


def test_phrase_finds_what_a_scan_finds(engine: Engine) -> None:
    documents = {
        number: document(number, body, title=f"标题{number}：储 能")
        for number, body in enumerate(BODIES, 1)
    }
    engine.write(documents.values())

    @settings(deadline=None, max_examples=300)
    @given(piece=st.one_of(
        st.text(alphabet=ALPHABET, max_size=6),
        st.builds(
            lambda body, start, length: body[start : start + length],
            st.sampled_from(BODIES), st.integers(0, 50), st.integers(1, 12),
        ),
    ))  # fmt: skip
    def check(piece: str) -> None:
        scan = {
            number
            for number, one in documents.items()
            if any(fold(piece) in fold(text) for text in one.texts.values())
        }
        assert found(engine, Phrase(piece)) == scan
        assert found(engine, Word(piece)) >= scan

    check()


def test_phrase_in_one_field(engine: Engine) -> None:
    engine.write([document(1, "储能在正文", "标题"), document(2, "正文", "储能在标题")])
    assert found(engine, Phrase("储能", "title")) == {2}
    assert found(engine, Phrase("储能在", "body")) == {1}


def test_phrase_never_runs_from_title_into_body(engine: Engine) -> None:
    engine.write([document(1, "能源", "仓储")])
    assert found(engine, Phrase("储能")) == set()


def test_words_are_all_required_in_any_order(engine: Engine) -> None:
    engine.write([document(1, "产业发展靠储能"), document(2, "发展产业")])
    assert found(engine, Word("储能产业")) == {1}


def test_text_that_is_cut_otherwise_is_still_found(engine: Engine) -> None:
    engine.write([document(1, "长春市长春药店开业")])
    assert found(engine, Word("市长")) == {1}


def test_operators(engine: Engine) -> None:
    engine.write([document(1, "储能"), document(2, "光伏"), document(3, "储能与光伏")])
    one, two = Word("储能"), Word("光伏")
    assert found(engine, And((one, two))) == {3}
    assert found(engine, Or((one, two))) == {1, 2, 3}
    assert found(engine, And((one, Not(two)))) == {1}
    assert found(engine, Not(one)) == {2}


def test_title_outranks_body(engine: Engine) -> None:
    engine.write([
        document(1, "储能" + "说明" * 5, "大会"),
        document(2, "大会" + "说明" * 5, "储能"),
        *(document(number, "别的事") for number in range(3, 9)),
    ])  # fmt: skip
    assert engine.search(EngineQuery(Word("储能"))).ids == [2, 1]


def test_replacing_and_deleting_leave_one_of_each(engine: Engine) -> None:
    engine.write([document(1, "旧文"), document(2, "旧文"), document(1, "新文")])
    engine.write([document(2, "新文")], [1])
    engine.write([document(3, "新文")], [99])
    assert found(engine, Word("新文")) == {2, 3}
    assert found(engine, Word("旧文")) == set()
    assert engine.count() == 2


def test_facet_leaves_out_its_own_selection(engine: Engine) -> None:
    engine.write([
        document(1, "甲", city=["a"], industry=["x"]),
        document(2, "甲", city=["b"], industry=["x"]),
        document(3, "甲", city=["a", "b"], industry=["y"]),
    ])  # fmt: skip
    result = engine.search(
        EngineQuery(
            filters=(Filter("city", Among("city", ("a",))),),
            facets=(FacetRequest("city", "city"), FacetRequest("industry", "industry")),
        )
    )
    assert result.total == 2
    assert result.facets == {"city": {"a": 2, "b": 2}, "industry": {"x": 1, "y": 1}}


def test_days_are_inclusive(engine: Engine) -> None:
    engine.write([document(n, "甲", day=f"2024-03-0{n}") for n in range(1, 6)])
    first, last = (document(0, day=f"2024-03-0{n}").date.toordinal() for n in (2, 4))
    assert found(engine, Between(first, last)) == {2, 3, 4}


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest"])
def test_pages_join_to_the_whole(engine: Engine, order: str) -> None:
    engine.write([document(n, "储能", day=f"2024-03-{n % 9 + 1:02d}") for n in range(1, 31)])
    whole = engine.search(EngineQuery(Word("储能"), order=order)).ids
    pages = [
        engine.search(EngineQuery(Word("储能"), order=order, start=start, stop=start + 7)).ids
        for start in range(0, 30, 7)
    ]
    assert [number for page in pages for number in page] == whole
    assert sorted(whole) == list(range(1, 31))


def test_newest_and_oldest(engine: Engine) -> None:
    days = {1: "2024-03-02", 2: "2024-05-01", 3: "2023-01-01"}
    engine.write([document(number, "甲", day=day) for number, day in days.items()])
    assert engine.search(EngineQuery(order="newest")).ids == [2, 1, 3]
    assert engine.search(EngineQuery(order="oldest")).ids == [3, 1, 2]


def test_rebuild_is_seen_only_when_published(engine: Engine) -> None:
    engine.write([document(1, "甲")])
    with engine.rebuild() as fresh:
        fresh.write([document(2, "甲")])
        assert found(engine, Word("甲")) == {1}
        assert engine.is_rebuilding()
        fresh.publish()
    assert found(engine, Word("甲")) == {2}
    assert not engine.is_rebuilding()


def test_rebuild_that_fails_leaves_the_old_index(engine: Engine) -> None:
    engine.write([document(1, "甲")])
    with pytest.raises(ZeroDivisionError), engine.rebuild() as fresh:
        fresh.write([document(2, "甲")])
        raise ZeroDivisionError
    assert found(engine, Word("甲")) == {1}
    assert len(list(engine.store.root.glob("g*"))) == 1


def test_an_index_begun_meanwhile_spares_the_rebuild(engine: Engine) -> None:
    engine.store.pointer.unlink()
    with engine.rebuild() as fresh:
        fresh.write([document(1, "甲")])
        engine.clear()
        engine.write([document(2, "甲")])
        assert found(engine, Word("甲")) == {2}
        fresh.write([document(3, "甲")])
        fresh.publish()
    assert found(engine, Word("甲")) == {1, 3}


def test_clearing_twice_spares_the_rebuild(engine: Engine) -> None:
    engine.write([document(1, "甲")])
    with engine.rebuild() as fresh:
        fresh.write([document(2, "甲")])
        engine.clear()
        engine.clear()
        assert engine.count() == 0
        fresh.publish()
    assert found(engine, Word("甲")) == {2}
    engine.clear()
    assert len(list(engine.store.root.glob("g*"))) == 2  # what was left alone has gone since


def test_a_rebuild_given_up_leaves_what_was_written_meanwhile(engine: Engine) -> None:
    with engine.rebuild():
        engine.clear()
        engine.write([document(1, "甲")])
    assert found(engine, Word("甲")) == {1}


def test_a_rebuild_that_lost_its_folder_is_not_published(engine: Engine) -> None:
    engine.write([document(1, "甲")])
    with engine.rebuild() as fresh:
        shutil.rmtree(fresh.folder)
        with pytest.raises(IndexUnavailable):
            fresh.publish()
    assert found(engine, Word("甲")) == {1}


def test_asking_whether_one_rebuilds_stops_no_rebuild(engine: Engine) -> None:
    over = threading.Event()

    def ask() -> None:
        while not over.wait(0.0005):
            engine.is_rebuilding()

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(30):
            with engine.rebuild() as fresh:
                fresh.publish()
    finally:
        over.set()
        asking.join()


def test_what_was_written_lies_on_the_disk(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of the index, the folder's own list of names, and the pointer."""
    synced: set[str] = set()

    def fsync(descriptor: int) -> None:
        synced.add(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    monkeypatch.setattr(durable.os, "fsync", fsync)
    engine.clear()
    engine.write([document(1, "甲")])
    engine.write([document(2, "乙")], [1])
    root = engine.store.root.resolve()
    folder = engine.store.current().resolve()
    files = {str(path) for path in folder.iterdir() if "LOCK" not in path.name}
    # A list of segments is brought to the disk before it gets its name.
    lists = {path for path in files if path.endswith(".toc")}
    assert {*(files - lists), str(folder), str(root), f"{root}/current.new"} <= synced
    assert all(any(path.startswith(one) for path in synced) for one in lists)
    with engine.rebuild() as fresh:
        synced.clear()
        fresh.write([document(3, "丙")])
        fresh.publish()
    lists = [str(path.resolve()) for path in fresh.folder.glob("*.toc")]
    assert lists and all(any(path.startswith(one) for path in synced) for one in lists)


def test_a_commit_that_fails_lets_go_of_the_index(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.write([document(1, "甲")])

    def full(self: TOC, storage: object, name: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(TOC, "write", full)
        with pytest.raises(IndexUnavailable) as caught:
            engine.write([document(2, "甲")])
    engine.write([document(3, "甲")])
    assert found(engine, Word("甲")) == {1, 3}
    assert "No space" in str(caught.value)


def test_missing_index_says_so_and_is_not_made_by_writing(engine: Engine) -> None:
    engine.store.pointer.unlink()
    with pytest.raises(IndexDamaged, match="reindex"):
        engine.search(EngineQuery())
    with pytest.raises(IndexDamaged, match="还没有建立"):
        engine.write([document(1, "甲")])
    assert not engine.store.pointer.exists()


def test_index_of_another_version_is_refused(engine: Engine) -> None:
    engine.write([document(1, "甲")])
    manifest = next(engine.store.root.glob("g*/manifest.json"))
    manifest.write_text('{"schema": 0, "analyzer": "other"}')
    with pytest.raises(IndexUnavailable, match="另一版本"):
        engine.search(EngineQuery())


@pytest.mark.parametrize("pattern", ["*.toc", "*.trm"])
def test_damaged_index_says_so(engine: Engine, pattern: str) -> None:
    engine.write([document(1, "甲")])
    for path in engine.store.root.glob(f"g*/{pattern}"):
        path.write_bytes(b"\x00" * 10)
    with pytest.raises(IndexUnavailable):
        Engine(engine.store.root).search(EngineQuery(Word("甲")))


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=30))
def test_any_text_can_be_written_and_found(tmp_path: Path, text: str) -> None:
    # A folder each: hypothesis seeds `random`, of which Whoosh draws the names of segments.
    engine = Engine(tmp_path / uuid4().hex)
    engine.clear()
    engine.write([document(1, text + "甲", "x" * 300 + text)])
    assert found(engine, Phrase(text)) == {1}
    assert found(engine, Word("x" * 300)) == {1}
