"""Bylines in the forms that papers print them in."""

import pytest

from archive.ingest.bylines import byline_over, inline_byline, is_cut, parse_byline


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
        ("◎本报特派记者 何三思", ["何三思"], [], [], []),
        ("○ 首席记者 何三思 见习记者 鲁静", ["何三思", "鲁静"], [], [], []),
        ("▲ 本报见习记者 尤然 ▲ 通讯员 宫丽 马上", ["尤然"], ["宫丽", "马上"], [], []),
        ("（泉报全媒体记者 何三思、施四维）", ["何三思", "施四维"], [], [], []),
        ("（泉林日报/泉林新闻客户端记者 何三思）", ["何三思"], [], [], []),
        ("（何三思/文 施四维/图）", ["何三思"], [], [], ["施四维"]),
        ("文/本报记者 何三思 图/通讯员 施四维", ["何三思"], [], [], ["施四维"]),
        ("文/融媒记者 何三思 图/施四维 剪辑/曹五", ["何三思"], [], [], ["施四维"]),
        ("本报记者 夏雨 文 郎旭 图", ["夏雨"], [], [], ["郎旭"]),
        ("■ 本报记者 何三思 摄影 施四维", ["何三思"], [], [], ["施四维"]),
        ("文字：何三思 摄影：施四维", ["何三思"], [], [], ["施四维"]),
        ("特约摄影 文林", [], [], [], ["文林"]),
        ("本报首席摄影记者 章海 摄", [], [], [], ["章海"]),
        ("本报记者章海/摄", [], [], [], ["章海"]),
        ("□ 全媒体记者 刘玲 牟联文 文/图", ["刘玲", "牟联文"], [], [], []),
        ("□记者 温居林 通讯员 王 敏 文并摄", ["温居林"], ["王敏"], [], []),
        ("□记者何三思通讯员施四维报道", ["何三思"], ["施四维"], [], []),
        ("（本报记者 何三思 采访整理）", [], [], ["何三思"], []),
        ("（本报记者 何三思 整理 2月22日）", [], [], ["何三思"], []),
        ("（何三思 编译）", [], [], ["何三思"], []),
        ("（全媒体记者 何三思 米日古丽·吾斯曼报道）", ["何三思", "米日古丽·吾斯曼"], [], [], []),
        ("（记者 巴依斯古楞 通讯员 尔古木呷）", ["巴依斯古楞"], ["尔古木呷"], [], []),
        ("（记者 欧阳修文 通讯员 字学林）", ["欧阳修文"], ["字学林"], [], []),
        ("（记者 何三思施四维）", ["何三思", "施四维"], [], [], []),
        ("（通讯员 何三思，记者 施四维）", ["施四维"], ["何三思"], [], []),
        ("（记者 何三思 中共泉林市委宣传部 施四维）", ["何三思", "施四维"], [], [], []),
        ("（记者 陈 文 通讯员 张 图）", ["陈文"], ["张图"], [], []),
        ("（记者张凯凯 通讯员励宝元）", ["张凯凯"], ["励宝元"], [], []),
        ("□全媒体记者 斯莲 见习记者 周博", ["斯莲", "周博"], [], [], []),
        ("（吉祥 尔古木呷）", ["吉祥", "尔古木呷"], [], [], []),
        ("（施四维 文/图）", ["施四维"], [], [], []),
        ("本报记者 何三思 摄影报道", ["何三思"], [], [], ["何三思"]),
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
        "讯员 何三思 摄",
        "本报记者 从省工业和信息",
        "技术人员 摄",
        "记者走进泉林县",
        "记者 观察",
        "图 书 馆",
        "文化 图书 摄影",
        "（据统计）",
        "（安全 生产）",
        "本报记者从自治区发展和改革委员会",
        "（含开发区）",
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


@pytest.mark.parametrize(
    "line",
    [
        "（据新华社）",
        "（据《泉林日报》）",
        "（作者系泉林市委党校教授）",
        "（作者单位：泉林市水利局）",
        "（受访者供图）",
        "（资料图片）",
        "（新华社发）",
        "（来源：泉林发布）",
    ],
)
def test_a_line_that_says_where_a_text_is_from_closes_it(line):
    found = parse_byline(line)
    assert found and found.closing and found.source
    assert not found.reporters


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("（记者 何三思", True),
        ("□本报记者", True),
        ("□记者 何三思 通讯员", True),
        ("□记者 何三思", False),
        ("（含开发区", False),
        ("市委书记何三思在会见记者", False),
    ],
)
def test_bylines_cut_by_the_end_of_a_line(line, cut):
    assert is_cut(line) is cut


def test_bare_names_in_brackets_are_reporters():
    found = parse_byline("（何三思）")
    assert found.reporters == ["何三思"] and not found.signed_by_role
    assert inline_byline("本报讯（何三思）近日，全市召开会议。").reporters == ["何三思"]


@pytest.mark.parametrize("line", ["□ 何三思", "□何三思", "施 琳"])
def test_names_that_sign_a_comment_without_a_role(line):
    assert parse_byline(line).reporters == [line.lstrip("□ ").replace(" ", "")]


@pytest.mark.parametrize(
    ("lines", "names", "behind"),
    [
        (["（记者 何三", "思 施四维）"], ["何三思", "施四维"], 1),
        (["（记者 何三思", "施四维）"], ["何三思", "施四维"], 1),
        (["□本报记者", "何三思", "本报讯"], ["何三思"], 1),
        (["□记者 何三思", "昨日，全市"], ["何三思"], 0),
        (["（本报记者", "何三思", "施四维）"], ["何三思", "施四维"], 2),
        (["□泉林日报记者 何三思", "施四维", "本报讯"], ["何三思", "施四维"], 1),
        (["□全媒体记者 斯莲 见习记者", "周博", "走进泉林县"], ["斯莲", "周博"], 1),
        (["□记者 何三思", "走进泉林"], ["何三思"], 0),
    ],
)
def test_a_byline_goes_on_over_lines(lines, names, behind):
    found, more = byline_over(lines[0], lines[1:])
    assert (found.reporters, more) == (names, behind)


def test_an_open_bracket_that_no_byline_follows_is_text():
    assert byline_over("（记者 何三思", ["昨日，全市召开会议。"]) is None


def test_a_photographers_role_on_the_next_line():
    found, more = byline_over("本报记者 何三思", ["摄"])
    assert (found.photographers, more) == (["何三思"], 1)
