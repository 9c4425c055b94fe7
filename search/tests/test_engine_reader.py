"""The reader sees every commit, keeps what stands, and names what is damaged."""

from __future__ import annotations

import os
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from search.engine import EngineQuery, IndexUnavailable, reader
from search.engine.documents import Document
from search.engine.engine import Engine
from search.tree import Word


def _document(number: int, body: str = "储能产业") -> Document:
    return Document(number, date(2024, 1, 1), {"title": "", "body": body})


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = Engine(tmp_path / "index")
    made.clear()
    return made


def found(engine: Engine, text: str = "储能") -> set[int]:
    return set(engine.search(EngineQuery(Word(text))).ids)


def _age(engine: Engine) -> None:
    """As if nothing had been written for a minute."""
    folder = engine.store.current()
    for path in (engine.store.pointer, folder / "manifest.json", folder):
        then = path.stat().st_mtime_ns - 60_000_000_000
        os.utime(path, ns=(then, then))


def test_no_index_is_unavailable(engine: Engine) -> None:
    engine.store.pointer.unlink()
    with pytest.raises(IndexUnavailable):
        engine.search(EngineQuery())


def test_every_commit_is_seen_at_once(engine: Engine) -> None:
    other = Engine(engine.store.root)
    for number in range(1, 12):
        other.write([_document(number)], [number - 3])
        assert found(engine) == {one for one in range(number - 2, number + 1) if one > 0}


def test_a_snapshot_is_kept_while_nothing_is_written(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.write([_document(1)])
    _age(engine)
    kept = engine.reader.snapshot()
    monkeypatch.setattr(reader.toc, "generation", lambda folder: pytest.fail("was listed"))
    assert engine.reader.snapshot() is kept
    monkeypatch.undo()
    engine.write([_document(2)])
    assert engine.reader.snapshot() is not kept


def test_two_commits_within_a_tick_of_the_clock_are_both_seen(engine: Engine) -> None:
    engine.write([_document(1)])
    folder = engine.store.current()
    engine.reader.snapshot()
    before = folder.stat()
    engine.write([_document(2)])
    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert found(engine) == {1, 2}


def test_open_segments_pass_on(engine: Engine) -> None:
    engine.write([_document(1)])
    before = engine.reader.snapshot()
    engine.write([_document(2)])
    after = engine.reader.snapshot()
    assert before.segments[0] in after.segments
    assert after.name != before.name


def test_what_is_cached_of_segments_that_are_gone_is_freed(engine: Engine) -> None:
    engine.write([_document(1)])
    assert found(engine) == {1}
    gone = {segment.key for segment in engine.reader.snapshot().segments}
    engine.clear()
    engine.write([_document(2)])
    assert found(engine) == {2}
    assert not gone & {key[0] for key in engine.reader.cache._rows}


def test_an_old_snapshot_answers_while_the_index_moves_on(engine: Engine) -> None:
    engine.write([_document(1)])
    old = engine.reader.snapshot()
    for number in range(2, 30):
        engine.write([_document(number)])
        engine.merge()
    assert old.count == 1
    assert old.segments[0].postings("body", "储能")[0].tolist() == [0]
    assert len(found(engine)) == 29


def test_searches_go_on_while_another_writes(engine: Engine) -> None:
    engine.write([_document(0)])
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                assert 0 in found(engine)
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 15):
        engine.write([_document(number)])
        engine.merge()
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("ending", [".arr", ".trm", ".pst", ".pairs"])
def test_a_damaged_file_is_unavailable(engine: Engine, ending: str) -> None:
    engine.write([_document(number) for number in range(1, 40)])
    for path in engine.store.current().glob(f"*{ending}"):
        path.write_bytes(b"\xff" * path.stat().st_size)
    with pytest.raises(IndexUnavailable):
        found(Engine(engine.store.root))


def test_a_missing_file_is_unavailable(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAUSE", 0)
    engine.write([_document(1)])
    for path in engine.store.current().glob("*.pairs"):
        path.unlink()
    with pytest.raises(IndexUnavailable):
        found(Engine(engine.store.root))


def test_opening_is_tried_again_when_a_merge_took_files_away(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_PAUSE", 0)
    engine.write([_document(1)])
    read, missing = reader.toc.read, [FileNotFoundError("MAIN_1.pairs")] * 2

    def late(folder: Path) -> object:
        if missing:
            raise missing.pop()
        return read(folder)

    monkeypatch.setattr(reader.toc, "read", late)
    assert found(engine) == {1}
    assert not missing


def test_an_index_of_another_version_is_noticed(engine: Engine) -> None:
    engine.write([_document(1)])
    _age(engine)
    assert found(engine) == {1}
    (engine.store.current() / "manifest.json").write_text("{}", "ascii")
    with pytest.raises(IndexUnavailable):
        found(engine)


def test_a_clock_that_was_set_back_costs_no_looks(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.write([_document(1)])
    folder = engine.store.current()
    later = time.time_ns() + 3_600_000_000_000
    os.utime(folder, ns=(later, later))
    kept = engine.reader.snapshot()
    monkeypatch.setattr(reader.toc, "generation", lambda folder: pytest.fail("was listed"))
    assert engine.reader.snapshot() is kept


def test_what_breaks_in_the_midst_of_a_search_is_unavailable(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.write([_document(1)])

    def broken(*given: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr("search.engine.engine.asking.search", broken)
    with pytest.raises(IndexUnavailable):
        engine.search(EngineQuery())
