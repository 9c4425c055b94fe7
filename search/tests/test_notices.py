"""Queries that may be meant otherwise are told so, and no others."""

from __future__ import annotations

import pytest

from search.query import describe, parse

EVERYTHING = "没有可检索的词语，列出全部文章。"
OR = "“or”已按普通词语检索；要表示“或”请用大写 OR。"
NOT = "“not”已按普通词语检索；要表示“排除”请用大写 NOT。"
AND = "“and”已按普通词语检索；要表示“且”请用大写 AND。"
TOLD = {
    "-- - －": ("", [EVERYTHING]),
    '""': ("", [EVERYTHING]),
    "-“”": ("", [EVERYTHING]),
    "()": ("", [EVERYTHING]),
    "\u200b": ("", [EVERYTHING]),
    "*": ("", [EVERYTHING]),
    "＊* title:*": ("", [EVERYTHING]),
    "会议 or 发展": ("会议 AND or AND 发展", [OR]),
    "“会议” or (发展)": ('"会议" AND or AND 发展', [OR]),
    "and or not near": ("and AND or AND not AND near", [OR, NOT]),
    "会议 and 发展 and 经济": ("会议 AND and AND 发展 AND and AND 经济", [AND]),
    "会议 near/5 发展": (
        "会议 AND near/5 AND 发展",
        ["“near/5”已按普通词语检索；要表示“邻近”请用大写 NEAR/5。"],
    ),
    "增长 -3.5%": (
        "增长 AND -3.5%",
        ["“-3.5%”的减号读作负号；要排除请写 NOT 3.5%。"],
    ),
    "−２℃": ("−２℃", ["“−２℃”的减号读作负号；要排除请写 NOT ２℃。"]),
}


@pytest.mark.parametrize("text", TOLD)
def test_what_may_be_meant_otherwise_is_told(text: str) -> None:
    parsed = parse(text)
    assert (describe(parsed.tree), parsed.notices) == TOLD[text]


@pytest.mark.parametrize(
    "text", ["or 储能", "储能 or", '"会议 or 发展"', "Oregon or", "储能or光伏"]
)
def test_small_letters_that_join_nothing_are_words(text: str) -> None:
    assert parse(text).notices == []


@pytest.mark.parametrize(
    ("typed", "star"),
    [("*新能", True), ("新*能*", True), ("＊储能 光伏", True), ("新能*", False), ("储能 *", False)],
)
def test_a_star_that_stands_for_nothing_is_told(typed: str, star: bool) -> None:
    assert any("星号" in notice for notice in parse(typed).notices) is star
