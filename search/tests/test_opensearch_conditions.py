"""A question never has more clauses than a cluster takes, and says so where it would need them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from search.engine import TooCostly
from search.engine.crossing import First
from search.opensearch.conditions import EVERYTHING, MOST, NOTHING, condition, width
from search.opensearch.crossing import _crossed
from search.tree import And, Between, Near, Node, Not, Or, Phrase, Word

CHARACTERS = "".join(map(chr, range(0x4E00, 0x4E00 + 5000)))
LONG = CHARACTERS[:500]


def _many(kind: type[Phrase] | type[Word], size: int) -> Sequence[Node]:
    return [kind(CHARACTERS[at * size : (at + 1) * size]) for at in range(64)]


@pytest.mark.parametrize(
    "tree",
    [
        Phrase(LONG),
        And(tuple(_many(Phrase, 7))),
        Or(tuple(_many(Phrase, 70))),
        Not(Or(tuple(_many(Phrase, 3)))),
        Near(LONG[:100], LONG[100:200], 5),
    ],
)
def test_what_a_reader_can_type_fits_into_one_question(tree: Node) -> None:
    assert 0 < width(condition(tree)) <= MOST


@pytest.mark.parametrize("tree", [Near(LONG[:200], LONG[200:], 5), And(tuple(_many(Word, 40)))])
def test_what_does_not_fit_is_too_costly(tree: Node) -> None:
    with pytest.raises(TooCostly):
        condition(tree)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (Between(None, None), EVERYTHING),
        (Between(-3, 10**8), EVERYTHING),
        (Between(10**8, None), NOTHING),
        (Between(None, 0), NOTHING),
        (Between(738_000, 10**8), {"range": {"date": {"gte": "2021-07-29"}}}),
    ],
)
def test_days_that_no_calendar_has_are_no_fault(days: Between, found: dict[str, object]) -> None:
    assert condition(days) == found


def test_what_is_written_between_two_questions_is_in_no_wrong_month() -> None:
    """2024-03 and 2024-04 were counted; then an article of 2024-02 and one of 2024-05 came."""
    february, march, may = (date(2024, month, 1).toordinal() for month in (2, 3, 5))
    months = range(54 * 12 + 2, 54 * 12 + 4)
    cells = {"370900": {february: 7, march: 2, may: 8}}
    found = _crossed({march: 2}, {"370900": First(march, 1)}, cells, months, "month")
    assert found.periods == ["2024-03", "2024-04"]
    assert found.counts.tolist() == [[2, 0]]
    assert found.totals.tolist() == [2, 0]
