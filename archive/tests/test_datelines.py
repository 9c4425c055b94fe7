"""Datelines in the forms of many papers, and text that only looks like one."""

from datetime import date

import pytest

from archive.gazetteer.datelines import dateline_at_head
from archive.ingest.datelines import opens_with_dateline, read_dateline


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("本报济宁1月6日讯（记者 何三思）昨日", "济宁", False),
        ("本报江苏徐州1月6日讯（记者 何三思）昨日", "江苏徐州", False),
        ("本报讯 近日，全市召开会议", None, False),
        ("【本报讯】近日，全市召开会议", None, False),
        ("新华社北京3月5日电（记者 何三思）", "北京", True),
        ("央视网济南3月5日电 记者获悉", "济南", True),
        ("苏报讯（见习记者 何三思）昨日", None, False),
        ("大众网济南讯 近日", "济南", False),
        ("本 报 讯 近日，全市召开会议", None, False),
        ("本报济宁 1 月 6 日 讯 （记者 何三思）昨日", "济宁", False),
        ("本报１月６日讯（记者 何三思）昨日", None, False),
        ("（本报讯）近日", None, False),
        ("本报讯 记者 何三思 通讯员 施四维 报道：昨日", None, False),
        ("本报讯 市教育局昨日发布消息，上半年", None, False),
        ("本报讯：近日", None, False),
        ("本报济宁1月6日（记者 何三思）昨日", "济宁", False),
        ("本报那大讯（记者 何三思）昨日", "那大", False),
        ("据新华社北京1月5日电 国务院", "北京", True),
        ("新华社电 国务院", None, True),
        ("新华社济南1月5日新媒体专电（记者 何三思）", "济南", True),
        ("中新社北京1月5日电 (记者 何三思)", "北京", True),
        ("中新网1月5日电 国务院", None, True),
        ("泉州晚报讯 （记者 何三思）昨日", None, False),
        ("济报讯（记者 何三思）昨日", None, False),
        ("泉林融媒讯 昨日", None, False),
        ("大众日报·大众新闻济南讯 昨日", "济南", False),
        ("齐鲁网·闪电新闻1月6日讯 昨日", None, False),
        ("YMG全媒体讯（记者 何三思）昨日", None, False),
        ("天津北方网讯：昨日", None, False),
        ("喀什讯（全媒体记者 何三思）昨日", "喀什", False),
        ("据《法治利川》消息 昨日", None, False),
    ],
)
def test_sender_and_place(text, place, agency):
    form = dateline_at_head(text)
    assert form is not None
    assert (form.place, form.agency) == (place, agency)


@pytest.mark.parametrize(
    "text",
    [
        "情报显示全市用电量增长三成。",
        "据报道，全市通讯业发展很快。",
        "月报统计用电增长。",
        "日报社通讯员来电。",
        "本报记者从市电力公司获悉，",
        "本报记者电话采访了何三思。",
        "新闻发布会消息灵通。",
        "全市电力供应充足。",
        "济宁电网负荷创新高。",
        "北京消息人士称。",
        "1月6日，市委书记何三思到泉林县调研。",
        "报道称，全市用电增长。",
        "广播电视网络报道了此事",
    ],
)
def test_text_that_opens_with_no_dateline(text):
    assert dateline_at_head(text) is None


def test_the_year_is_the_nearest_to_the_issue():
    dateline, printed = read_dateline("本报济宁12月30日讯 昨日", date(2024, 1, 2))
    assert dateline is not None and dateline.date == date(2023, 12, 30)
    assert printed == (12, 30)


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("本报河北保定1月", True),
        ("新华社北京1月5日", True),
        ("本报济宁", True),
        ("本报", False),
        ("本报记者", False),
        ("新华社北京分社", False),
    ],
)
def test_datelines_cut_by_the_end_of_a_line(line, cut):
    assert opens_with_dateline(line) is cut


def test_the_end_is_told_in_the_text_as_printed():
    text = "本报 济宁 1月6日 讯 昨日"
    form = dateline_at_head(text)
    assert form is not None and text[: form.end] == "本报 济宁 1月6日 讯"
    assert (form.month, form.day) == (1, 6)
