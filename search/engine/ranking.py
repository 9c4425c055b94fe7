"""Scores: BM25 over title, kicker, subtitle and body, and a little more for the text as it stands."""

from __future__ import annotations

from math import log

import numpy as np

from archive.text.fold import fold
from search.engine.matching import literal_mask, tokens
from search.engine.schema import TEXTS
from search.engine.segment import Weights
from search.engine.snapshot import Mask, Snapshot
from search.tree import Node, Phrase, Word, wanted

# The usual constants of BM25: how soon repetition stops to count, how much length does.
K1, B = 1.2, 0.75
LITERAL = 0.5  # of the weight that a word as rare as the whole text would have


def scores(node: Node, hits: Mask, snapshot: Snapshot) -> Weights:
    """A score for every document of the snapshot; only those of `hits` mean something."""
    total = np.zeros(snapshot.size, np.float32)
    for leaf in wanted(node):
        if not isinstance(leaf, Word | Phrase) or leaf.field not in ("", *TEXTS):
            continue
        folded = fold(leaf.text)
        for token in tokens(folded):
            _add_word(total, token, leaf.field, snapshot)
        literal = literal_mask(folded, leaf.field, snapshot) & hits
        total[literal] += LITERAL * _rarity(int(literal.sum()), snapshot.count)
    return total


def _rarity(found: int, count: int) -> float:
    """BM25's inverse document frequency, never below zero."""
    return log(1 + max(0.0, count - found + 0.5) / (found + 0.5))


def _add_word(total: Weights, token: str, field: str, snapshot: Snapshot) -> None:
    names = [field] if field else list(TEXTS)
    rows = {name: snapshot.postings(name, token) for name in names}
    rarity = _rarity(max(len(ids) for ids, _ in rows.values()), snapshot.count)
    for name, (ids, often) in rows.items():
        share = snapshot.lengths[name][ids] / snapshot.averages[name]
        weight = often * (K1 + 1) / (often + K1 * (1 - B + B * share))
        total[ids] += np.float32(TEXTS[name] * rarity) * weight
