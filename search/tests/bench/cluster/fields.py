"""What each kind of field takes: small indexes of one shard, each without one kind; run inside the site.

`… fields OUT`: SEARCH_URL names the cluster. One segment each, so that sizes can be compared.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.error
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from search.engine.schema import FACETS, SLOTS, SUBJECTS
from search.opensearch import bodies, mapping
from search.opensearch.fields import CHARS, LEXICON, PAIRS
from search.tests.bench.cluster import nodes
from search.tests.bench.cluster.articles import AT_ONCE, Articles

ARTICLES = 10_000
INDEX = "bench-fields"
SYNCED = 35.0  # seconds until every shard knows what its copies hold
KINDS: dict[str, Callable[[str], bool]] = {
    "chars": lambda name: name.endswith(CHARS),
    "pairs": lambda name: name.endswith(PAIRS),
    "words": lambda name: name in (*SLOTS, SUBJECTS),
    "lexicon": lambda name: name == LEXICON,
    "facets": lambda name: name in FACETS,
}


def main(out: Path) -> None:
    made = Articles()
    made.keep_names_whole()
    parts = made.parts(0, ARTICLES)
    rows = [body for part in parts for body in bodies.bodies(part)]
    found: dict[str, Any] = {"articles": ARTICLES, "sent": sum(map(len, map(_lines, _parts(rows))))}
    kinds = {"whole": lambda name: False, **KINDS}
    for kind, among in kinds.items():
        _fill(f"{INDEX}-{kind}", rows, among)
    time.sleep(SYNCED)
    sizes = {kind: _packed(f"{INDEX}-{kind}") for kind in kinds}
    found |= {"whole": sizes.pop("whole"), "without": sizes}
    out.write_text(json.dumps(found, indent=1), "utf-8")


def _parts(rows: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    return [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)]


def _lines(rows: Sequence[dict[str, Any]]) -> bytes:
    """A bulk request, as it is sent."""
    lines = []
    for row in rows:
        action = {"index": {"_id": str(row["number"])}}
        lines += [
            json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (action, row)
        ]
    return ("\n".join(lines) + "\n").encode()


def _fill(index: str, rows: Sequence[dict[str, Any]], left_out: Callable[[str], bool]) -> None:
    """Write them without these fields, in several segments."""
    _delete(index)
    body = {"settings": mapping.settings(1), "mappings": mapping.mapping()}
    nodes.call("PUT", index, json.dumps(body).encode())
    for part in _parts(rows):
        kept = [{name: row[name] for name in row if not left_out(name)} for row in part]
        told = nodes.call("POST", f"{index}/_bulk", _lines(kept))
        if told["errors"]:
            raise RuntimeError(str(told["items"][0]))
        nodes.call("POST", f"{index}/_refresh")
    nodes.call("POST", f"{index}/_flush")


def _packed(index: str) -> int:
    """Bytes of it as a rebuild leaves it.

    Merging drops what is kept of each text for copies to be made, where it knows by then that
    there is none to be made; of a single segment nothing would be dropped.
    """
    nodes.call("POST", f"{index}/_forcemerge?max_num_segments=1&flush=true")
    nodes.call("POST", f"{index}/_refresh")
    found = nodes.call("GET", f"{index}/_stats/store")["_all"]["primaries"]["store"]
    _delete(index)
    return int(found["size_in_bytes"])


def _delete(index: str) -> None:
    try:
        nodes.call("DELETE", index)
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise


if __name__ == "__main__":
    main(Path(sys.argv[1]))
