"""Bylines in the forms that papers print them in."""

import pytest

from archive.ingest.bylines import inline_byline, parse_byline


@pytest.mark.parametrize(
    ("line", "reporters", "correspondents", "compilers", "photographers"),
    [
        ("□记者 何三思 报道", ["何三思"], [], [], []),
        ("□ 本报记者 何三思", ["何三思"], [], [], []),
        ("■本报记者 何三思 施四维", ["何三思", "施四维"], [], [], []),
        ("（记者 何三思 通讯员 施四维）", ["何三思"], ["施四维"], [], []),
        ("（□记者 何三思 施四维 整理）", [], [], ["何三思", "施四维"], []),
        ("■记者 何三思 摄", [], [], [], ["何三思"]),
        ("本报通讯员 施四维", [], ["施四维"], [], []),
        ("（全媒体记者 何三思 王 强）", ["何三思", "王强"], [], [], []),
        ("本报见习记者 何三思 通讯员 施四维 文/图", ["何三思"], ["施四维"], [], []),
        ("□YMG全媒体记者 何三思", ["何三思"], [], [], []),
        ("（记者 何三思 实习生 施四维）", ["何三思", "施四维"], [], [], []),
        ("（何 三）", ["何三"], [], [], []),
        ("■ 本报首席记者 何 三 思 本报记者 施四维", ["何三思", "施四维"], [], [], []),
        ("（段晓冬 施四维 记者 何三思）", ["何三思"], ["段晓冬", "施四维"], [], []),
        ("（本报记者 何三思 泉林市融媒体中心 施四维）", ["何三思", "施四维"], [], [], []),
    ],
)
def test_names_and_what_they_did(line, reporters, correspondents, compilers, photographers):
    found = parse_byline(line)
    assert found is not None
    assert found.reporters == reporters
    assert found.correspondents == correspondents
    assert found.compilers == compilers
    assert found.photographers == photographers


@pytest.mark.parametrize(
    "line",
    [
        "市领导何三思、施四维参加活动。",
        "把项目一个一个抓到底",
        "记者：您怎么看？",
        "■记者手记",
        "记者从市统计局获悉",
        "何三思 施四维",
        "（主办单位）",
        "",
    ],
)
def test_a_line_of_text_is_no_byline(line):
    assert parse_byline(line) is None


@pytest.mark.parametrize(
    ("text", "reporters"),
    [
        ("本报讯（全媒体记者 何三思 通讯员 施四维）昨日，全市召开会议。", ["何三思"]),
        ("本报讯 记者何三思 通讯员施四维报道：昨日，全市召开会议。", ["何三思"]),
        ("昨日，全市（含开发区）召开会议。", None),
    ],
)
def test_byline_inside_the_text(text, reporters):
    found = inline_byline(text)
    assert (found.reporters if found else None) == reporters


def test_signature_of_a_photographer_closes():
    found = parse_byline("本报记者 何三思 摄")
    assert found is not None and found.closing and found.caption
