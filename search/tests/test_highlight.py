"""Highlights: exactly what matched, and no markup but <mark>."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.fold import fold, fold_with_origins
from archive.text.segment import RUN, query_words, spans
from search.highlight import Highlighter
from search.origins import Traced
from search.query import parse
from search.sought import Beginnings, Words
from search.tree import And, Near, Node, Not, Phrase, Prefix, Word


def highlighted(query: str, text: str) -> str:
    return Highlighter.of(parse(query).tree).whole(text)


@pytest.mark.parametrize(
    ("query", "text", "html"),
    [
        ("储能", "泰安储能产业", "泰安<mark>储能</mark>产业"),
        ('"8.7%"', "增长 8 . 7％。", "增长 <mark>8 . 7％</mark>。"),
        ("儲能", "发展储能", "发展<mark>储能</mark>"),
        ("gdp", "ＧＤＰ增长", "<mark>ＧＤＰ</mark>增长"),
        ("储能 泰安", "泰安储能", "<mark>泰安储能</mark>"),
        ("储能 -泰安", "泰安储能", "泰安<mark>储能</mark>"),
        ("产业储能", "储能产业发展", "<mark>储能产业</mark>发展"),
        ("", "泰安储能", "泰安储能"),
        ('"<b>"', "a<b>c", "a<mark>&lt;b&gt;</mark>c"),
    ],
)
def test_marks(query: str, text: str, html: str) -> None:
    assert highlighted(query, text) == html


@pytest.mark.parametrize("query", ["script", "alert", '"<"', "mark", "&", "lt"])
def test_markup_in_the_text_never_gets_out(query: str) -> None:
    text = "<script>alert('x')</script> <mark onclick=x> &lt;img src=x onerror=y&gt;"
    html = highlighted(query, text)
    assert "<" not in re.sub("</?mark>", "", html)
    assert unescape(re.sub("</?mark>", "", html)) == text


@given(st.text(max_size=60), st.text(max_size=8))
def test_any_text_comes_back_when_marks_are_taken_out(text: str, query: str) -> None:
    html = Highlighter.of(parse(query).tree).whole(text)
    assert unescape(re.sub("</?mark>", "", html)) == text


def test_snippet_shows_the_densest_place() -> None:
    text = "储能" + "无关的话。" * 60 + "储能电站与储能材料" + "别的话。" * 60
    snippet = Highlighter.of(parse("储能").tree).snippet(text)
    assert "储能</mark>电站与<mark>储能" in snippet
    assert snippet.startswith("…") and snippet.endswith("…")
    assert len(re.sub("</?mark>|…", "", snippet)) == 120


def test_snippet_without_match_is_the_beginning() -> None:
    text = "开头的话。" * 60
    assert Highlighter.of(parse("储能").tree).snippet(text).startswith("开头的话。")


TEXT = "泰安储能，" * 12 + "肥城的储能电站与储能材料。" + "试点储能与光伏，" * 20


@pytest.mark.parametrize("query", ["储能", "储能电站", "试点储能", '"储能与光伏，试点"', "能"])
@pytest.mark.parametrize("shift", range(0, 12, 3))
def test_snippet_never_cuts_a_hit(query: str, shift: int) -> None:
    finder = Highlighter.of(parse(query).tree)
    text = "前" * shift + TEXT + "尾" * 50
    whole = finder.whole(text)
    snippet = finder.snippet(text).strip("…")
    assert snippet in whole
    assert "<mark>" in snippet and snippet.count("<mark>") == snippet.count("</mark>")


def test_snippet_begins_with_the_sentence_where_that_is_near() -> None:
    text = "上一句说别的事。" * 20 + "肥城建成储能电站。" + "下一句。" * 60
    assert Highlighter.of(parse("储能").tree).snippet(text).startswith("…肥城建成<mark>储能")


def test_one_endless_hit_does_not_make_an_endless_snippet() -> None:
    assert len(Highlighter.of(parse("的").tree).snippet("的" * 5000)) < 200


@pytest.mark.parametrize(
    ("leaf", "text", "html"),
    [
        (Prefix("储能"), "储能电站，光伏与储能", "<mark>储能</mark>电站，光伏与<mark>储能</mark>"),
        (Prefix("家大"), "国家大事", "国家大事"),
        (Near("泰安", "储能", 4), "泰安建储能。储能", "<mark>泰安</mark>建<mark>储能</mark>。<mark>储能</mark>"),
        (Near("泰安", "储能", 1), "泰安的新储能", "泰安的新储能"),
        (Near("储能", "泰安", 2), "储能在泰安，别处也有储能", "<mark>储能</mark>在<mark>泰安</mark>，别处也有储能"),
        (Near("储能", "储能", 1), "储能、储能。第三处储能", "<mark>储能</mark>、<mark>储能</mark>。第三处储能"),
        (Near("储能", "储能电站", 0), "储能电站", "<mark>储能电站</mark>"),
        (Phrase("8.7%"), "增长８ . 7％", "增长<mark>８ . 7％</mark>"),
        (Word("产业储能"), "产业与储能", "<mark>产业</mark>与<mark>储能</mark>"),
        (Not(Word("储能")), "储能", "储能"),
        (And((Word("储能"), Not(Word("泰安")))), "泰安储能", "泰安<mark>储能</mark>"),
    ],
)  # fmt: skip
def test_each_kind_of_leaf(leaf: Node, text: str, html: str) -> None:
    assert Highlighter.of(leaf).whole(text) == html


def test_a_leaf_of_one_field_marks_only_there() -> None:
    finder = Highlighter.of(Word("储能", "title"))
    assert finder.whole("储能", "title") == "<mark>储能</mark>"
    assert finder.whole("储能", "subtitle") == finder.snippet("储能") == "储能"


def test_snippet_prefers_all_the_words_to_one_of_them_often() -> None:
    text = "储能、储能、储能。" + "无关的话。" * 60 + "泰安的储能。" + "别的话。" * 60
    snippet = Highlighter.of(parse("储能 泰安").tree).snippet(text)
    assert "<mark>泰安</mark>的<mark>储能</mark>" in snippet


MIXED = st.text(
    st.sampled_from("储能產業的，。 \n\t\u3000\u200b\x85８.7％%Aaｂ㎡①ﬁ-_、") | st.characters(),
    max_size=400,
)


@given(MIXED | MIXED.map(lambda text: text + "储能，" * 90 + text))
def test_a_text_folded_in_stretches_is_the_text_folded(text: str) -> None:
    traced, plain = Traced(text), fold_with_origins(text)
    assert traced.text == plain.text == fold(text)
    for at, character in enumerate(plain.text):
        if character != "\n":
            assert traced.origin(at, at + 1) == plain.origin(at, at + 1)


@given(MIXED, MIXED)
def test_words_found_in_stretches_are_those_of_the_text(text: str, query: str) -> None:
    folded = fold(text)
    asked = frozenset(query_words(fold(query + text[:6])))
    found = {place[:2] for place in Words(asked).places(folded)}
    assert found == {(start, end) for word, start, end in spans(folded) if word in asked}


@given(MIXED, st.lists(st.tuples(st.integers(0, 20), st.integers(1, 3)), min_size=1))
def test_prefixes_are_found_where_words_begin_so(text: str, cuts: list[tuple[int, int]]) -> None:
    folded = fold(text)
    begun = tuple(part for at, size in cuts if RUN.fullmatch(part := folded[at : at + size]))
    if begun:
        found = {place[:2] for place in Beginnings(begun).places(folded)}
        assert found == {(s, e) for word, s, e in spans(folded) if word.startswith(begun)}


@pytest.mark.parametrize(
    ("query", "html"),
    [
        ("新能*", "<mark>新能源</mark>汽车，创新能力"),
        ("人民政*", "<mark>人民政府</mark>，各民族人民政治上"),
        ("8.7*", "<mark>8.7%</mark>，18.7%"),
        ("泰安a*", "<mark>泰安a</mark>座，泰安b座"),
        ("标题:新* OR 能源*", "<mark>新能源</mark>"),
    ],
)
def test_a_beginning_is_one_run_of_characters_or_stands_as_it_is(query: str, html: str) -> None:
    text = html.replace("<mark>", "").replace("</mark>", "")
    assert Highlighter.of(parse(query).tree).whole(text) == html


def test_a_byline_is_looked_at_only_where_it_is_named() -> None:
    assert (
        Highlighter.of(parse("署名:王晓").tree).whole("王晓、刘志远", "byline").startswith("<mark>")
    )
    assert Highlighter.of(parse("王晓").tree).whole("王晓、刘志远", "byline") == "王晓、刘志远"


def test_a_text_of_forty_thousand_characters_is_marked_to_its_end() -> None:
    text = "前言，" * 13_000 + "末尾建成儲 能电站。"
    assert "<mark>儲 能</mark>电站。" in Highlighter.of(Word("储能")).snippet(text)
