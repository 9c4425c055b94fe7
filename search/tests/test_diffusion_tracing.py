"""The spread of a term out of two crossings: order, lags, coverage, who never printed it."""

from __future__ import annotations

from datetime import date

import pytest

from search.diffusion.drawing import shades, steps
from search.diffusion.scope import Area
from search.diffusion.tracing import Past, Trace, traced
from search.engine import Document
from search.engine.crossing import cross
from search.tests.engine_articles import article
from search.tests.memory_segment import snapshot_of
from search.tree import Everything, Phrase

NAMES = {"370100": "济南市", "370200": "青岛市", "370300": "淄博市", "370400": "枣庄市"}
AREAS = [Area(code, name, name[:-1], "prefecture", "370000") for code, name in NAMES.items()]


def told(*documents: Document, by: str = "month", areas: list[Area] = AREAS) -> Trace:
    """Of the term 低空."""
    term, everything = cross([Phrase("低空"), Everything()], [], "city", by, snapshot_of(documents))
    return traced(areas, term, everything)


def made(number: int, day: str, body: str, *cities: str) -> Document:
    return article(number, body, day=day, city=list(cities))


@pytest.fixture
def trace() -> Trace:
    return told(
        made(1, "2023-01-10", "旧闻", "370100", "370200"),
        made(2, "2023-11-30", "低空", "370200"),
        made(3, "2024-02-01", "低空起飞", "370100", "999999"),
        made(4, "2024-03-05", "低空", "370100"),
        made(5, "2024-03-06", "别的", "370300"),
        made(6, "2024-05-01", "别的", "999999"),
    )


def test_places_follow_in_the_order_of_their_first_mention(trace: Trace) -> None:
    rows = [(one.area.name, one.rank, one.day, one.months) for one in trace.adopted]
    assert rows == [
        ("青岛市", 1, date(2023, 11, 30), 0),
        ("济南市", 2, date(2024, 2, 1), 3),
    ]
    assert [one.first.number for one in trace.adopted if one.first] == [2, 3]


def test_who_is_held_and_never_printed_it_is_told_apart_from_who_is_not_held(trace: Trace) -> None:
    assert [one.area.name for one in trace.silent] == ["淄博市"]
    assert [one.area.name for one in trace.unheld] == ["枣庄市"]
    assert trace.unheld[0].since is None and trace.unheld[0].per_1000 is None


def test_counts_and_shares_are_of_the_place(trace: Trace) -> None:
    jinan = trace.adopted[1]
    assert (jinan.hits, jinan.articles, jinan.since) == (2, 3, date(2023, 1, 10))
    assert jinan.per_1000 == 666.667
    assert trace.total == 3


def test_periods_run_from_the_first_article_on_a_place_to_the_last(trace: Trace) -> None:
    """What lies elsewhere (999999) makes no period."""
    assert (trace.periods[0], trace.periods[-1]) == ("2023-01", "2024-03")
    assert trace.hits.shape == trace.articles.shape == (4, len(trace.periods)) == (4, 15)
    assert trace.hits[0].tolist()[-2:] == [1, 1]


def test_places_of_one_day_share_a_rank_and_the_next_is_counted_on() -> None:
    trace = told(
        made(1, "2024-01-01", "低空", "370300", "370200"),
        made(2, "2024-01-02", "低空", "370100"),
    )
    assert [(one.area.code, one.rank) for one in trace.adopted] == [
        ("370200", 1), ("370300", 1), ("370100", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "early"), [("2024-03-30", True), ("2024-03-31", False)])
def test_a_first_mention_soon_after_coverage_began_may_not_be_the_first(
    day: str, early: bool
) -> None:
    """Within 90 days: 2024-01-01 and 2024-03-31 lie 90 days apart."""
    trace = told(made(1, "2024-01-01", "旧闻", "370100"), made(2, day, "低空", "370100"))
    assert trace.adopted[0].is_early is early


