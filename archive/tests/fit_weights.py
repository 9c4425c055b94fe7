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
# What every reader of newspapers knows; the fit begins here and moves away only where pages tell.
LABELS = (
    "never 1 t -1 s -1 mc -1.5 mc_inset -3 mc_full 0.8 mc_half -1 m_inset -2 s_flush -2 s_inset 0.5"
    " s_opens 4 s_bullet 1.2 m_bullet -1 t_asked -2 t_semicolon -1.5 t_open_end -1.2 t_waits -1 t_commas -0.6"
    " t_dash 1.5 t_bullet 0.5 t_numbered 1 t_named 1 t_gap 0.4 t_gap_after 0.3 t_narrow 0.4 ts_flush 1"
    " t_exclaims -0.5 bs_gap 0.5 bs_open -1 bt_open -0.7 bs_open_semicolon 1 bs_open_colon 1 mo_short -1"
)
TITLES = (
    "fit 2 bare -1 both -1 loose -0.2 j -0.1 j_tie 0.5 j_gap -0.3 opens -1.2 signed -0.9 led -0.9"
    " bullet -1.2 bullet_above -0.5 continued -0.6 x_below 0.8 x_numbered 0.7 x_box 0.6 x_short 0.3 x_document -0.7 x_rows 0.7"
    " tear -0.3 tear_open -0.8 tear_close -0.4 up_near -0.8 habit 0.02 mixed 0.2 twice -0.3"
)
FOLDS, REAL_TIMES, LEAST = 4, 6, 0.0005
# Seeds that only measuring uses.
UNSEEN = range(9001, 9004)


def begun(words: str) -> dict[str, float]:
    """Names and numbers in turn, as a table."""
    pairs = words.split()
    return dict(zip(pairs[::2], map(float, pairs[1::2]), strict=True))


def use(table: dict[str, float], fitted: dict[str, float]) -> None:
    """Let the readers weigh by what was fitted."""
    table.clear()
    table.update(fitted)


def fit(sources: list[Path], seeds: int, epochs: int) -> None:
    """Fit both tables, in place, from what stands above: the tables that are there have seen the other sources."""
    pages = [*fit_pages.plain(sources), *fit_pages.varied(sources, range(1, seeds + 1))]
    pages += fit_pages.real() * REAL_TIMES
    rows = [fit_labels.labelled(page) for page in pages]
    use(LABEL_WEIGHTS, fit_labels.fit(rows, begun(LABELS), epochs))
    parts = [row for page in pages if (row := fit_titles.parted(page))]
    use(WEIGHTS, begun(TITLES))
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
