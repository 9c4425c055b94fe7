"""Folding: what is a piece of a text stays a piece, and every character knows its origin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.fold import _SPACE, _TABLE, _kept_space, fold, fold_with_origins

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("储能儲能泰安發展，。％8.７% \t\u3000\nABab ½㎡ﬁİ\u200b\u0301é"),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("增長 8 . 7％", "增长8.7%"),
        ("ＧＤＰ 居 全省", "gdp居全省"),
        ("Hello   World", "hello world"),
        ("5 G 基站", "5 g基站"),
        ("第一段。\n\n　　第二段", "第一段.\n第二段".replace(".", "。")),
        ("乾隆體育", "干隆体育"),
        ("120㎡", "120m2"),
        ("零\u200b宽", "零宽"),
        ("  \n ", ""),
    ],
)
def test_fold_known_forms(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_piece_of_text_folds_to_piece(text: str, start: int, length: int) -> None:
    assert fold(text[start : start + length]) in fold(text)


@given(TEXTS)
def test_origins_agree_with_fold(text: str) -> None:
    folded = fold_with_origins(text)
    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    assert folded.origins == sorted(folded.origins)


def test_origin_names_the_original_characters() -> None:
    text = "增速達 8 . 7％。"
    folded = fold_with_origins(text)
    at = folded.text.index("8.7%")
    start, end = folded.origin(at, at + 4)
    assert text[start:end] == "8 . 7％"


LONG = "本報濟南１月３日訊　全市經濟運行　平穩，GDP 增長 8 . 7％。\n\n　　ＡＢ Cd……５０㎡；" * 4


@given(TEXTS, st.integers(0, len(LONG)))
def test_a_long_text_folds_character_by_character(text: str, at: int) -> None:
    whole = LONG[:at] + text + LONG[at:]
    assert fold(whole) == _SPACE.sub(_kept_space, whole.translate(_TABLE))
    assert fold_with_origins(whole).text == fold(whole)