def test_days_asked_for_cut_the_counts_and_not_what_is_known_from_before() -> None:
    """From March: 济南 had the term in January, 青岛 was held then, 淄博 begins in March."""
    january = [
        made(1, "2024-01-01", "低空", "370100"),
        made(2, "2024-01-02", "旧闻", "370200"),
        made(3, "2024-01-03", "低空", "370400"),
    ]
    later = [
        made(4, "2024-03-01", "别的", "370100", "370300", "370400"),
        made(5, "2024-04-10", "低空", "370100", "370200", "370300"),
        made(6, "2024-05-01", "别的", "370300"),
    ]
    crossings = [
        cross([Phrase("低空"), Everything()], [], "city", "month", snapshot_of(rows))
        for rows in (later, [*january, *later])
    ]
    trace = traced(AREAS, *crossings[0], Past(*crossings[1], date(2024, 3, 1)))
    assert trace.periods == ["2024-03", "2024-04", "2024-05"]
    rows = {one.area.name: (one.hits, one.since, one.earlier, one.is_early) for one in trace.held}
    assert rows == {
        "济南市": (1, date(2024, 1, 1), date(2024, 1, 1), True),
        "青岛市": (1, date(2024, 1, 2), None, False),
        "淄博市": (1, date(2024, 3, 1), None, True),
        "枣庄市": (0, date(2024, 1, 3), date(2024, 1, 3), False),
    }
    covered = {
        one.area.name: [int(one.is_covered(period, "month")) for period in trace.periods]
        for one in trace.held
    }
    assert covered == {
        "济南市": [1, 1, 0], "青岛市": [1, 1, 0], "淄博市": [1, 1, 1], "枣庄市": [1, 0, 0],
    }  # fmt: skip
    assert [one.covered for one in steps(trace, "month")] == [4, 4, 4]


def test_a_place_given_up_is_compared_only_where_it_is_written_about() -> None:
    former = Area("371200", "莱芜市", "莱芜", "prefecture", "370000", former=True)
    here = made(1, "2018-01-01", "低空", "370100")
    assert len(told(here, areas=[*AREAS, former]).areas) == 4
    there = made(2, "2018-01-02", "低空", "371200")
    trace = told(here, there, areas=[*AREAS, former])
    assert [one.area.name for one in trace.adopted] == ["济南市", "莱芜市"]


def test_nothing_held_is_no_period_and_nobody() -> None:
    trace = told()
    assert (trace.periods, trace.held, len(trace.unheld)) == ([], [], 4)


def test_steps_accumulate_adoptions_and_coverage(trace: Trace) -> None:
    rows = {one.period: one for one in steps(trace, "month")}
    assert (rows["2023-01"].adopted, rows["2023-01"].covered) == (0, 2)
    assert (rows["2023-12"].adopted, rows["2024-03"].adopted) == (1, 2)
    assert rows["2024-03"].covered == 3
    assert [one.area.name for one in rows["2024-02"].fresh] == ["济南市"]


@pytest.mark.parametrize(
    ("by", "period"), [("month", "2024-05"), ("quarter", "2024-Q2"), ("year", "2024")]
)
def test_a_period_is_named_as_the_engine_names_it(by: str, period: str) -> None:
    day = date(2024, 5, 31)
    found = told(made(1, day.isoformat(), "低空", "370100"), by=by)
    assert found.periods == [period]
    assert [one.period for one in steps(found, by) if one.fresh] == [period]


def test_shades_hold_about_as_many_places_each_and_part_no_month() -> None:
    days = [date(2024, 1, 5), date(2024, 1, 25), *(date(2024, month, 1) for month in range(2, 10))]
    legend, levels = shades(days)
    assert [(one.level, one.first.month, one.last.month) for one in legend] == [
        (5, 1, 1), (4, 2, 3), (3, 4, 5), (2, 6, 7), (1, 8, 9),
    ]  # fmt: skip
    assert levels[date(2024, 1, 1)] == 5
    assert shades([]) == ([], {})


def test_one_place_alone_has_the_strongest_shade() -> None:
    assert shades([date(2024, 1, 5)])[1] == {date(2024, 1, 1): 5}
