"""From two crossings to the spread of a term: who was first, who followed, who never printed it.

Pure: numbers and codes in, numbers and codes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from search.diffusion.scope import Area
from search.engine import Crossing, First

EARLY = 90  # days after its coverage began in which a first mention may not be the first
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Course:
    """One place: `hits` articles with the term of `articles` in all, over the whole time.

    `since` is the day of its first article in the archive, whatever it says, `until` the last
    period (a position) with one; None and -1 where it has none. `first` is None where the term was
    never printed; else `rank` counts from 1, equal days share one, and `months` are calendar
    months after the first place of all.
    """

    area: Area
    hits: int
    articles: int
    since: date | None
    until: int = -1
    first: First | None = None
    rank: int = 0
    months: int = 0

    @property
    def day(self) -> date | None:
        return date.fromordinal(self.first.day) if self.first else None

    @property
    def share(self) -> float:
        """Articles with the term of each 1,000."""
        return THOUSAND * self.hits / self.articles if self.articles else 0.0

    @property
    def is_early(self) -> bool:
        """Whether the archive began so shortly before that the first mention may lie before it."""
        return bool(self.day and self.since and (self.day - self.since).days < EARLY)


@dataclass(frozen=True, slots=True)
class Trace:
    """Every place once, in `adopted` (by first mention), `silent` (most articles first) or `unheld`.

    `hits[a, p]` and `articles[a, p]` are about areas[a] in periods[p]; `areas` are in order of
    code. `total` counts hits on any of the places, each article once.
    """

    periods: list[str]
    areas: list[Area]
    hits: NDArray[np.int32]
    articles: NDArray[np.int32]
    adopted: list[Course]
    silent: list[Course]
    unheld: list[Course]
    total: int

    @property
    def held(self) -> list[Course]:
        """Those of which the archive has any article."""
        return [*self.adopted, *self.silent]


def traced(areas: Sequence[Area], term: Crossing, everything: Crossing) -> Trace:
    """Both crossings are over the same periods and by the codes of the areas, others among them."""
    held = set(everything.values)
    areas = [one for one in areas if not one.former or one.code in held]
    hits, articles = (_rows(areas, one) for one in (term, everything))
    used = np.flatnonzero(articles.any(axis=0)) if articles.size else np.zeros(0, np.intp)
    cut = slice(int(used[0]), int(used[-1]) + 1) if len(used) else slice(0, 0)
    hits, articles = hits[:, cut], articles[:, cut]
    firsts, begun = (dict(zip(one.values, one.firsts, strict=True)) for one in (term, everything))
    courses = [
        Course(
            area,
            int(hits[at].sum()),
            int(articles[at].sum()),
            date.fromordinal(begun[area.code].day) if area.code in begun else None,
            int(np.flatnonzero(articles[at]).max(initial=-1)),
            firsts.get(area.code),
        )
        for at, area in enumerate(areas)
    ]
    return Trace(
        periods=everything.periods[cut],
        areas=areas,
        hits=hits,
        articles=articles,
        adopted=_ranked(courses),
        silent=sorted(
            (one for one in courses if one.articles and not one.first),
            key=lambda one: (-one.articles, one.area.code),
        ),
        unheld=[one for one in courses if not one.articles],
        total=int(term.totals.sum()),
    )


def _rows(areas: Sequence[Area], found: Crossing) -> NDArray[np.int32]:
    """Zeros where no hit holds the place."""
    places = {value: at for at, value in enumerate(found.values)}
    rows = np.zeros((len(areas), len(found.periods)), np.int32)
    for at, area in enumerate(areas):
        if area.code in places:
            rows[at] = found.counts[places[area.code]]
    return rows


def _ranked(courses: Sequence[Course]) -> list[Course]:
    firsts = [(one.first.day, one.first.number, one.area.code, one) for one in courses if one.first]
    found: list[Course] = []
    for place, (day, _number, _code, one) in enumerate(sorted(firsts, key=lambda row: row[:3]), 1):
        same = found and found[-1].first and found[-1].first.day == day
        rank = found[-1].rank if same else place
        start = found[0].first.day if found and found[0].first else day
        found.append(
            Course(
                one.area, one.hits, one.articles, one.since, one.until, one.first,
                rank, _months(date.fromordinal(start), date.fromordinal(day)),
            )
        )  # fmt: skip
    return found


def _months(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


def period_of(day: date, by: str) -> str:
    """As the engine names periods: 2024-03, 2024-Q1, 2024."""
    forms = {"month": f"{day:%Y-%m}", "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}"}
    return forms.get(by, f"{day.year:04d}")
