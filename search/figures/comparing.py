"""One indicator compared: places by periods, and targets beside the results printed later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from archive.extract.measuring import is_less_better
from archive.models import Place
from archive.selectors.figures import (
    FigureFilter,
    figure_facts,
    figure_keys,
    figure_rows,
    figure_sources,
    figure_units,
)
from search.figures import spans
from search.figures.asked import FigureRequest
from search.figures.listing import address
from search.figures.understanding import filter_of
from search.labels import full_name

MOST_FACTS = 6000  # figures that are compared, the newest printed first
MOST_PLACES, MOST_PERIODS, MOST_VALUES, MOST_PAIRS = 20, 6, 3, 40
ACTUAL, TARGET = "actual", "target"
Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that has a place and a period of one year."""

    pk: int
    article: int
    place: int
    year: int
    start: date
    end: date
    kind: str
    value: float
    printed: date

    @property
    def url(self) -> str:
        return address(self.article, self.pk)


@dataclass(slots=True)
class Told:
    """A value with all the figures that tell it, the newest first; `source` names the newest's."""

    value: float
    facts: list[Fact]
    source: str = ""

    @property
    def newest(self) -> Fact:
        return self.facts[0]


@dataclass(slots=True)
class Cell:
    """What is told of a place and a period: values of each kind, the newest printed first."""

    actual: list[Told] = field(default_factory=list)
    target: list[Told] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pair:
    """A target and the result printed later. `reached`: not below it, or not above where less is better."""

    place: str
    period: Period
    target: Told
    actual: Told
    difference: float
    reached: bool


@dataclass(slots=True)
class Comparison:
    """`units` are the base units the indicators have; `left_out` places and `older` periods not shown."""

    units: list[tuple[str, int]]
    unit: str = ""
    places: list[tuple[str, str]] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    cells: dict[tuple[str, Period], Cell] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    more_places: int = 0
    more_periods: int = 0
    more_pairs: int = 0
    is_cut: bool = False
    is_less_better: bool = False
    choices: list[tuple[str, int]] = field(default_factory=list)


def compared(request: FigureRequest) -> Comparison:
    """All filters hold; without an indicator there are only `choices` of one."""
    asked = filter_of(request)
    if not request.indicator:
        rows = figure_rows(asked=replace(asked, kind=""))
        return Comparison([], choices=figure_keys(rows=rows, limit=40))
    units = figure_units(rows=figure_rows(asked=FigureFilter(keys=asked.keys)), limit=8)
    unit = request.base_unit or (units[0][0] if units else "")
    rows = figure_rows(asked=replace(asked, base_unit=unit, kind=""))
    facts = [Fact(*row) for row in figure_facts(rows=rows, limit=MOST_FACTS)]
    found = Comparison(units, unit, is_cut=len(facts) == MOST_FACTS)
    places = _places(fact.place for fact in facts)
    wanted = [fact for fact in facts if _is_wanted(places[fact.place], request)]
    _fill(found, [fact for fact in wanted if is_span(fact, request.span)], places, request.kind)
    found.is_less_better = is_less_better(request.indicator[0])
    _pair(found, wanted, places)
    _name_sources(found)
    return found


def is_span(fact: Fact, span: str) -> bool:
    """`year`: a whole year or its last day; `part`: any other time within a year."""
    at_end = (fact.end.month, fact.end.day) == (12, 31)
    whole = at_end and (fact.start == fact.end or (fact.start.month, fact.start.day) == (1, 1))
    return whole if span == "year" else not whole


def period_of(fact: Fact) -> Period:
    """The end of a year and the whole of it stand in one column."""
    if is_span(fact, "year"):
        return date(fact.year, 1, 1), fact.end
    return fact.start, fact.end


def _is_wanted(place: Place, request: FigureRequest) -> bool:
    level = request.level or ("county" if request.articles.county else "city")
    return (place.level == Place.Level.COUNTY) == (level == "county")


