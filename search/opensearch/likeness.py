"""Articles like a text, as engine/similar.py finds them: any of its most telling words will do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from math import log1p

from archive.text.fold import fold
from archive.text.segment import words
from search.engine.ranking import WEIGHTS, rarity
from search.engine.schema import LONGEST
from search.engine.similar import COMMON, FEWEST, FIELDS, MOST, TRIED
from search.opensearch import frequencies
from search.opensearch.asking import NEWEST, PLAIN, WINDOW
from search.opensearch.cluster import Cluster
from search.opensearch.conditions import Clause
from search.opensearch.fields import NUMBER
from search.opensearch.frequencies import Statistics
from search.opensearch.scoring import term


def similar(
    text: str, exclude: Collection[int], limit: int, cluster: Cluster, index: str
) -> list[tuple[int, float]]:
    """Numbers and scores of the `limit` nearest articles, nearest first; none of `exclude`.

    Of more than WINDOW the first ones. Raises IndexUnavailable, TooCostly.
    """
    cut = words(fold(text))
    held = Counter(word[:LONGEST] for word in cut if len(word) > 1 and not word.isascii())
    tried = held.most_common(TRIED)
    asked = [word for word, _ in tried]
    known = frequencies.ask(dict.fromkeys(FIELDS, asked), cluster, index)
    should = _clauses(telling(tried, known), known)
    if not should or limit < 1:
        return []
    others: Clause = {"terms": {NUMBER: sorted(exclude)}}
    query = {"bool": {"should": should, "minimum_should_match": 1, "must_not": [others]}}
    body = PLAIN | {"query": query, "size": min(limit, WINDOW), "sort": ["_score", *NEWEST]}
    body["track_total_hits"] = False
    found = cluster.search(body, index, search_type="dfs_query_then_fetch")
    rows = (row["sort"] for row in found["hits"]["hits"])
    return [(int(row[-1]), round(row[0], 4)) for row in rows]


def telling(tried: list[tuple[str, int]], known: Statistics) -> dict[str, float]:
    """Of words with how often the text has each, those that set it apart, each with its rarity."""
    bound = max(FEWEST, COMMON * known.count)
    weighed = {}
    for word, number in tried:
        found = max(known.frequency(field, word) for field in FIELDS)
        if 1 < found <= bound:
            rare = rarity(found, known.count)
            weighed[word] = log1p(number) * rare, rare
    best = sorted(weighed, key=lambda word: -weighed[word][0])[:MOST]
    return {word: weighed[word][1] for word in best}


def _clauses(rarities: dict[str, float], known: Statistics) -> list[Clause]:
    return [
        term(field, word, weight * WEIGHTS[field], known)
        for word, weight in rarities.items()
        for field in FIELDS
        if known.frequency(field, word)
    ]
