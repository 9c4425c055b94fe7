"""From two crossings to the spread of a term: who was first, who followed, who never printed it.

Pure: numbers and codes in, numbers and codes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from search.diffusion.scope import Area
from search.engine import Crossing, First
from search.spans import per_thousand, period_of

EARLY = 90  # days after its coverage began in which a first mention may not be the first


@dataclass(frozen=True, slots=True)
class Course:
    """One place: `hits` articles with the term of `articles` in all, over the days asked for.

    `since` is the day of its first article in the archive, whatever it says and whatever days are
    asked for, `until` the last period with one; None and "" where it has none. `earlier` is the day
    of a mention before the days asked for. `first` is None where the term was never printed on
    those; else `rank` counts from 1, equal days share one, and `months` are calendar months after
    the first place of all.
    """

    area: Area
    hits: int
    articles: int
    since: date | None
    until: str = ""
    earlier: date | None = None
    first: First | None = None
    rank: int = 0
    months: int = 0

    @property
    def day(self) -> date | None:
        return date.fromordinal(self.first.day) if self.first else None

    @property
    def per_1000(self) -> float | None:
        """Articles with the term of each 1,000; None where there are none."""
        return per_thousand(self.hits, self.articles)

    @property
    def is_early(self) -> bool:
        """Whether the archive began so shortly before that the first mention may lie before it, or
        does lie before the days asked for."""
        if self.day is None or self.since is None:
            return False
        return self.earlier is not None or (self.day - self.since).days < EARLY

    def is_covered(self, period: str, by: str) -> bool:
        """Whether it lies between the first and the last article, those periods included."""
        return bool(self.since) and period_of(self.since, by) <= period <= self.until


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


@dataclass(frozen=True, slots=True)
class Past:
    """The two crossings of `traced` over all days, where days from `begin` on were asked for."""

    term: Crossing
    everything: Crossing
    begin: date = date.min


def traced(
    areas: Sequence[Area], term: Crossing, everything: Crossing, past: Past | None = None
) -> Trace:
    """Both crossings are over the same periods and by the codes of the areas, others among them.

    Without a past they are over all days themselves.
    """
    held = set(everything.values)
    areas = [one for one in areas if not one.former or one.code in held]
    hits, articles = (_rows(areas, one) for one in (term, everything))
    used = np.flatnonzero(articles.any(axis=0)) if articles.size else np.zeros(0, np.intp)
    cut = slice(int(used[0]), int(used[-1]) + 1) if len(used) else slice(0, 0)
    hits, articles = hits[:, cut], articles[:, cut]
    courses = _courses(areas, hits, articles, term, past or Past(term, everything))
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


def _courses(
    areas: Sequence[Area],
    hits: NDArray[np.int32],
    articles: NDArray[np.int32],
    term: Crossing,
    past: Past,
) -> list[Course]:
    """One an area, without ranks."""
    firsts = dict(zip(term.values, term.firsts, strict=True))
    since, until, earlier = _days(past.everything), _ends(past.everything), _days(past.term)
    return [
        Course(
            area,
            int(hits[at].sum()),
            int(articles[at].sum()),
            since.get(area.code),
            until.get(area.code, ""),
            day if (day := earlier.get(area.code)) and day < past.begin else None,
            firsts.get(area.code),
        )
        for at, area in enumerate(areas)
    ]


def _days(found: Crossing) -> dict[str, date]:
    """Of each value, the day of its first hit."""
    rows = zip(found.values, found.firsts, strict=True)
    return {value: date.fromordinal(first.day) for value, first in rows}


def _ends(found: Crossing) -> dict[str, str]:
    """Of each value, the last period that has a hit."""
    rows = zip(found.values, found.counts, strict=True)
    return {value: found.periods[int(row.nonzero()[0][-1])] for value, row in rows}


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
        months = _months(date.fromordinal(start), date.fromordinal(day))
        found.append(replace(one, rank=rank, months=months))
    return found


def _months(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month
