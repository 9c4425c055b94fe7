"""Units, counters and the words around figures (fixtures/figure_words.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

QUANTITIES_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "figure_words.toml"


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The lists of the file, each a tuple of words; `section_key` names them."""

    units_measures: tuple[str, ...]
    units_counters: tuple[str, ...]
    units_figure_counters: tuple[str, ...]
    units_counted_out: tuple[str, ...]
    units_kinds: tuple[str, ...]
    not_figures_before: tuple[str, ...]
    not_figures_slogans: tuple[str, ...]
    not_figures_sessions: tuple[str, ...]
    target_words: tuple[str, ...]
    target_ba: tuple[str, ...]
    target_plan_noun_before: tuple[str, ...]
    target_must: tuple[str, ...]
    target_soft: tuple[str, ...]
    target_openers: tuple[str, ...]
    actual_words: tuple[str, ...]
    actual_openers: tuple[str, ...]
    indicator_leading: tuple[str, ...]
    indicator_trailing: tuple[str, ...]


@lru_cache(maxsize=1)
def figure_words() -> FigureWords:
    """All lists, the longest words first, as a regular expression wants them."""
    sections = tomllib.loads(QUANTITIES_FILE.read_text(encoding="utf-8"))
    return FigureWords(
        **{
            f"{section}_{key}": tuple(sorted(set(words.split()), key=lambda w: (-len(w), w)))
            for section, lists in sections.items()
            for key, words in lists.items()
        }
    )
