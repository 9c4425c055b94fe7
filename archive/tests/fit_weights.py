"""Fits archive/ingest/weights.py: `python -m archive.tests.fit_weights SOURCES… [--seeds N] [--write]`.

Sets every source anew by N seeds (fit_pages), reads evidence and annotation, fits the weights of
labels, then those of titles, each by an averaged perceptron; the real pages of ../shared, where they
are there, count several times. Says first how well weights fitted on three quarters of the sources
do on the last quarter: that, and not the fit itself, is what a paper that nobody has seen may expect.
"""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from archive.ingest.weights import LABEL_WEIGHTS, WEIGHTS
from archive.tests import fit_labels, fit_pages, fit_titles
from archive.tests.fit_pages import Known

TARGET = Path(__file__).resolve().parents[1] / "ingest" / "weights.py"
# Where the fit of titles begins: nobody would guess that a story's words tell its title.
START = {"fit": 3.0, "bare": -1.2, "both": -0.5, "loose": -0.5, "j": 0.5, "habit": 0.08}
FOLDS, REAL_TIMES, LEAST = 4, 6, 0.0005
# Seeds that only measuring uses.
UNSEEN = range(9001, 9004)


def use(table: dict[str, float], fitted: dict[str, float]) -> None:
    """Let the readers weigh by what was fitted."""
    table.clear()
    table.update(fitted)


def fit(sources: list[Path], seeds: int, epochs: int) -> None:
    """Fit both tables, in place, from nothing: what is there has seen the other sources."""
    pages = [*fit_pages.plain(sources), *fit_pages.varied(sources, range(1, seeds + 1))]
    pages += fit_pages.real() * REAL_TIMES
    rows = [fit_labels.labelled(page) for page in pages]
    use(LABEL_WEIGHTS, fit_labels.fit(rows, {"never": 1.0}, epochs))
    parts = [row for page in pages if (row := fit_titles.parted(page))]
    use(WEIGHTS, START)
    use(WEIGHTS, fit_titles.fit(parts, WEIGHTS, epochs))


def measured(pages: Iterable[Known]) -> Counter[str]:
    told: Counter[str] = Counter()
    for page in pages:
        fit_pages.right(page, told)
    return told


def say(what: str, told: Counter[str]) -> None:
    count = max(1, told["articles"])
    shares = ", ".join(f"{key} {told[key] / count:.3f}" for key in ("both", "title", "body"))
    sys.stdout.write(f"{what}: {told['articles']} articles, {shares}\n")
    sys.stdout.flush()


def cross_validate(sources: list[Path], seeds: int, epochs: int) -> None:
    """What weights fitted without them do on each quarter of the sources, over all four."""
    told: dict[str, Counter[str]] = {"as written": Counter(), "set anew": Counter()}
    for fold in range(FOLDS):
        held = sources[fold::FOLDS]
        fit([source for source in sources if source not in held], seeds, epochs)
        told["as written"] += measured(fit_pages.plain(held))
        told["set anew"] += measured(fit_pages.plain(held, UNSEEN))
    for what, count in told.items():
        say(f"unseen sources {what}", count)


def written(old: str) -> str:
    """The module with its two tables replaced, all else kept."""
    for name, table in (("LABEL_WEIGHTS", LABEL_WEIGHTS), ("WEIGHTS", WEIGHTS)):
        head, rest = old.split(f"\n{name}: dict[str, float] = {{\n")
        kept = sorted((n, v) for n, v in table.items() if abs(v) >= LEAST)
        rows = "".join(f'    "{n}": {v:.3f},\n' for n, v in kept)
        old = f"{head}\n{name}: dict[str, float] = {{\n{rows}}}{rest.split('}', 1)[1]}"
    return old


def main() -> int:
    parser = argparse.ArgumentParser(description=textwrap.dedent(__doc__ or ""))
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--seeds", type=int, default=9, help="settings of each source")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--no-folds", action="store_true", help="leave out the cross-validation")
    parser.add_argument("--write", action="store_true", help="put the weights into archive/ingest")
    args = parser.parse_args()
    sources = sorted(args.sources)
    if not args.no_folds:
        cross_validate(sources, args.seeds, args.epochs)
    fit(sources, args.seeds, args.epochs)
    say("the same sources as written", measured(fit_pages.plain(sources)))
    say("the real pages", measured(fit_pages.real()))
    if args.write:
        TARGET.write_text(written(TARGET.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.config.settings")
    sys.exit(main())