def _places(numbers: Iterable[int]) -> dict[int, Place]:
    rows = Place.objects.select_related("parent")
    return rows.in_bulk(sorted(set(numbers)))


def label(place: Place) -> str:
    """A county with its city: 肥城市（泰安市）."""
    if place.level == Place.Level.COUNTY and place.parent:
        return full_name(place.name, place.parent.name)
    return place.name


def _fill(found: Comparison, facts: list[Fact], places: dict[int, Place], kind: str) -> None:
    facts = [fact for fact in facts if not kind or fact.kind == kind]
    often = Counter(fact.place for fact in facts)
    chosen = {place for place, _count in often.most_common(MOST_PLACES)}
    periods = sorted({period_of(fact) for fact in facts if fact.place in chosen}, key=_by_end)
    found.more_places = len(often) - len(chosen)
    found.more_periods = max(0, len(periods) - MOST_PERIODS)
    found.periods = periods[-MOST_PERIODS:]
    shown = sorted((places[place] for place in chosen), key=lambda place: place.code)
    kept = set(found.periods)
    grouped: dict[tuple[str, Period], list[Fact]] = {}
    for fact in facts:
        if fact.place in chosen and (period := period_of(fact)) in kept:
            grouped.setdefault((places[fact.place].code, period), []).append(fact)
    found.cells = {
        where: Cell(
            told([fact for fact in rows if fact.kind == ACTUAL]),
            told([fact for fact in rows if fact.kind == TARGET]),
        )
        for where, rows in grouped.items()
    }
    present = {code for code, _period in found.cells}
    found.places = [(place.code, label(place)) for place in shown if place.code in present]


def _by_end(period: Period) -> tuple[date, date]:
    return period[1], period[0]


def told(facts: Iterable[Fact]) -> list[Told]:
    """The values told, each once, the newest printed first."""
    values: dict[float, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: (fact.printed, fact.pk), reverse=True):
        values.setdefault(fact.value, []).append(fact)
    return [Told(value, rows) for value, rows in values.items()]


def _pair(found: Comparison, facts: list[Fact], places: dict[int, Place]) -> None:
    """The newest result of a place and period beside the newest target printed before it."""
    grouped: dict[tuple[int, Period], list[Fact]] = {}
    for fact in facts:
        grouped.setdefault((fact.place, period_of(fact)), []).append(fact)
    pairs = []
    for (place, period), rows in grouped.items():
        actual = told(row for row in rows if row.kind == ACTUAL)[:1]
        before = [row for row in rows if row.kind == TARGET and actual and _is_earlier(row, actual)]
        for aim in told(before)[:1]:
            gap = actual[0].value - aim.value
            reached = gap <= 0 if found.is_less_better else gap >= 0
            pairs.append(
                (places[place], Pair(label(places[place]), period, aim, actual[0], gap, reached))
            )
    pairs.sort(key=lambda row: (row[1].period[1], row[1].period[0]), reverse=True)
    pairs.sort(key=lambda row: row[0].code)
    found.more_pairs = max(0, len(pairs) - MOST_PAIRS)
    found.pairs = [pair for _place, pair in pairs[:MOST_PAIRS]]


def _is_earlier(target: Fact, actual: Sequence[Told]) -> bool:
    return target.printed < actual[0].newest.printed


def _name_sources(found: Comparison) -> None:
    """The newspaper and day of each value that is shown, in one query."""
    shown = [
        one
        for cell in found.cells.values()
        for row in (cell.actual, cell.target)
        for one in row[:MOST_VALUES]
    ]
    shown += [one for pair in found.pairs for one in (pair.target, pair.actual)]
    names = figure_sources(articles={one.newest.article for one in shown})
    for one in shown:
        one.source = names.get(one.newest.article, "")


def scale(found: Comparison) -> tuple[float, str]:
    """The step that all values of the page are shown in, and the unit it makes."""
    rows = [cell.actual or cell.target for cell in found.cells.values()]
    values = [row[0].value for row in rows] or [pair.actual.value for pair in found.pairs]
    return spans.scale_of(values, found.unit)
