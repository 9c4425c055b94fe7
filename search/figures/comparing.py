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
    figure_rows,
    figure_sources,
    figure_units,
    indicators_of,
)
from search.figures import spans
from search.figures.asked import FigureRequest
from search.figures.listing import address
from search.figures.understanding import filter_of
from search.labels import full_name

MOST_FACTS = 6000  # figures that are compared, the newest printed first
MOST_PLACES, MOST_PERIODS, MOST_VALUES, MOST_PAIRS = 20, 6, 3, 40
ACTUAL, TARGET = "actual", "target"
# A result told in the last month of its period counts for all of it.
LAST_DAYS = 31
Period = tuple[date, date]
Line = tuple[str, str]  # code of a place, indicator


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that has a place and a period of one year."""

    pk: int
    article: int
    place: int
    key: str
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
    """A target and the result printed later; `reached`: not below it, or above where less is better."""

    place: str
    period: Period
    target: Told
    actual: Told
    difference: float
    reached: bool


@dataclass(slots=True)
class Comparison:
    """`units` are the base units the indicators have; `more_…` what there is and is not shown."""

    units: list[tuple[str, int]]
    unit: str = ""
    places: list[tuple[Line, str]] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    cells: dict[tuple[Line, Period], Cell] = field(default_factory=dict)
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
        choices = indicators_of(asked=replace(asked, kind=""), limit=40)
        return Comparison([], choices=choices)
    units = figure_units(rows=figure_rows(asked=FigureFilter(keys=asked.keys)), limit=8)
    unit = request.base_unit or (units[0][0] if units else "")
    rows = figure_rows(asked=replace(asked, base_unit=unit, kind=""))
    facts = [Fact(*row) for row in figure_facts(rows=rows, limit=MOST_FACTS)]
    found = Comparison(units, unit, is_cut=len(facts) == MOST_FACTS)
    places = _places(fact.place for fact in facts)
    wanted = [fact for fact in facts if is_over(fact) and _is_wanted(places[fact.place], request)]
    _fill(found, [fact for fact in wanted if is_span(fact, request.span)], places, request.kind)
    found.is_less_better = all(is_less_better(key) for key in request.indicator)
    _pair(found, wanted, places)
    _name_sources(found)
    return found


def is_over(fact: Fact) -> bool:
    """Not what a running year has brought so far: 今年已完成80万吨, printed in March."""
    return fact.kind == TARGET or (fact.end - fact.printed).days <= LAST_DAYS


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


def label(place: Place, key: str = "") -> str:
    """A county with its city, and the indicator where there are several: 肥城市（泰安市） · 产值."""
    name = place.name
    if place.level == Place.Level.COUNTY and place.parent:
        name = full_name(place.name, place.parent.name)
    return f"{name} · {key}" if key else name


def _fill(found: Comparison, facts: list[Fact], places: dict[int, Place], kind: str) -> None:
    """A row is of one place and one indicator."""
    facts = [fact for fact in facts if not kind or fact.kind == kind]
    often = Counter((fact.place, fact.key) for fact in facts)
    chosen = {line for line, _count in often.most_common(MOST_PLACES)}
    facts = [fact for fact in facts if (fact.place, fact.key) in chosen]
    periods = sorted({period_of(fact) for fact in facts}, key=_by_end)
    found.more_places = len(often) - len(chosen)
    found.more_periods = max(0, len(periods) - MOST_PERIODS)
    found.periods = periods[-MOST_PERIODS:]
    kept = set(found.periods)
    grouped: dict[tuple[Line, Period], list[Fact]] = {}
    for fact in facts:
        if (period := period_of(fact)) in kept:
            line = (places[fact.place].code, fact.key)
            grouped.setdefault((line, period), []).append(fact)
    found.cells = {
        where: Cell(
            told(fact for fact in rows if fact.kind == ACTUAL),
            told(fact for fact in rows if fact.kind == TARGET),
        )
        for where, rows in grouped.items()
    }
    by_code = {place.code: place for place in places.values()}
    several = len({key for _place, key in often}) > 1
    found.places = [
        ((code, key), label(by_code[code], key if several else ""))
        for code, key in sorted({line for line, _period in found.cells})
    ]


def _by_end(period: Period) -> tuple[date, date]:
    return period[1], period[0]


def told(facts: Iterable[Fact]) -> list[Told]:
    """The values told, each once, the newest printed first."""
    values: dict[float, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: (fact.printed, fact.pk), reverse=True):
        values.setdefault(fact.value, []).append(fact)
    return [Told(value, rows) for value, rows in values.items()]


def _pair(found: Comparison, facts: list[Fact], places: dict[int, Place]) -> None:
    """The newest result of a place, indicator and period beside the newest target before it."""
    grouped: dict[tuple[str, str, Period], list[Fact]] = {}
    for fact in facts:
        where = (places[fact.place].code, fact.key, period_of(fact))
        grouped.setdefault(where, []).append(fact)
    several = len({key for _code, key, _period in grouped}) > 1
    pairs = []
    for (_code, key, period), rows in sorted(grouped.items(), key=_in_order):
        actual = told(row for row in rows if row.kind == ACTUAL)[:1]
        before = [row for row in rows if row.kind == TARGET and actual and _is_earlier(row, actual)]
        for aim in told(before)[:1]:
            gap = actual[0].value - aim.value
            reached = gap <= 0 if is_less_better(key) else gap >= 0
            name = label(places[aim.newest.place], key if several else "")
            pairs.append(Pair(name, period, aim, actual[0], gap, reached))
    found.more_pairs = max(0, len(pairs) - MOST_PAIRS)
    found.pairs = pairs[:MOST_PAIRS]


def _in_order(group: tuple[tuple[str, str, Period], list[Fact]]) -> tuple[str, str, int, int]:
    """By place and indicator, the newest period first."""
    (code, key, (start, end)), _facts = group
    return code, key, -end.toordinal(), -start.toordinal()


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
