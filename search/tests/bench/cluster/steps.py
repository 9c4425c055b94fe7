"""The steps of a run, each with what it measured; each engine works in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from search.tests.bench.cluster.articles import CHOSEN_ON
from search.tests.bench.folders import ROOT, data
from search.tests.bench.steps import ONE_THREAD, SITE_VARIABLES, finished, inside

Figures = dict[str, Any]
CLUSTER, EMBEDDED = "cluster", "embedded"
SCRIPT = ROOT / ".ci" / "opensearch"
HEAP = "1g"  # of a node
UNCOPIED = 1_000_000  # articles from which on the disk has no room for copies beside all else


def questions() -> Path:
    return data() / f"questions-cluster-{CHOSEN_ON}.json"


def start() -> dict[str, str]:
    """What names the cluster: one that runs already, or three nodes of our own."""
    if "OPENSEARCH_NODES" in os.environ:
        folder = Path(os.environ["OPENSEARCH_NODES"])
    else:
        folder = data() / "nodes"
        heap = {"OPENSEARCH_HEAP": os.environ.get("OPENSEARCH_HEAP", HEAP)}
        subprocess.run([SCRIPT, "start", folder], check=True, env={**os.environ, **heap})
    lines = (folder / "env").read_text("utf-8").split()
    return dict(line.split("=", 1) for line in lines)


def stop() -> None:
    """The nodes that `start` started; their data stays for the next run."""
    if "OPENSEARCH_NODES" not in os.environ:
        subprocess.run([SCRIPT, "stop", data() / "nodes"], check=True)


def variables(engine: str, articles: int, cluster: dict[str, str]) -> dict[str, str]:
    """The environment of the site; an index a size, so that all can be asked."""
    folder = data() / f"{engine}-{articles}"
    folder.mkdir(exist_ok=True)
    found = {**SITE_VARIABLES, **ONE_THREAD, "ARCHIVE_DATA": str(folder)}
    if engine == EMBEDDED:
        return found | {"SEARCH_URL": "", "OPENSEARCH_NODES": ""}
    hosts = cluster["SEARCH_URL"].rpartition("/")[0]
    nodes = {"OPENSEARCH_NODES": cluster["OPENSEARCH_NODES"]}
    nodes["SEARCH_REPLICAS"] = "1" if articles < UNCOPIED else "0"
    return found | nodes | {"SEARCH_URL": f"{hosts}/bench-{articles}"}


def choose(cluster: dict[str, str]) -> Figures:
    """The questions, where they are not kept already."""
    found = variables(EMBEDDED, 0, cluster)
    return finished(inside("cluster.choosing", questions()), found)


def build(engine: str, articles: int, cluster: dict[str, str]) -> Figures:
    most = os.environ.get("BENCH_SECONDS", "inf")
    return _told(engine, articles, cluster, "building", [articles, most])


def ask(engine: str, articles: int, cluster: dict[str, str]) -> Figures:
    return _told(engine, articles, cluster, "asking", [questions()])


def fields(cluster: dict[str, str]) -> Figures:
    """What each kind of field takes on the disk."""
    return _told(CLUSTER, 0, cluster, "fields", [])


def _told(
    engine: str, articles: int, cluster: dict[str, str], module: str, values: list[object]
) -> Figures:
    environment = variables(engine, articles, cluster)
    out = Path(environment["ARCHIVE_DATA"], f"{module}.json")
    spent = finished(inside(f"cluster.{module}", *values, out), environment)
    sys.stderr.write(f"{engine} {articles:,} {module}: {spent['wall']:.0f} s\n")
    return json.loads(out.read_text("utf-8")) | {"peak": spent["peak"]}
