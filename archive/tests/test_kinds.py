"""Kinds of articles told by their form."""

import pytest

from archive.ingest.bylines import Byline
from archive.ingest.headlines import Headline
from archive.ingest.kinds import kind_of
from archive.ingest.stories import Story

LONG = "全市经济工作会议召开，部署今年重点工作，要求各区县抓好落实，推动高质量发展。" * 4


@pytest.mark.parametrize(
    ("headline", "paragraphs", "byline", "kind"),
    [
        (Headline(title="全市召开会议"), [LONG, LONG], Byline(), "article"),
        (Headline(title="全市召开会议"), ["会议召开。", "会议强调。"], Byline(), "article"),
        (Headline(title="全市召开会议"), [LONG], Byline(), "brief"),
        (
            Headline(title="全市召开会议"),
            ["本报泉州讯 会议召开。", "会议强调。"],
            Byline(),
            "brief",
        ),
        (Headline(title="全市召开会议"), [LONG * 3], Byline(), "article"),
        (
            Headline(title="奋力谱写新篇", subtitle="——访何三思"),
            [LONG, LONG],
            Byline(),
            "interview",
        ),
        (Headline(title="对话泉林县委书记何三思"), [LONG, LONG], Byline(), "interview"),
        (
            Headline(title="抓项目"),
            ["记者：怎么抓？", LONG, "记者：还有呢？", LONG],
            Byline(),
            "interview",
        ),
        (
            Headline(title="医保答疑"),
            ["问：怎么报销？", LONG, "问：多少？", LONG],
            Byline(),
            "article",
        ),
        (
            Headline(title="抓项目"),
            ["问：怎么抓？", LONG, "问：还有呢？", LONG],
            Byline(reporters=["何三思"]),
            "interview",
        ),
        (Headline(title="抓项目"), [LONG, LONG], Byline(compilers=["何三思"]), "signed_statement"),
        (
            Headline(title="抓项目"),
            [LONG, LONG],
            Byline(source="作者系泉林县委书记"),
            "signed_statement",
        ),
        (
            Headline(title="何三思同志逝世"),
            ["何三思同志因病于1月6日逝世，享年90岁。"],
            Byline(),
            "obituary",
        ),
        (Headline(title="讣告"), ["何三思先生因病辞世，享年90岁。"], Byline(), "obituary"),
        (Headline(title="纪念何三思逝世十周年"), [LONG, LONG + "逝世"], Byline(), "article"),
        (Headline(), ["（上接第一版）" + LONG], Byline(), "continuation"),
        (Headline(), ["图为技术人员正在调试设备。"], Byline(), "photo_caption"),
    ],
)
def test_kind_by_form(headline, paragraphs, byline, kind):
    assert kind_of(Story(paragraphs=paragraphs, byline=byline), headline) == kind
