"""Crossings against a plain scan: several segments, deletions, articles with many values or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import Engine, Filter, sets
from search.engine.crossing import Crossing, First, Span, cross, spans
from search.engine.documents import Document
from search.tests.engine_articles import article
from search.tests.memory_segment import snapshot_of
from search.tree import Among, Between, Everything, Nothing, Or, Phrase

DAY = date(2023, 11, 20).toordinal()
NAMES: dict[str, Callable[[date], str]] = {
    "month": lambda day: f"{day:%Y-%m}",
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "year": lambda day: f"{day.year}",
}

rows = st.lists(
    st.tuples(
        st.sets(st.sampled_from("abcdefg"), max_size=4),
        st.integers(DAY, DAY + 200),
        st.sampled_from(["储能", "光伏", "储能与光伏", ""]),
        st.booleans(),  # deleted
        st.integers(0, 2),  # segment
    ),
    max_size=40,
)


def _document(number: int, cities: set[str], day: int, body: str) -> Document:
    return Document(number, date.fromordinal(day), {"body": body}, {"city": sorted(cities)})


def _told(found: Crossing) -> tuple[dict[tuple[str, str], int], dict[str, int], dict[str, First]]:
    cells = {
        (value, period): int(found.counts[v, p])
        for v, value in enumerate(found.values)
        for p, period in enumerate(found.periods)
        if found.counts[v, p]
    }
    totals = {p: n for p, n in zip(found.periods, found.totals.tolist(), strict=True) if n}
    return cells, totals, dict(zip(found.values, found.firsts, strict=True))


def _plain(hits: list[Document], by: str) -> tuple[object, ...]:
    named = [(value, NAMES[by](one.date)) for one in hits for value in one.facets["city"]]
    firsts: dict[str, First] = {}
    for one in sorted(hits, key=lambda one: (one.date, one.number)):
        for value in one.facets["city"]:
            firsts.setdefault(value, First(one.date.toordinal(), one.number))
    return dict(Counter(named)), dict(Counter(NAMES[by](one.date) for one in hits)), firsts


def _plain_spans(hits: list[Document]) -> dict[str, Span]:
    days: dict[str, set[int]] = {}
    for one in hits:
        for value in one.facets["city"]:
            days.setdefault(value, set()).add(one.date.toordinal())
    return {value: Span(min(row), max(row), len(row)) for value, row in days.items()}


@settings(deadline=None)
@given(rows, st.sampled_from(list(NAMES)), st.sampled_from([1, 32]))
def test_as_a_plain_scan(rows: list, by: str, much: int) -> None:
    documents = [_document(number, *row[:3]) for number, row in enumerate(reversed(rows), 1)]
    told = list(zip(documents, reversed(rows), strict=True))
    batches = [[one for one, row in told if row[4] == place] for place in range(3)]
    gone = [one.number for one, row in told if row[3]]
    snapshot = snapshot_of(*batches, deleted=gone)
    filters = [Filter("day", Between(DAY + 10, DAY + 180)), Filter("x", Among("city", ("a", "b")))]
    sets_much, sets._MUCH = sets._MUCH, much
    try:
        term, everything = cross([Phrase("储能"), Everything()], [], "city", by, snapshot)
        narrowed = cross([Phrase("储能")], filters, "city", by, snapshot)[0]
    finally:
        sets._MUCH = sets_much
    alive = [one for one in documents if one.number not in gone]
    hits = [one for one in alive if "储能" in one.texts["body"]]
    assert _told(term) == _plain(hits, by)
    assert _told(everything) == _plain(alive, by)
    inside = [
        one
        for one in hits
        if DAY + 10 <= one.date.toordinal() <= DAY + 180 and {*one.facets["city"]} & {"a", "b"}
    ]
    assert _told(narrowed) == _plain(inside, by)
    assert spans(Phrase("储能"), filters, "city", snapshot) == _plain_spans(inside)
    assert spans(Everything(), [], "city", snapshot) == _plain_spans(alive)
    assert term.periods == everything.periods
    assert term.values == sorted(term.values)


def test_periods_have_no_gaps_and_are_the_same_for_all_trees() -> None:
    documents = [
        article(1, "储能", day="2023-11-30", city=["a"]),
        article(2, "光伏", day="2024-03-01", city=["a"]),
    ]
    first, second = cross(
        [Phrase("储能"), Phrase("光伏")], [], "city", "month", snapshot_of(documents)
    )
    assert first.periods == ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
    assert second.periods == first.periods
    assert first.row("a") == [1, 0, 0, 0, 0]
    assert second.row("a") == [0, 0, 0, 0, 1]
    assert second.row("nowhere") == [0] * 5


def test_of_one_day_the_lowest_number_is_first() -> None:
    late = [article(7, "储能", city=["a"]), article(9, "储能", city=["b"])]
    early = [article(3, "储能", city=["a", "b"])]
    found = cross([Phrase("储能")], [], "city", "year", snapshot_of(late, early))[0]
    assert [first.number for first in found.firsts] == [3, 3]


def test_nothing_found_and_no_field() -> None:
    snapshot = snapshot_of([article(1, "储能", city=["a"])])
    nothing = cross([Nothing()], [], "city", "month", snapshot)[0]
    assert (nothing.periods, nothing.values, nothing.firsts) == ([], [], [])
    assert nothing.counts.shape == (0, 0)
    totals = cross([Phrase("储能")], [], "", "month", snapshot)[0]
    assert (totals.periods, totals.totals.tolist()) == (["2024-03"], [1])
    assert totals.counts.shape == (0, 1)


def test_engine_crosses_what_is_written_and_forgets_what_is_deleted(engine: Engine) -> None:
    engine.write([article(number, "低空经济", city=["370900"]) for number in range(1, 5)])
    engine.write([article(5, "低空", city=["370100"])], deletions=[1])
    found = engine.cross(Phrase("低空经济"), field="city")
    assert (found.values, found.counts.tolist()) == (["370900"], [[3]])
    assert found.firsts == [First(date(2024, 3, 15).toordinal(), 2)]
    both = engine.crosses([Or((Phrase("低空经济"), Phrase("低空"))), Everything()], field="city")
    assert np.array_equal(both[0].counts, both[1].counts)


def test_wrong_questions_are_named(engine: Engine) -> None:
    with pytest.raises(ValueError, match="week"):
        engine.cross(Everything(), by="week")
    with pytest.raises(KeyError):
        engine.cross(Everything(), field="colour")
