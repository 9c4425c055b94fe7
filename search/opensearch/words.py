"""The words of title and body, and whether any begins with a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from search.engine.lexicon import Words
from search.engine.schema import SLOTS
from search.opensearch import held
from search.opensearch.cluster import Cluster
from search.opensearch.conditions import EVERYTHING, Clause, any_of
from search.opensearch.fields import LEXICON, NUMBER, OF_TITLE

AT_ONCE = 50_000  # words in one answer; a cluster gives 65,535 unless it is told otherwise
_PARTS = 4  # answers where one does not suffice; rarer words are left out of them
SAMPLE = 200_000  # articles whose words are counted; of more, these tell of all
_MANY = 1000  # articles, of which a single one does not make a word known


def lexicon(cluster: Cluster, index: str) -> Words:
    """Words of two characters and more, ascending, and how many articles hold each (in the field,
    title or body, that has it more often); of very many articles, about how many.

    Raises IndexUnavailable, TooCostly.
    """
    found: dict[str, int] = {}
    for word, often in _words(cluster, index):
        plain = word.removeprefix(OF_TITLE)
        found[plain] = max(often, found.get(plain, 0))
    words = sorted(found)
    return words, np.fromiter(map(found.__getitem__, words), np.int32, len(words))


def begins(text: str, cluster: Cluster, index: str) -> bool:
    """Whether any word of a text begins with the folded text, in whatever article."""
    words = any_of([{"prefix": {slot: {"value": text}}} for slot in SLOTS])
    body = {"query": words, "size": 0, "terminate_after": 1, "track_total_hits": 1}
    return bool(cluster.search(body, index)["hits"]["total"]["value"])


def _words(cluster: Cluster, index: str) -> Iterator[tuple[str, int]]:
    """All of them where one answer holds them; else the most frequent ones of each part.

    A million articles take seconds to be counted, so of more than SAMPLE only so many are.
    """
    count = held.count(cluster, index)
    share = min(1.0, SAMPLE / max(1, count))
    among = EVERYTHING if share == 1.0 else _sample(share)
    whole = _answer(cluster, index, among, {})
    parts = [whole]
    if whole["sum_other_doc_count"]:
        some = [{"partition": number, "num_partitions": _PARTS} for number in range(_PARTS)]
        parts = [_answer(cluster, index, among, {"include": one}) for one in some]
    least = 2 if count >= _MANY else 1
    for part in parts:
        for bucket in part["buckets"]:
            if bucket["doc_count"] >= least:
                yield bucket["key"], round(bucket["doc_count"] / share)


def _sample(share: float) -> Clause:
    """Finds about that share of all articles, always the same ones, whatever they are about."""
    drawn = {"seed": 1, "field": NUMBER}
    scored = {"query": EVERYTHING, "random_score": drawn, "boost_mode": "replace"}
    return {"function_score": scored | {"min_score": 1.0 - share}}


def _answer(cluster: Cluster, index: str, among: Clause, more: dict[str, Any]) -> dict[str, Any]:
    """What the cluster tells of the words of these articles."""
    terms = {"field": LEXICON, "size": AT_ONCE, **more}
    body = {"query": among, "size": 0, "track_total_hits": False}
    answer = cluster.search(body | {"aggs": {"words": {"terms": terms}}}, index)
    return dict(answer["aggregations"]["words"])
