"""Writing to a real cluster: what is written, renewed, refused, and what a kill leaves behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from opensearchpy import TransportError

from search.engine import IndexAway, IndexBusy, IndexDamaged, IndexUnavailable, stamp
from search.opensearch import bulk, mapping
from search.opensearch.engine import ClusterEngine
from search.opensearch.indices import Indices, filling
from search.tests.cluster_engine import cluster_engine
from search.tests.engine_articles import article, articles

pytestmark = pytest.mark.opensearch


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ClusterEngine]:
    with cluster_engine(tmp_path / "locks") as engine:
        yield engine


@pytest.fixture
def filled(engine: ClusterEngine) -> ClusterEngine:
    engine.begin()
    engine.write(articles(range(1, 41)))
    return engine


def ours(engine: ClusterEngine) -> list[str]:
    """All indices of this archive, and that no more than one of them is searched."""
    with engine.cluster.asked():
        found = engine.cluster.client.indices.get_alias(index=f"{engine.indices.alias}-*")
    aliases = [alias for one in found.values() for alias in one["aliases"]]
    assert aliases.count(engine.indices.alias) <= 1
    return sorted(found)


def test_what_is_written_is_found_at_once(filled: ClusterEngine) -> None:
    assert filled.count() == 40
    assert filled.numbers() == set(range(1, 41))
    assert filled.stamps() == {one.number: stamp(one) for one in articles(range(1, 41))}


def test_a_write_replaces_and_deletes_and_the_last_of_a_number_wins(filled: ClusterEngine) -> None:
    last = article(3, "新")
    filled.write([article(3, "旧"), article(41), last], [1, 2, 2, 41, 4711])
    assert filled.numbers() == {*range(3, 42)}
    assert filled.stamps()[3] == stamp(last)


def test_what_was_written_is_listed_page_by_page(
    filled: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.opensearch.held.PAGE", 8)
    assert filled.numbers() == set(range(1, 41))


def test_every_write_changes_the_generation_and_nothing_else_does(filled: ClusterEngine) -> None:
    filled.changed()
    seen = [filled.generation()]
    for documents, deletions in (([article(5, "改")], []), ([], [6]), ([article(5, "改")], [])):
        filled.write(documents, deletions)
        seen.append(filled.generation())
        filled.changed()
        filled.count()
        filled.note("word")
        assert filled.generation() == seen[-1]
    filled.clear()
    assert len({*seen, filled.generation()}) == 5


def test_without_an_index_nothing_is_written_and_none_is_made(engine: ClusterEngine) -> None:
    for task in (lambda: engine.write([article(1)]), engine.count, engine.mark, engine.verify):
        with pytest.raises(IndexDamaged):
            task()
    assert engine.searched() == ""
    assert ours(engine) == []


def test_an_index_that_goes_meanwhile_is_not_made_anew_by_writing(filled: ClusterEngine) -> None:
    """An index that a bulk request makes by itself would guess its fields."""
    with filled.rebuild() as fresh:
        filled.cluster.client.indices.delete(index=fresh.name)
        with pytest.raises(IndexDamaged):
            fresh.stage([article(1)])
        with pytest.raises(IndexUnavailable):
            fresh.publish()
    assert ours(filled) == [filled.searched()]


def test_begin_keeps_what_is_there_and_clear_does_not(filled: ClusterEngine) -> None:
    filled.begin()
    assert filled.count() == 40
    filled.clear()
    assert filled.count() == 0
    filled.sweep()
    assert ours(filled) == [filled.searched()]


def test_a_rebuild_is_searched_once_it_is_published(filled: ClusterEngine) -> None:
    before = filled.searched()
    with filled.rebuild() as fresh:
        fresh.add([fresh.stage(articles(range(100, 150))), fresh.stage([article(100, "后来")])])
        fresh.write([article(150)], [101])
        assert filled.count() == 40
        assert filled.is_rebuilding()
        with pytest.raises(IndexBusy), filled.rebuild():
            pass
        fresh.publish()
    assert filled.numbers() == {100, *range(102, 151)}
    assert filled.stamps()[100] == stamp(article(100, "后来"))
    assert not filled.is_rebuilding()
    assert ours(filled) == [before, filled.searched()]


def test_the_index_before_goes_after_a_while_or_with_a_sweep(filled: ClusterEngine) -> None:
    with filled.rebuild() as fresh:
        fresh.publish()
    filled.tidy(3600.0)
    assert len(ours(filled)) == 2
    filled.tidy(-1.0)
    assert ours(filled) == [filled.searched()]


def test_nothing_is_swept_while_a_rebuild_fills(filled: ClusterEngine) -> None:
    with filled.rebuild() as fresh:
        filled.sweep()
        filled.clear()
        fresh.write(articles(range(1, 4)))
        fresh.publish()
    assert filled.count() == 3


def test_a_rebuild_that_ends_early_leaves_nothing(filled: ClusterEngine) -> None:
    with pytest.raises(ZeroDivisionError), filled.rebuild() as fresh:
        fresh.write([article(1)])
        raise ZeroDivisionError
    assert ours(filled) == [filled.searched()]
    assert filled.count() == 40


def test_a_rebuild_that_is_killed_is_swept_by_the_next(filled: ClusterEngine) -> None:
    child = get_context("fork").Process(target=_killed, args=(filled,))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    (orphan,) = set(ours(filled)) - {filled.searched()}
    assert filled.count() == 40
    with filled.rebuild() as fresh:
        assert orphan not in ours(filled)
        fresh.publish()
    assert filled.count() == 0


def _killed(engine: ClusterEngine) -> None:
    with engine.rebuild() as fresh:
        fresh.stage([article(1)])
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_kill_before_the_last_step_changes_nothing(
    filled: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled.rebuild() as fresh:
        fresh.write([article(1)])
        with monkeypatch.context() as patch:
            patch.setattr(fresh.indices, "note", _interrupted)
            with pytest.raises(KeyboardInterrupt):
                fresh.publish()
        assert filled.count() == 40
        fresh.publish()
    assert filled.count() == 1


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_many_processes_stage_at_once(filled: ClusterEngine) -> None:
    filled.count()  # this process has connections, which no child may use
    with filled.rebuild() as fresh:
        parts = [articles(range(start, start + 50)) for start in (1, 51, 101)]
        fork = get_context("fork")
        children = [fork.Process(target=fresh.stage, args=(part,)) for part in parts]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
        assert [child.exitcode for child in children] == [0, 0, 0]
        fresh.add([])
        fresh.publish()
    assert filled.numbers() == set(range(1, 151))


def test_a_word_is_kept_with_its_index(filled: ClusterEngine) -> None:
    assert filled.mark() == ""
    filled.note("first")
    filled.note("second")
    assert filled.mark() == "second"
    with filled.rebuild() as fresh:
        fresh.note("third")
        assert filled.mark() == "second"
        fresh.publish()
    assert filled.mark() == "third"
    filled.clear()
    assert filled.mark() == ""


def test_an_index_of_another_version_is_not_asked_nor_added_to(
    filled: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.changed()
    monkeypatch.setattr(mapping, "SCHEMA", mapping.SCHEMA + 1)
    for task in (filled.count, filled.verify, lambda: filled.write([article(1)])):
        with pytest.raises(IndexDamaged, match="另一版本"):
            task()
    with filled.rebuild() as fresh:
        fresh.publish()
    assert filled.count() == 0


def test_an_index_of_the_name_of_the_alias_is_left_alone(engine: ClusterEngine) -> None:
    """It is no damage, which a rebuild would mend."""
    client, name = engine.cluster.client, engine.indices.alias
    client.indices.create(index=name)
    try:
        for task in (engine.count, engine.begin, lambda: engine.write([article(1)])):
            with pytest.raises(IndexUnavailable, match="不是别名") as found:
                task()
            assert not isinstance(found.value, IndexDamaged)
    finally:
        client.indices.delete(index=name)


def test_a_document_that_the_cluster_refuses_does_not_hold_up_the_others(
    filled: ClusterEngine,
) -> None:
    """A keyword of more than 32 KB; the reason is told of the article, nothing is tried again."""
    unfit = article(2, city=["长" * 20_000])
    with pytest.raises(bulk.Refused, match="immense|max_bytes_length"):
        filled.write([article(41), unfit, article(42)])
    assert filled.stamps()[2] != stamp(unfit)
    filled.write([article(41), article(42)])
    assert {41, 42} <= filled.numbers()


def test_a_disk_that_is_full_passes(filled: ClusterEngine) -> None:
    """The cluster bars an index when a disk fills up, and opens it when there is room again."""
    name, bar = filled.searched(), "index.blocks.read_only_allow_delete"
    filled.cluster.client.indices.put_settings(index=name, body={bar: True})
    with pytest.raises(IndexAway, match="磁盘"):
        filled.write([article(41)])
    with pytest.raises(IndexAway, match="磁盘"):
        filled.note("word")
    filled.cluster.client.indices.put_settings(index=name, body={bar: None})
    filled.write([article(41)])
    assert filled.count() == 41


def test_a_field_that_nobody_named_is_refused(filled: ClusterEngine) -> None:
    with pytest.raises(bulk.Refused, match="strict"):
        sent = [b'{"index":{"_id":"1"}}\n{"surprise":1}\n']
        bulk.send(filled.cluster, filled.indices.alias, sent, bulk.EDITS)


def test_nothing_goes_by_a_name_that_is_no_alias(filled: ClusterEngine) -> None:
    with pytest.raises(IndexDamaged):
        bulk.send(filled.cluster, filling("nowhere"), [b'{"delete":{"_id":"1"}}\n'], bulk.EDITS)


def test_large_writes_go_in_several_requests(
    filled: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk.chunks, "__defaults__", (2_000,))
    filled.write(articles(range(1, 201), seed=2))
    assert filled.stamps() == {one.number: stamp(one) for one in articles(range(1, 201), seed=2)}


def test_copies_stand_when_a_rebuild_is_published(filled: ClusterEngine) -> None:
    """Or cannot: on one node there is no room for them, and nobody waits for that."""
    nodes = filled.cluster.client.cluster.health()["number_of_data_nodes"]
    with filled.rebuild() as fresh:
        fresh.write(articles(range(1, 41)))
        fresh.publish()
    found = filled.indices.health(filled.searched())
    assert found["status"] == ("green" if nodes > 1 else "yellow")
    assert found["initializing_shards"] == 0
    filled.verify()


def test_an_index_that_lacks_a_part_is_not_searched(
    filled: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A node went before there were copies: the old index is better than none."""
    before, red = filled.searched(), {"status": "red", "initializing_shards": 0}
    monkeypatch.setattr(Indices.prepare, "__defaults__", (0.0,))
    monkeypatch.setattr(bulk, "REBUILD", bulk.Patience(1.0, 0.0))
    with filled.rebuild() as fresh:
        fresh.write([article(1)])
        with monkeypatch.context() as patch:
            patch.setattr(Indices, "health", lambda *_: red)
            with pytest.raises(IndexAway, match="缺少"):
                fresh.publish()
    assert filled.searched() == before
    assert filled.count() == 40


