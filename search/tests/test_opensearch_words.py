"""Of very many articles the words are known from some of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from search.opensearch import words
from search.tests.cluster_engine import cluster_engine
from search.tests.engine_articles import article

pytestmark = [
    pytest.mark.opensearch,
    pytest.mark.skipif(
        "OPENSEARCH_URL" not in os.environ, reason="no cluster is given: OPENSEARCH_URL is not set"
    ),
]


def test_of_very_many_articles_some_tell_how_often_a_word_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every second article has 储能, one has a word of its own."""
    with cluster_engine(tmp_path) as engine:
        engine.begin()
        bodies = {number: "泰安储能" if number % 2 else "泰安农业" for number in range(1, 801)}
        engine.write(article(number, body) for number, body in bodies.items())
        engine.write([article(801, "泰安光伏")])
        whole = dict(zip(*engine.lexicon(), strict=True))
        assert (whole["泰安"], whole["储能"], whole["光伏"]) == (801, 400, 1)
        monkeypatch.setattr(words, "SAMPLE", 400)
        some = dict(zip(*engine.lexicon(), strict=True))
    assert some.keys() <= whole.keys()
    assert 650 < some["泰安"] < 950
    assert 320 < some["储能"] < 480
