"""A question never has more clauses than a cluster takes, and says so where it would need them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from search.engine import TooCostly
from search.opensearch.conditions import EVERYTHING, MOST, NOTHING, condition, width
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
