"""Whatever is typed is read, written back the same, and costs little."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive.text.fold import fold
from search.query import describe, parse
from search.query.grammar import MOST
from search.query.tokens import is_word
from search.tree import (
    And,
    Between,
    Named,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    leaves,
    wanted,
)

HOSTILE = '储能a1 \u3000\n*＊:：-－−–"“”「」『』()（）&|＆｜.<>=~/\x00\u200f\u202e\ud800😀\ufe0fİ，'
PIECES = [
    *HOSTILE,
    *("AND", "OR", "NOT", "NEAR", "NEAR/3", "&&", "||", "title:", "标题：", "date:", "2024-03"),
    *("official:", "城市:", "..", ">=", "（泰安市）"),
]


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_any_text_is_read_and_written_back(text: str) -> None:
    tree = parse(text).tree
    list(wanted(tree))
    assert parse(describe(tree)).tree == tree
    assert not any("有误" in line for line in parse(describe(tree)).notices)


TEXTS = st.sampled_from(["", "title", "kicker", "subtitle", "body", "byline"])
WORDS = st.text("储能光伏aZ8.%:-/，|&", min_size=1, max_size=6).filter(is_word)
QUOTED = st.text("储能 a:*-()（AND", min_size=1, max_size=8).filter(str.strip)
DAYS = st.integers(365_000, 1_000_000)
LEAVES = st.one_of(
    st.builds(Word, WORDS, TEXTS),
    st.builds(Phrase, QUOTED, TEXTS),
    st.builds(Prefix, WORDS, TEXTS),
    st.builds(Near, WORDS, QUOTED, st.integers(0, 1000), TEXTS),
    st.builds(Named, st.sampled_from(["city", "official"]), QUOTED.map(str.strip)),
    st.builds(lambda day, more: Between(day, day + more), DAYS, st.integers(0, 900)),
    st.builds(lambda day: Between(day, None), DAYS),
    st.builds(lambda day: Between(None, day), DAYS),
)


def _grown(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=4).map(tuple)
    return st.one_of(several.map(And), several.map(Or), children.map(Not))


@settings(deadline=None)
@given(st.recursive(LEAVES, _grown, max_leaves=12))
def test_what_is_written_is_read_again(tree: Node) -> None:
    assert parse(describe(tree)).tree == tree


@pytest.mark.parametrize(
    "text",
    ['"' * 501, "「" * 500, "(" * 500, "(" * 250 + ")" * 250, ":" * 500, "title:" * 90, "-" * 500]
    + ["NOT " * 125, "-(" * 250, "a OR " * 100, "a NEAR " * 90, "\x00" * 500, "a " * 250]
    + [
        "\u202e😀" * 250,
        "date:" * 100,
        "official:李（" * 70,
        "*" * 500,
        '"" ' * 5000,
        "a" * 100_000,
    ],
)
def test_an_attack_costs_little(text: str) -> None:
    parsed = parse(text)
    assert len(list(leaves(parsed.tree))) <= MOST
    assert len(parsed.notices) <= 1


@settings(deadline=None)
@given(st.text('储能光伏a8.%，。、《》—·1"“”「」（）() \n', min_size=1, max_size=30))
def test_a_text_without_operators_is_found_where_it_stands(text: str) -> None:
    """Each part asked for is a piece of the text, so an article that holds the text has them all."""
    assume(fold(text))
    asked = list(wanted(parse(text).tree))
    assert all(isinstance(leaf, Word | Phrase) and fold(leaf.text) in fold(text) for leaf in asked)
