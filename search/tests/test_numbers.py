"""Plain numbers have two spellings, whatever is exact has one."""

from __future__ import annotations

import pytest

from search.query import parse
from search.query.numbers import respelled, widened
from search.tree import And, Or, Word


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("5,000", "5000"),
        ("5000", "5,000"),
        ("1234567.89", "1,234,567.89"),
        ("1,234,567", "1234567"),
        ("投资５，０００万元", "投资5000万元"),
        ("12000万元", "12,000万元"),
        *((text, "") for text in ("999", "5,00", "2024年", "2024-03", "05312", "A5000", "1,2345")),
        *((text, "") for text in ("3/1000", "12:3000", "储能", "0.1234", "5,000,00")),
    ],
)
def test_number_has_another_spelling(text: str, other: str) -> None:
    assert respelled(text) == other


def test_plain_numbers_are_asked_for_in_both_spellings() -> None:
    both = Or((Word("5,000", "title"), Word("5000", "title")))
    assert widened(parse("title:5,000 储能").tree) == And((both, Word("储能")))
    for exact in ('"5,000"', "5,000*", "5,000 NEAR 储能", "official:5,000"):
        assert widened(parse(exact).tree) == parse(exact).tree