@pytest.mark.parametrize("name", ["refresh", "put_settings", "forcemerge", "update_aliases"])
def test_one_call_that_fails_does_not_throw_a_rebuild_away(
    filled: ClusterEngine, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Also where it did what it was asked, and its answer alone was lost."""
    monkeypatch.setattr(bulk, "LONGEST", 0.1)
    indices, calls = filled.cluster.client.indices, []
    done = getattr(indices, name)

    def lost(**values: Any) -> Any:
        calls.append(done(**values))
        if len(calls) == 1:
            raise TransportError(503, "unavailable", {})
        return calls[-1]

    with filled.rebuild() as fresh:
        fresh.stage(articles(range(1, 6)))
        monkeypatch.setattr(indices, name, lost)
        fresh.add([])
        fresh.publish()
    assert len(calls) > 1
    assert filled.count() == 5


def test_the_copies_of_an_index_are_waited_for_by_more_than_one_look(
    filled: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, looks = Indices.health, []

    def health(indices: Indices, name: str) -> dict[str, Any]:
        looks.append(name)
        if len(looks) == 1:
            raise IndexAway("检索集群没有及时回答")
        return look(indices, name)

    monkeypatch.setattr(Indices, "health", health)
    with filled.rebuild() as fresh:
        fresh.add([fresh.stage([article(1)])])
        fresh.publish()
    assert filled.count() == 1


def test_an_index_that_may_be_searched_by_now_is_not_thrown_away(
    filled: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last step waits in the cluster's queue while nothing is heard of it any more."""
    monkeypatch.setattr(bulk, "REBUILD", bulk.Patience(1.0, 0.0))
    indices = filled.cluster.client.indices
    step, asked = indices.update_aliases, []

    def unheard(**values: Any) -> None:
        asked.append(values)
        raise TransportError(503, "unavailable", {})

    monkeypatch.setattr(indices, "update_aliases", unheard)
    with pytest.raises(IndexAway), filled.rebuild() as fresh:
        fresh.write([article(1)])
        fresh.publish()
    assert filled.count() == 40
    step(**asked[0])
    filled.changed()
    assert filled.count() == 1


def test_a_cluster_that_is_not_there_is_away_and_not_damaged(
    engine: ClusterEngine, tmp_path: Path
) -> None:
    nowhere = replace(engine.cluster.address, hosts=(("127.0.0.1", 9),))
    lost = ClusterEngine(nowhere, tmp_path)
    for task in (
        lost.count,
        lost.verify,
        lost.glance,
        lost.begin,
        lambda: lost.write([article(1)]),
    ):
        with pytest.raises(IndexAway):
            task()


def test_an_index_that_was_just_put_away_is_not_missed(
    filled: ClusterEngine, tmp_path: Path
) -> None:
    """Another process publishes and sweeps between two questions of a page."""
    other = ClusterEngine(filled.cluster.address, tmp_path / "other", 1, 0)
    assert filled.count() == 40
    with other.rebuild() as fresh:
        fresh.write([article(1)])
        fresh.publish()
    other.sweep()
    assert filled.count() == 1
    assert filled.generation()[0] == other.searched()
