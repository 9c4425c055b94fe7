"""An index on the cluster: its fields, its settings, and what it must have been made by."""

from __future__ import annotations

from typing import Any

from archive.text.segment import fingerprint
from search.engine.schema import FACETS, SLOTS, SUBJECTS
from search.engine.snapshot import K1, B
from search.opensearch.fields import (
    CHARS,
    DATE,
    LEXICON,
    MOMENT,
    NUMBER,
    PAIRS,
    STAMP,
)

# Of the fields and of the tokens in them: whoever changes one raises it, so that an index of
# before is told to be another version's, and made anew.
SCHEMA = 1
MADE_BY, MARK, SEARCHED_SINCE = "made_by", "mark", "searched_since"  # keys of _meta
REFRESH = "1s"
_TEXT = {"type": "text", "analyzer": "whitespace", "similarity": "ours"}


def made_by() -> dict[str, object]:
    """What an index must say of itself to be searched by this program."""
    return {"schema": SCHEMA, "analyzer": fingerprint()}


def mapping() -> dict[str, Any]:
    """Nothing is guessed: a field that is not named here is refused."""
    fields: dict[str, Any] = {
        NUMBER: {"type": "long"},
        DATE: {"type": "date", "format": "strict_date"},
        STAMP: {"type": "unsigned_long", "index": False},
        MOMENT: {"type": "long", "index": False},
        SUBJECTS: _TEXT | {"index_options": "freqs"},
        LEXICON: {"type": "keyword"},
    }
    for slot in SLOTS:
        fields[slot] = _TEXT | {"index_options": "freqs"}
        fields[slot + CHARS] = _TEXT | {"index_options": "positions"}
        fields[slot + PAIRS] = _TEXT | {"index_options": "freqs"}
    for facet in FACETS:
        fields[facet] = {"type": "keyword", "eager_global_ordinals": True}
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},  # the database is the source
        "_meta": {MADE_BY: made_by()},
        "properties": fields,
    }


def settings(shards: int) -> dict[str, Any]:
    """Of a new index, which is filled without copies and without being looked at."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "unassigned.node_left.delayed_timeout": "30s",
        "similarity": {"ours": {"type": "BM25", "k1": K1, "b": B}},
    }


def serving(replicas: int) -> dict[str, Any]:
    """What changes where it is to be searched."""
    return {"number_of_replicas": replicas, "refresh_interval": REFRESH}
