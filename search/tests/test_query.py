"""Golden pairs of what a reader types and the tree it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import parse
from search.tree import And, Everything, Node, Not, Or, Phrase, Word, wanted

A, B, C = Word("储能"), Word("泰安"), Word("光伏")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Everything()),
        ("   ", Everything()),
        ("储能", A),
        ("储能 泰安", And((A, B))),
        ("储能　泰安", And((A, B))),
        ("储能 AND 泰安", And((A, B))),
        ("储能 OR 泰安", Or((A, B))),
        ("储能 OR 泰安 光伏", Or((A, And((B, C))))),
        ("(储能 OR 光伏) 泰安", And((Or((A, C)), B))),
        ("（储能 OR 光伏） 泰安", And((Or((A, C)), B))),
        ("储能 -泰安", And((A, Not(B)))),
        ("储能 NOT 泰安", And((A, Not(B)))),
        ("-储能", Not(A)),
        ('-"储能"', Not(Phrase("储能"))),
        ('"储能 泰安"', Phrase("储能 泰安")),
        ("“储能”", Phrase("储能")),
        ("「储能」泰安", And((Phrase("储能"), B))),
        ('“储能" 泰安', And((Phrase("储能"), B))),
        ('""', Everything()),
        ("C-130", Word("C-130")),
        ("储能 - 泰安", And((A, B))),
        ("and or", And((Word("and"), Word("or")))),
        ("8.7%", Word("8.7%")),
    ],
)
def test_query_reads_as(text: str, tree: Node) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert parsed.notices == []


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"储能', A),
        ("(储能", A),
        ("储能) 泰安", And((A, B))),
        ("储能 OR", A),
        ("AND 储能", A),
        ("储能 NOT", A),
        ("(" * 60 + "储能", A),
    ],
)
def test_broken_query_is_searched_as_words_and_says_so(text: str, tree: Node) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert len(parsed.notices) == 1


@given(st.text(alphabet='储能 "“”「」()（）-ANDORNOT\n*:', max_size=40))
def test_no_query_fails(text: str) -> None:
    list(wanted(parse(text).tree))


def test_what_is_not_wanted_is_not_marked() -> None:
    assert list(wanted(parse("储能 -泰安").tree)) == [A]
