"""How figures become comparable: units, names of indicators, parts of a year.

Read from fixtures/figure_measures.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteer.places import FIXTURES


@dataclass(frozen=True, slots=True)
class Measures:
    """`scales`, `units` (base and factor), `spans` (months), `points` (month and day) by name.

    Lists of words hold the longest first. `same` leads from every other name of an indicator to
    the one that is used.
    """

    scales: dict[str, float]
    units: dict[str, tuple[str, float]]
    spans: dict[str, tuple[int, int]]
    points: dict[str, tuple[int, int]]
    leading: tuple[str, ...]
    inside: tuple[str, ...]
    growth: tuple[str, ...]
    decline: tuple[str, ...]
    trailing: tuple[str, ...]
    hollow: tuple[str, ...]
    broken_front: tuple[str, ...]
    broken_end: tuple[str, ...]
    less_is_better: tuple[str, ...]
    shared_tails: tuple[str, ...]
    beyond: tuple[str, ...]
    passing: tuple[str, ...]
    same: dict[str, str]


@lru_cache(maxsize=1)
def measures() -> Measures:
    """The one set of these of this process."""
    raw = tomllib.loads((FIXTURES / "figure_measures.toml").read_text(encoding="utf-8"))
    lists = {key: _words(text) for key, text in raw["indicators"].items() if key != "same"}
    names = raw["indicators"]["same"]
    return Measures(
        scales=_longest_first(raw["scales"]),
        units={unit: (base, float(factor)) for unit, (base, factor) in raw["units"].items()},
        spans={name: (first, last) for name, (first, last) in raw["spans"].items()},
        points={name: (month, day) for name, (month, day) in raw["points"].items()},
        same={other: name for name, others in names.items() for other in others.split()},
        **lists,
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(text.split()), key=lambda word: (-len(word), word)))


def _longest_first(table: dict[str, float]) -> dict[str, float]:
    return dict(sorted(table.items(), key=lambda row: -len(row[0])))
