"""Datelines in the forms of many papers, and text that only looks like one."""

from datetime import date

import pytest

from archive.gazetteer.datelines import dateline_at_head
from archive.ingest.datelines import read_dateline


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
    ],
)
def test_text_that_opens_with_no_dateline(text):
    assert dateline_at_head(text) is None


def test_the_year_is_the_nearest_to_the_issue():
    dateline, printed = read_dateline("本报济宁12月30日讯 昨日", date(2024, 1, 2))
    assert dateline is not None and dateline.date == date(2023, 12, 30)
    assert printed == (12, 30)
