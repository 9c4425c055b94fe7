"""When segments are merged, and that nothing is lost by it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from search.engine import Document, Engine, IndexUnavailable, merging, pairstream, segments, writer
from search.engine.merging import LARGEST, LEVEL, MOST, due
from search.engine.segment import SegmentFiles
from search.tests.engine_articles import article, articles
from search.tests.test_engine_segments import assert_holds


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = Engine(tmp_path / "engine")
    made.clear()
    return made


@pytest.mark.parametrize(
    ("sizes", "deleted", "wanted"),
    [
        ([], [], []),
        ([50], [0], []),
        ([50] * 7, [0] * 7, []),
        ([50] * 8, [0] * 8, list(range(8))),
        ([90_000, *[3] * 8], [0] * 9, list(range(1, 9))),
        ([100], [31], [0]),
        ([100], [30], []),
        ([100, 100, 100], [40, 80, 0], [1]),
        ([LARGEST] * 8, [0] * 8, []),
        ([LARGEST // 3] * 8, [0] * 8, []),
        ([LARGEST // 8] * 8, [0] * 8, list(range(8))),
    ],
)
def test_what_is_due(sizes: list[int], deleted: list[int], wanted: list[int]) -> None:
    assert due(sizes, deleted) == wanted


def test_small_commits_for_years_leave_few_segments_and_little_work() -> None:
    chance, sizes, written = Random(1), [100_000], 0
    for _ in range(3000):
        sizes.append(chance.randint(1, 40))
        while places := due(sizes, [0] * len(sizes)):
            merged = sum(sizes[place] for place in places)
            sizes = [size for place, size in enumerate(sizes) if place not in places] + [merged]
            written += merged if merged < 100_000 else 0
        assert len(sizes) <= MOST
    assert written < 6 * sum(sizes)


def of(engine: Engine) -> list[SegmentFiles]:
    return list(engine.reader.snapshot().segments)


def test_merging_keeps_everything(engine: Engine) -> None:
    documents = articles(range(1, 41))
    for start in range(0, 40, 5):
        engine.write(documents[start : start + 5])
    engine.write([], [7, 8])
    left = [one for one in documents if one.number not in (7, 8)]
    assert engine.merge()
    assert not engine.merge()
    (segment,) = of(engine)
    assert segment.numbers.tolist() == [one.number for one in left]
    assert_holds(segment, left)
    engine.verify()


def meanwhile(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """Do something between the moment a merge is written and the one it is searched."""
    prepare = writer.prepare

    def prepared(folder: Path) -> writer.Merge | None:
        found = prepare(folder)
        change()
        return found

    monkeypatch.setattr(writer, "prepare", prepared)


def small(engine: Engine) -> list[Document]:
    documents = articles(range(1, LEVEL * 3 + 1))
    for start in range(0, len(documents), 3):
        engine.write(documents[start : start + 3])
    return documents


def test_what_is_deleted_and_added_meanwhile_is_carried_over(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(engine)
    engine.write([], [4, 23])
    meanwhile(monkeypatch, lambda: engine.write([article(5), article(99)], [7, 24]))
    assert engine.merge()
    assert engine.numbers() == {*range(1, 25), 99} - {4, 7, 23, 24}
    assert engine.count() == 21
    assert sorted(one.size for one in of(engine)) == [2, 22]
    engine.verify()


def test_a_merge_of_what_is_gone_is_given_up(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(engine)
    meanwhile(monkeypatch, lambda: engine.write([], [1, 2, 3]))
    assert not engine.merge()
    assert engine.numbers() == set(range(4, 25))


def test_a_merge_of_a_generation_that_is_gone_is_given_up(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(engine)
    meanwhile(monkeypatch, engine.clear)
    assert not engine.merge()
    assert engine.numbers() == set()


def test_only_one_merges(engine: Engine) -> None:
    small(engine)
    with engine.store.lock("merge"):
        assert not engine.merge()
    assert engine.merge()


def test_a_merge_that_was_killed_leaves_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = small(engine)

    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writer, "exchange", killed)
        with pytest.raises(KeyboardInterrupt):
            engine.merge()
    engine.write([article(99)])
    assert engine.merge()
    assert engine.numbers() == {*(one.number for one in documents), 99}
    folder = engine.store.current()
    assert not list((folder / writer.MERGING).iterdir())


def test_a_merge_that_fails_gives_its_space_back(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(engine)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(segments.columns, "write", full)
        with pytest.raises(IndexUnavailable, match="无法合并.*No space"):
            engine.merge()
    assert not (engine.store.current() / writer.MERGING).exists()
    assert engine.merge()


def test_mostly_deleted_segments_are_written_anew(engine: Engine) -> None:
    engine.write(articles(range(1, 11)))
    engine.write([], [1, 2, 3, 4])
    assert engine.merge()
    (segment,) = of(engine)
    assert segment.size == 6
    assert merging.due([6], [0]) == []


def test_what_is_too_long_for_one_segment_stays_apart(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(engine)
    monkeypatch.setattr(pairstream, "LONGEST_STREAM", 100)
    assert not engine.merge()
    assert engine.count() == 3 * LEVEL
