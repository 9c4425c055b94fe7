"""Generations: which one is searched, what replaces it, and who may do it."""

from __future__ import annotations

import json
import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from search.engine import Engine, IndexBusy, IndexUnavailable, engine_at, segments, store, toc
from search.engine.store import MANIFEST, Store
from search.tests.engine_articles import article, articles


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = Engine(tmp_path / "engine")
    made.clear()
    return made


def test_nothing_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="还没有建立"):
        Store(tmp_path / "none").current()


@pytest.mark.parametrize("key", ["schema", "analyzer"])
def test_an_index_of_another_version_is_not_searched_nor_added_to(engine: Engine, key: str) -> None:
    engine.write([article(1, "甲")])
    manifest = engine.store.current() / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {key: "another"}))
    with pytest.raises(IndexUnavailable, match="另一版本"):
        engine.count()
    with pytest.raises(IndexUnavailable, match="另一版本"):
        engine.write([article(2, "乙")])


def test_the_generation_before_stays_until_the_next(engine: Engine) -> None:
    engine.write(articles(range(3)))
    for number in range(3):
        with engine.rebuild() as fresh:
            fresh.write([article(number)])
            fresh.publish()
        assert engine.numbers() == {number}
    assert len(list(engine.store.root.glob("g*"))) == 2


def test_a_rebuild_that_is_not_published_is_thrown_away(engine: Engine) -> None:
    engine.write([article(1)])
    with engine.rebuild() as fresh:
        fresh.write([article(2)])
        engine.write([article(3)])
    assert engine.numbers() == {1, 3}
    assert not fresh.folder.exists()


def test_two_rebuilds_at_once_are_refused_and_clearing_leaves_one_alone(engine: Engine) -> None:
    engine.write([article(1)])
    with engine.rebuild() as fresh:
        assert engine.is_rebuilding()
        with pytest.raises(IndexBusy), Engine(engine.store.root).rebuild():
            pass
        engine.clear()
        assert engine.count() == 0
        fresh.write([article(2)])
        fresh.publish()
    assert engine.numbers() == {2}
    assert not engine.is_rebuilding()


@pytest.mark.parametrize("step", ["create", "publish"])
def test_a_rebuild_that_dies_leaves_the_old_state(
    engine: Engine, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.write([article(1)])
    with monkeypatch.context() as patch:
        patch.setattr(
            toc if step == "create" else store,
            {"create": "commit", "publish": "bring_to_disk"}[step],
            _die,
        )
        with pytest.raises(KeyboardInterrupt), engine.rebuild() as fresh:
            fresh.publish()
    assert engine.numbers() == {1}
    with engine.rebuild() as fresh:
        fresh.write([article(2)])
        fresh.publish()
    assert engine.numbers() == {2}


def _die(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_another_index_in_the_place_of_one_is_another(engine: Engine) -> None:
    """Deleted and made anew, with as many commits as before."""
    engine.write([article(1, "甲")])
    before = engine.generation()
    shutil.rmtree(engine.store.root)
    other = Engine(engine.store.root)
    other.clear()
    other.write([article(2, "乙")])
    assert engine.numbers() == {2}
    assert before[1] == engine.generation()[1] and before != engine.generation()


def test_what_killed_rebuilds_left_goes_before_the_next(engine: Engine) -> None:
    for _ in range(3):
        with suppress(KeyboardInterrupt), engine.rebuild() as fresh:
            fresh.published = True  # as where nobody is left to throw it away
            raise KeyboardInterrupt
    assert len(list(engine.store.root.glob("g*"))) == 2
    engine.sweep()
    assert list(engine.store.root.glob("g*")) == [engine.store.current()]


def test_a_damaged_pointer_stops_no_rebuild(engine: Engine) -> None:
    engine.store.pointer.write_bytes(b"\xff\xfe")
    with pytest.raises(IndexUnavailable):
        engine.count()
    with engine.rebuild() as fresh:
        fresh.write([article(2)])
        fresh.publish()
    assert engine.numbers() == {2}


def test_a_mark_stays_with_its_index(engine: Engine) -> None:
    assert engine.mark() == ""
    engine.note("one")
    engine.write(articles(range(5)))
    engine.write([], range(3))
    assert Engine(engine.store.root).mark() == "one"
    with engine.rebuild() as fresh:
        fresh.note("two")
        assert engine.mark() == "one"
        fresh.publish()
    assert engine.mark() == "two"
    engine.clear()
    assert engine.mark() == ""


def test_the_engine_of_a_process_is_one(tmp_path: Path) -> None:
    here = engine_at(tmp_path)
    assert engine_at(tmp_path) is here
    ready, done = os.pipe()
    if not (child := os.fork()):
        os.write(done, b"y" if engine_at(tmp_path) is not here else b"n")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(ready, 1) == b"y"


def test_a_lock_ends_with_its_holder(tmp_path: Path) -> None:
    held = Store(tmp_path)
    ready, done = os.pipe()
    if not (child := os.fork()):
        with held.lock("write"):
            os.write(done, b"x")
            signal.pause()
    os.read(ready, 1)
    with pytest.raises(IndexBusy), held.lock("write", timeout=0):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with held.lock("write", timeout=0):
        assert held.is_locked("write")


def test_what_works_beside_a_writer_is_killed_with_it(tmp_path: Path) -> None:
    held = Store(tmp_path)
    ready, done = os.pipe()
    if not (child := os.fork()):
        with held.lock("write"), segments._beside(segments.MUCH, signal.pause):
            os.write(done, b"x")
            signal.pause()
    os.read(ready, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with held.lock("write", timeout=5):
        assert held.is_locked("write")
