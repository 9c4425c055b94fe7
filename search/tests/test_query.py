"""Golden pairs of what a reader types and the tree it means, written in one spelling."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from search.query import describe, parse
from search.query.fields import FIELDS
from search.query.grammar import DEEPEST, MOST
from search.syntax import EXAMPLES
from search.tree import (
    Between,
    Named,
    Near,
    Phrase,
    Prefix,
    Word,
    is_ranked,
    leaves,
    wanted,
)

GOLDEN = {
    # Words
    "": "",
    "   ": "",
    "储能": "储能",
    "储能 泰安": "储能 AND 泰安",
    "储能　泰安": "储能 AND 泰安",
    "储能 泰安 光伏": "储能 AND 泰安 AND 光伏",
    "8.7%": "8.7%",
    # What looks like syntax and is none
    "C-130": "C-130",
    "2024-03": "2024-03",
    "12-5 A-B": "12-5 AND A-B",
    "储能 - 泰安": "储能 AND 泰安",
    "储能 –– － –": "储能",
    '"C"-130': '"C" AND 130',
    "http://example.cn/a?b=1": "http://example.cn/a?b=1",
    "12:30 开工": "12:30 AND 开工",
    "比例3:1": "比例3:1",
    "R&D A|B": "R&D AND A|B",
    "NEAR/x": "NEAR/x",
    # AND, OR, NOT, brackets
    "储能 AND 泰安": "储能 AND 泰安",
    "储能 && 泰安": "储能 AND 泰安",
    "储能＆＆泰安": "储能 AND 泰安",
    "储能 ＡＮＤ 泰安": "储能 AND 泰安",
    "储能 OR 泰安": "储能 OR 泰安",
    "储能||泰安": "储能 OR 泰安",
    "储能 ｜｜ 泰安": "储能 OR 泰安",
    "储能 OR 泰安 光伏": "储能 OR (泰安 AND 光伏)",
    "(储能 OR 光伏) 泰安": "(储能 OR 光伏) AND 泰安",
    "（储能 OR 光伏）泰安": "(储能 OR 光伏) AND 泰安",
    "((储能))": "储能",
    "() 储能（）": "储能",
    "储能 -泰安": "储能 AND NOT 泰安",
    "储能 －泰安": "储能 AND NOT 泰安",
    "储能 NOT 泰安": "储能 AND NOT 泰安",
    "储能 AND NOT 泰安": "储能 AND NOT 泰安",
    "储能 OR -泰安": "储能 OR NOT 泰安",
    "-储能": "NOT 储能",
    "会议 −发展": "会议 AND NOT 发展",
    "会议 ﹣发展": "会议 AND NOT 发展",
    "会议 –发展": "会议 AND NOT 发展",
    "增长 NOT 3.5%": "增长 AND NOT 3.5%",
    "增长 -(3.5%)": "增长 AND NOT 3.5%",
    "2020–2024 5−3": "2020–2024 AND 5−3",
    "-储能 -光伏": "NOT 储能 AND NOT 光伏",
    "--储能": "NOT 储能",
    "NOT NOT 储能": "NOT NOT 储能",
    "-(储能 光伏)": "NOT (储能 AND 光伏)",
    '-"储能"': 'NOT "储能"',
    # Phrases
    '"储能 泰安"': '"储能 泰安"',
    "“储能”": '"储能"',
    "＂储能＂": '"储能"',
    "「储能」泰安": '"储能" AND 泰安',
    "『储能』": '"储能"',
    '“储能" 泰安': '"储能" AND 泰安',
    '「a"b」': '「a"b」',
    '"" 储能 OR " "': "储能",
    '"AND"': '"AND"',
    '"储能*"': '"储能*"',
    # Fields
    "title:储能": "title:储能",
    "标题：储能": "title:储能",
    "Title: 储能": "title:储能",
    "title:储能 光伏": "title:储能 AND 光伏",
    'body:"储能 光伏"': 'body:"储能 光伏"',
    "正文：“储能”": 'body:"储能"',
    "title:(储能 AND 光伏)": "title:储能 AND title:光伏",
    "title:(储能 OR body:光伏) 泰安": "(title:储能 OR body:光伏) AND 泰安",
    "-title:储能": "NOT title:储能",
    "title:-储能": "NOT title:储能",
    "title:(储能 -光伏)": "title:储能 AND NOT title:光伏",
    "引题:a 副题:b 署名:c": "kicker:a AND subtitle:b AND byline:c",
    "kicker:a subtitle:b byline:c": "kicker:a AND subtitle:b AND byline:c",
    "title:http://x": "title:http://x",
    # Names
    "official:李兰祥": "official:李兰祥",
    "官员:李兰祥 储能": "official:李兰祥 AND 储能",
    "官员： 李兰祥 储能": "官员：李兰祥 AND 储能",
    "城市：让生活（更）美好": "城市：让生活（更） AND 美好",
    "标题：城市：让生活更美好": "title:城市：让生活更美好",
    "城市：“泰安” 城市：(泰安)": "city:泰安 AND city:泰安",
    "official:(李强 OR 王伟)": "official:李强 OR official:王伟",
    "official:李强（泰安市） 储能": 'official:"李强（泰安市）" AND 储能',
    "official:李强(泰安市)": 'official:"李强(泰安市)"',
    "city:泰安 (储能)": "city:泰安 AND 储能",
    "city:泰安(储能 OR 光伏)": "city:泰安 AND (储能 OR 光伏)",
    'official:"李强（泰安市）"': 'official:"李强（泰安市）"',
    "城市:泰安 地区:肥城": "city:泰安 AND city:肥城",
    "county:肥城市 区县:肥城": "county:肥城市 AND county:肥城",
    "industry:储能 行业:文旅": "industry:储能 AND industry:文旅",
    "newspaper:大众日报 -报纸:大众": "newspaper:大众日报 AND NOT newspaper:大众",
    "official:李*": 'official:"李*"',
    # Days
    "date:2024": "date:2024-01-01..2024-12-31",
    "date:2024-02": "date:2024-02-01..2024-02-29",
    "date:2024-03-05": "date:2024-03-05",
    "日期：2024年3月5日": "date:2024-03-05",
    "date:2024/3": "date:2024-03-01..2024-03-31",
    "date:2024.03": "date:2024-03-01..2024-03-31",
    "date:2024.3.5": "date:2024-03-05",
    "date:2024/3/5": "date:2024-03-05",
    "date:2024年3月": "date:2024-03-01..2024-03-31",
    "date:2024-2025": "date:2024-01-01..2025-12-31",
    "日期：2024—2025": "date:2024-01-01..2025-12-31",
    "日期：2024––2025": "date:2024-01-01..2025-12-31",
    "date:2024年3月-2024年6月": "date:2024-03-01..2024-06-30",
    "date:2024年1月至6月": "date:2024-01-01..2024-06-30",
    "date:2024年1月5日-6月3日": "date:2024-01-05..2024-06-03",
    "日期：2024年11月—12月": "date:2024-11-01..2024-12-31",
    "date:2024-03-2024-06": "date:2024-03-01..2024-06-30",
    "date:2024.3.5-2024.4": "date:2024-03-05..2024-04-30",
    "date:2024.03..2024.06": "date:2024-03-01..2024-06-30",
    "date:2024—": "date:2024-01-01..",
    "date:2024-01..2024-06": "date:2024-01-01..2024-06-30",
    "date:2024年1月至2024年6月": "date:2024-01-01..2024-06-30",
    "date:2024-01..": "date:2024-01-01..",
    "date:..2024-06-30": "date:..2024-06-30",
    "date:>=2024-03": "date:2024-03-01..",
    "date:＞2024-03": "date:2024-04-01..",
    "date:<2024-03": "date:..2024-02-29",
    "date:<=2024-03": "date:..2024-03-31",
    "储能 -date:2024": "储能 AND NOT date:2024-01-01..2024-12-31",
    "date:(2023-01 OR 2024-01)": "date:2023-01-01..2023-01-31 OR date:2024-01-01..2024-01-31",
    # NEAR
    "储能 NEAR/5 光伏": "储能 NEAR/5 光伏",
    "储能 NEAR 光伏": "储能 NEAR/10 光伏",
    "储能 ＮＥＡＲ／5 光伏": "储能 NEAR/5 光伏",
    '储能 NEAR/5 "光 伏"': '储能 NEAR/5 "光 伏"',
    "a NEAR/5 b NEAR/3 c": "(a NEAR/5 b) AND (b NEAR/3 c)",
    "泰安 储能 NEAR/5 光伏": "泰安 AND (储能 NEAR/5 光伏)",
    "NOT 储能 NEAR/5 光伏": "NOT (储能 NEAR/5 光伏)",
    "title:(储能 NEAR/5 光伏)": "title:(储能 NEAR/5 光伏)",
    "title:储能 NEAR/5 光伏": "title:(储能 NEAR/5 光伏)",
    '储能 NEAR/5 ""': "储能",
    # Prefixes
    "储能*": "储能*",
    "储能＊": "储能*",
    "储能**": "储能*",
    "title:储能*": "title:储能*",
    "储*能": "储*能",
    "储能 * title:*": "储能",
    "*储能": "*储能",
    "*储能*": "*储能*",
    # What nobody sees
    "储\u200b能": "储能",
    "\u200f-储能\u200e": "NOT 储能",
    "\ufeffAND\x00储能": "AND储能",
    "\ud800储能": "储能",
    "👨\u200d👩 储能": "👨👩 AND 储能",
}


@pytest.mark.parametrize("text", GOLDEN)
def test_query_reads_as(text: str) -> None:
    parsed = parse(text)
    assert describe(parsed.tree) == GOLDEN[text]
    assert [notice for notice in parsed.notices if "星号" not in notice] == []


def test_headline_that_begins_like_a_field_may_be_text() -> None:
    tree = parse("城市：让生活更美好").tree
    assert tree == Named("city", "让生活更美好", Phrase("城市：让生活更美好"))
    assert parse("标题：城市：泰安").tree == Named("city", "泰安", Phrase("城市：泰安", "title"))
    assert parse("城市:让生活更美好").tree == Named("city", "让生活更美好")


@pytest.mark.parametrize("text", ["", "-会议", "城市:泰安", "date:2024", "城市:泰安 -会议", "*"])
def test_without_texts_there_is_nothing_to_rank_by(text: str) -> None:
    assert not is_ranked(parse(text).tree)
    assert is_ranked(parse(f"{text} OR 储能*" if text else "储能").tree)


BROKEN = {
    '"': ("", '第 1 个字：引号 " 没有配对），没有可检索的词语'),
    '"储能': ("储能", '第 1 个字：引号 " 没有配对'),
    "储能 「光伏": ("储能 AND 光伏", "第 4 个字：引号 「 没有配对"),
    "(储能": ("储能", "第 1 个字：左括号没有配对"),
    "储能) 泰安": ("储能 AND 泰安", "第 3 个字：右括号没有配对"),
    ") 储能": ("储能", "第 1 个字：右括号没有配对"),
    "储能 OR": ("储能", "第 4 个字：OR 后缺少词语"),
    "(储能 OR )": ("储能", "第 5 个字：OR 后缺少词语"),
    "AND 储能": ("储能", "第 1 个字：AND 前缺少词语"),
    "储能 AND OR 光伏": ("储能 AND 光伏", "第 4 个字：AND 后缺少词语"),
    "储能 NOT": ("储能", "第 4 个字：NOT 后缺少词语"),
    "储能 标题：": ("储能", "第 4 个字：标题： 后缺少词语"),
    "title: OR 储能*": ("储能", "第 1 个字：title: 后缺少词语"),
    "储能 NEAR/5": ("储能", "第 4 个字：NEAR/5 后缺少词语"),
    "储* NEAR 光伏": ("储 AND 光伏", "第 4 个字：NEAR 两边须是词语或加引号的短语"),
    "title:a NEAR body:b": ("a AND b", "第 9 个字：NEAR 两边须在同一个字段里"),
    "date:2024-13": ("2024-13", "第 6 个字：没有 2024-13 这个日期"),
    "date:至6月 储能": ("至6月 AND 储能", "第 6 个字：日期应写作"),
    "date:明天 储能": ("明天 AND 储能", "第 6 个字：日期应写作"),
    "date:2024-05..2024-03": ("2024-05..2024-03", "第 6 个字：2024-05 晚于 2024-03"),
    "(" * (DEEPEST + 1) + "储能": ("储能", f"第 {DEEPEST + 1} 个字：括号或 NOT 套得太深"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_query_is_searched_as_words_and_says_where(text: str) -> None:
    parsed = parse(text)
    tree, why = BROKEN[text]
    assert describe(parsed.tree) == tree
    assert len(parsed.notices) == 1
    assert why in parsed.notices[0]


def test_days_are_numbers_with_both_ends() -> None:
    assert parse("date:2024-03-05").tree == Between(738950, 738950)
    assert parse("date:2024-03-05..").tree == Between(738950, None)


def test_nearness_has_a_limit_and_says_so() -> None:
    parsed = parse("a NEAR/5000 b")
    assert parsed.tree == Near("a", "b", 1000)
    assert len(parsed.notices) == 1


def test_words_stand_in_the_field_that_is_given() -> None:
    assert describe(parse('储能 -"光伏" body:a', "title").tree) == (
        'title:储能 AND NOT title:"光伏" AND body:a'
    )


def test_what_is_not_wanted_is_not_marked() -> None:
    assert list(wanted(parse("储能 -泰安 (光* OR -x)").tree)) == [Word("储能"), Prefix("光")]


def test_too_many_words_are_cut_and_it_is_said() -> None:
    parsed = parse("词 " * 250)
    assert len(list(leaves(parsed.tree))) == MOST
    assert f"词语多于 {MOST} 个" in parsed.notices[0]


ROOT = Path(__file__).resolve().parents[2]


def test_reference_tells_every_field_and_no_query_that_is_broken() -> None:
    text = (ROOT / "docs/reference/query-syntax.md").read_text(encoding="utf-8")
    told = {found.lower() for found in re.findall(r"`([^`\s]+?):`", text)}
    assert told == set(FIELDS)
    rows = re.findall(r"^\| (`.*?`) \|", text, re.M)
    typed = [one.replace("\\|", "|") for row in rows for one in re.findall("`(.+?)`", row)]
    queries = [one for one in typed if not one.endswith(":")]
    assert len(queries) > 20
    assert [one for one in queries if parse(one).notices] == []


def test_help_shows_only_what_works() -> None:
    assert len(EXAMPLES) == 10
    assert [query for query, _ in EXAMPLES if parse(query).notices] == []
