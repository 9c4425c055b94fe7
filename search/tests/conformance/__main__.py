"""`python -m search.tests.conformance [ARTICLES]`: the suite against the cluster of OPENSEARCH_URL, reported.

Without it, both sides are the embedded engine, which says whether the suite itself is steady.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import django

FOLDER = tempfile.mkdtemp(prefix="conformance-")
os.environ.update(ARCHIVE_DATA=FOLDER, DEBUG="1", ALLOWED_HOSTS="testserver")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.config.settings")
django.setup()

from search.tests.conformance import corpus, standing  # noqa: E402
from search.tests.conformance.suite import run  # noqa: E402


def main(count: int) -> int:
    with standing.filled(Path(FOLDER, "archive"), count) as data:
        ours = standing.embedded(data)
        if "OPENSEARCH_URL" in os.environ:
            with standing.clustered(data) as theirs:
                found = run(ours, theirs)
        else:
            found = run(ours, {**ours, "PATH": str(data / "other")})
        wrong = [*found.report.differing, *found.other]
        print(*wrong, *found.lines(), sep="\n")  # noqa: T201
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else corpus.ARTICLES))
