"""`make bench-cluster`: three nodes on this machine, and the embedded engine beside them.

Figures are kept in BENCH_DATA; the page is written where all sizes are known. ARTICLES=10000
measures that size only.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

from search.tests.bench.cluster import report, steps
from search.tests.bench.cluster.steps import CLUSTER, EMBEDDED
from search.tests.bench.folders import ROOT, data

SIZES = (10_000, 100_000, 1_000_000)
PARTS = ("building", "asking", "fields")
PAGE = ROOT / "docs" / "reference" / "benchmarks-cluster.md"


def main() -> int:
    given = arguments()
    kept = Kept()
    cluster = steps.start()
    try:
        steps.choose(cluster)
        for part in given.only:
            for articles in given.articles if part != "fields" else [0]:
                for engine in given.engines if part != "fields" else [CLUSTER]:
                    kept.measure(part, engine, articles, cluster)
    finally:
        steps.stop()
    page = report.page(kept.found)
    sys.stdout.write(page)
    if given.articles == list(SIZES) or given.page:
        PAGE.write_text(page, "utf-8")
    return 1 if kept.failed or report.disagreements(kept.found) else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--engines", nargs="*", default=[CLUSTER, EMBEDDED])
    parser.add_argument("--page", action="store_true", help="write the page with what is kept")
    return parser.parse_args()


class Kept:
    """By part, engine and size; what was measured before stays until it is measured again."""

    def __init__(self) -> None:
        self.path = data() / "figures-cluster.json"
        known = self.path.read_text("utf-8") if self.path.exists() else "{}"
        self.found: dict[str, Any] = json.loads(known)
        self.failed = False

    def measure(self, part: str, engine: str, articles: int, cluster: dict[str, str]) -> None:
        try:
            if part == "fields":
                told = steps.fields(cluster)
            else:
                work = steps.build if part == "building" else steps.ask
                told = work(engine, articles, cluster)
        except (RuntimeError, OSError, ValueError, subprocess.SubprocessError) as error:
            self.failed = True
            sys.stderr.write(f"{part} {engine} {articles:,} failed: {error}\n")
            return
        self.found.setdefault(part, {}).setdefault(engine, {})[str(articles)] = told
        self.path.write_text(json.dumps(self.found, indent=1), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
