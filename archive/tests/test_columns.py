"""Headings of columns (栏目) told from headlines by their form."""

import pytest

from archive.ingest.lines import Line
from archive.ingest.weighing import is_column


@pytest.mark.parametrize(
    "text",
    [
        "壮丽70年·奋斗新时代",
        "县（市、区）委书记谈灾后重建",
        "局长谈营商",
        "对话企业家",
        "今日评论",
        "决战决胜脱贫攻坚",
        "砥砺奋进 精准扶贫",
        "“镜头”",
    ],
)
def test_headings_of_columns(text):
    assert is_column(Line(1, text, 0, len(text)))


@pytest.mark.parametrize(
    "text",
    [
        "“管家式”服务跑出项目“加速度”",
        "全市召开储能产业大会",
        "市长走访企业并召开座谈会",
        "盐穴储能项目集中开工",
    ],
)
def test_headlines_are_no_columns(text):
    assert not is_column(Line(1, text, 0, len(text)))
