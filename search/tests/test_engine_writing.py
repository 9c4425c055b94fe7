"""Writing: all or nothing, replaced and deleted by number, and damage that is noticed."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from search.engine import (
    Engine,
    IndexDamaged,
    IndexUnavailable,
    columns,
    segments,
    spool,
    stamp,
    toc,
    writer,
)
from search.tests.engine_articles import article, articles
from search.tests.test_engine_segments import assert_holds


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = Engine(tmp_path / "engine")
    made.clear()
    return made


def bodies(engine: Engine, word: str) -> set[int]:
    """The articles whose text has the word."""
    return {
        int(segment.numbers[doc])
        for segment, deleted in rows(engine)
        for doc in segment.postings("body", word)[0]
        if doc not in deleted
    }


def rows(engine: Engine) -> list[tuple[object, set[int]]]:
    listed = toc.read(engine.store.current()).rows
    found = engine.reader.snapshot().segments
    assert [row.name for row in listed] == [segment.name for segment in found]
    return [
        (segment, set(row.deleted.tolist())) for segment, row in zip(found, listed, strict=True)
    ]


def test_replacing_and_deleting_leave_one_of_each(engine: Engine) -> None:
    engine.write([article(1, "农业"), article(2, "农业"), article(1, "储能")])
    engine.write([article(2, "储能")], [1])
    engine.write([article(3, "储能")], [99])
    assert bodies(engine, "储能") == {2, 3}
    assert bodies(engine, "农业") == set()
    assert engine.numbers() == {2, 3}
    assert engine.stamps() == {2: stamp(article(2, "储能")), 3: stamp(article(3, "储能"))}


def test_an_article_deleted_and_given_in_one_commit_is_there(engine: Engine) -> None:
    engine.write([article(1, "农业")])
    engine.write([article(1, "储能")], [1])
    assert bodies(engine, "储能") == {1}


def test_writing_nothing_changes_nothing(engine: Engine) -> None:
    engine.write([article(1)])
    before = engine.generation()
    engine.write([], [])
    engine.write([], [42])
    assert engine.generation() == before


def test_a_segment_without_articles_goes(engine: Engine) -> None:
    engine.write(articles(range(5)))
    engine.write([], range(5))
    assert engine.count() == 0
    left = {path.name for path in engine.store.current().iterdir()}
    assert left == {"manifest.json", "_MAIN_2.toc", "_MAIN_2.sums"}


def test_parts_become_one_segment_and_the_last_of_a_number_wins(
    engine: Engine, tmp_path: Path
) -> None:
    one, two = articles(range(1, 20)), articles(range(15, 30), seed=2)
    with engine.rebuild() as fresh:
        fresh.write([article(3, "农业")])
        fresh.add([spool(tmp_path, one), spool(tmp_path, two)])
        fresh.write([article(4, "光伏")], [5])
        fresh.publish()
    assert engine.numbers() == set(range(1, 30)) - {5}
    large = engine.reader.snapshot().segments[0]
    assert_holds(large, [*one[:14], *two])
    assert bodies(engine, "光伏") == {4}


def test_no_parts_are_no_segment(engine: Engine) -> None:
    with engine.rebuild() as fresh:
        fresh.add([])
        fresh.publish()
    assert engine.count() == 0


STEPS: list[tuple[object, str]] = [
    (writer, "sweep"),
    (writer, "write_segment"),
    (segments, "write_pairs"),
    (segments.WordsWriter, "add"),
    (segments.WordsWriter, "close"),
    (columns, "write"),
    (segments, "_lengths"),
    (segments.sums, "note"),
    (segments, "bring_to_disk"),
    (writer, "_without"),
    (toc, "commit"),
    (toc.TOC, "write"),
    (toc, "bring_to_disk"),
    (Path, "replace"),
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("where", "step"), STEPS)
def test_dying_at_any_step_leaves_the_state_before_or_after(
    engine: Engine, where: object, step: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.write([article(1, "农业"), article(2, "农业")])
    before, whole = {1, 2}, {2, 3}
    with monkeypatch.context() as patch:
        patch.setattr(where, step, _dying(getattr(where, step), after))
        with pytest.raises(KeyboardInterrupt):
            engine.write([article(2, "储能"), article(3, "储能")], [1])
    fresh = Engine(engine.store.root)
    assert fresh.numbers() in (before, whole)
    assert bodies(fresh, "储能") in (set(), {2, 3})
    fresh.verify()
    fresh.write([article(2, "储能"), article(3, "储能")], [1])
    assert fresh.numbers() == whole
    assert bodies(fresh, "农业") == set()
    names = {row.name for row in toc.read(fresh.store.current()).rows}
    assert {path.name.split(".")[0] for path in fresh.store.current().glob("MAIN_*")} == names
    assert len(list(fresh.store.current().glob("_MAIN_*"))) == 2


def _dying(work: Callable[..., object], after: bool) -> Callable[..., object]:
    def dying(*given: object, **named: object) -> object:
        if after:
            work(*given, **named)
        raise KeyboardInterrupt

    return dying


def files(engine: Engine) -> list[Path]:
    folder = engine.store.current()
    return sorted(path for path in folder.iterdir() if path.name != "manifest.json")


def test_every_flipped_byte_is_noticed(engine: Engine) -> None:
    engine.write(articles(range(1, 30)))
    engine.write([], [3])
    engine.verify()
    checked = count()
    for path in files(engine):
        plain = path.read_bytes()
        for place in {0, len(plain) // 2, len(plain) - 1} if plain else set():
            path.write_bytes(plain[:place] + bytes([plain[place] ^ 1]) + plain[place + 1 :])
            with pytest.raises(IndexUnavailable):
                engine.verify()
            next(checked)
        path.write_bytes(plain)
        engine.verify()
    assert next(checked) > 30


def test_missing_and_cut_off_files_are_noticed(engine: Engine) -> None:
    engine.write(articles(range(1, 30)))
    for path in files(engine):
        plain = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexUnavailable):
            engine.verify()
        path.write_bytes(plain[:-1])
        with pytest.raises(IndexUnavailable):
            engine.verify()
        path.write_bytes(plain)
    engine.verify()


def test_a_damaged_index_is_not_added_to(engine: Engine) -> None:
    engine.write(articles(range(1, 9)))
    for path in engine.store.current().glob("*.arr"):
        os.truncate(path, 40)
    with pytest.raises(IndexUnavailable):
        engine.write([article(1)])


def test_texts_of_any_kind_are_written(engine: Engine) -> None:
    strange = ["", "\x00\x1f", "\ud800", "𠮷" * 3, "a" * 5000, " ", "é\u0301", "１２．３％"]
    documents = [article(number, text, text) for number, text in enumerate(strange)]
    engine.write(documents)
    assert engine.numbers() == set(range(len(strange)))
    engine.verify()


def test_files_that_go_while_they_are_checked_are_no_damage(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.write(articles(range(1, 9)))
    check, seen = writer._check, count(1)

    def checked(folder: Path, done: set[str]) -> None:
        if next(seen) == 1:
            engine.write([], range(1, 9))
            raise FileNotFoundError("MAIN_0.arr")
        check(folder, done)

    monkeypatch.setattr(writer, "_check", checked)
    engine.verify()
    assert next(seen) == 3


def test_strange_things_in_the_folder_stop_no_writing(engine: Engine) -> None:
    folder = engine.store.current()
    (folder / "notes").mkdir()
    (folder / "MAIN_0.arr").mkdir()
    engine.write([article(1)])
    engine.write([article(2)])
    assert engine.numbers() == {1, 2}
    assert (folder / "notes").exists()


def test_many_parts_are_as_many_segments_as_needed(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [articles(range(start, start + 10)) for start in (0, 10, 20, 25)]
    monkeypatch.setattr(writer.merging, "LARGEST", 20)
    with engine.rebuild() as fresh:
        fresh.add([spool(tmp_path, part) for part in parts])
        fresh.publish()
    assert [segment.size for segment in engine.reader.snapshot().segments] == [20, 15]
    monkeypatch.setattr(writer, "LONGEST_STREAM", 1)
    with engine.rebuild() as fresh:
        fresh.add([spool(tmp_path, part) for part in parts])
        fresh.publish()
    assert len(engine.reader.snapshot().segments) == 4
    assert engine.numbers() == set(range(35))


def test_an_array_file_with_a_strange_head_is_damage(engine: Engine) -> None:
    engine.write(articles(range(1, 9)))
    for path in engine.store.current().glob("*.arr"):
        for old, new in ((b"<u4", b"<<4"), (b'"meta"', b'"neta"'), (b'{"arrays"', b'["arrays"')):
            plain = path.read_bytes()
            assert old in plain
            path.write_bytes(plain.replace(old, new, 1))
            with pytest.raises(IndexDamaged):
                Engine(engine.store.root).count()
            path.write_bytes(plain)
