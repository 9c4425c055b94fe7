"""A writer that is killed, and files that are damaged: what is left is searched, or said to be broken."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from random import Random

import pytest

from search.engine import Engine, EngineQuery, FacetRequest, IndexUnavailable
from search.tests.engine_articles import articles
from search.tree import Phrase, Prefix, Word

BATCH = 3


def _write_on(root: Path, done: int) -> None:
    """Add batches and merge, for ever; a byte goes out after each commit."""
    engine = Engine(root)
    for batch in count(engine.count() // BATCH):
        engine.write(articles(range(batch * BATCH, (batch + 1) * BATCH)), [10**6])
        os.write(done, b"w")
        if engine.merge():
            os.write(done, b"m")


def test_killed_at_any_moment_nothing_is_lost_or_double(tmp_path: Path) -> None:
    chance, seen = Random(4), 0
    Engine(tmp_path).clear()
    Engine(tmp_path).write(articles(range(BATCH)))
    for _ in range(12):
        ready, done = os.pipe()
        if not (child := os.fork()):
            try:
                _write_on(tmp_path, done)
            finally:
                os._exit(1)
        commits = sum(os.read(ready, 1) == b"w" for _ in range(chance.randint(1, 6)))
        for _ in range(chance.randrange(300_000)):
            pass  # so that the kill falls into any step of the next commit
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        engine = Engine(tmp_path)
        engine.verify()
        whole = engine.reader.snapshot()
        numbers = sorted(whole.numbers[whole.live].tolist())
        assert numbers == list(range(len(numbers)))
        assert len(numbers) % BATCH == 0
        assert len(numbers) >= seen + commits * BATCH
        seen = len(numbers)


def _damaged(folder: Path, chance: Random) -> Iterator[Path]:
    """Again and again one file with some bytes other than they were, or cut off."""
    files = sorted(path for path in folder.iterdir() if path.suffix in DAMAGED)
    while True:
        path = chance.choice(files)
        plain = path.read_bytes()
        damaged = bytearray(plain)
        for _ in range(chance.choice([1, 20])):
            damaged[chance.randrange(len(plain))] = chance.randrange(256)
        path.write_bytes(damaged[: chance.choice([len(plain), chance.randrange(len(plain))])])
        yield path
        path.write_bytes(plain)


DAMAGED = (".trm", ".pst", ".arr", ".pairs", ".toc", ".sums", ".json")


def _use(engine: Engine) -> None:
    """Everything that reads."""
    for node in (Word("储能"), Phrase("储能产业"), Phrase("储"), Prefix("储")):
        engine.search(EngineQuery(node, facets=(FacetRequest("city", "city"),)))
    engine.lexicon()
    engine.stamps()
    engine.write([], range(20))
    engine.merge()


def test_damage_ends_in_nothing_but_unavailable(tmp_path: Path) -> None:
    whole = Engine(tmp_path / "whole")
    whole.clear()
    whole.write(articles(range(60)))
    used = tmp_path / "used"
    for _ in islice(_damaged(whole.store.current(), Random(5)), 60):
        shutil.copytree(tmp_path / "whole", used)
        try:
            _use(Engine(used))
        except IndexUnavailable:
            with pytest.raises(IndexUnavailable):
                Engine(used).verify()
        shutil.rmtree(used)
