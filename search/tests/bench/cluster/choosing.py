"""Chooses the questions that all sizes are asked; run inside the site: `… choosing OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

from search.tests.bench.cluster.articles import CHOSEN_ON, keep_words
from search.tests.bench.questions import questions

if __name__ == "__main__":
    keep_words()
    questions(CHOSEN_ON, Path(sys.argv[1]))
