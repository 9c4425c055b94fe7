"""What an address asks of trends: series, comparison of cities, what is named as not understood."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from search.tests import factories
from search.trends.asked import TrendsRequest, read

pytestmark = pytest.mark.django_db


def asked(query: str):
    return read(QueryDict(query))


def test_each_series_once_in_the_order_of_the_address():
    found = asked("series=储能&series= 光伏 &series=储能&by=year&per=thousand")
    assert found.request == TrendsRequest(("储能", "光伏"), by="year", per="thousand")
    assert found.problems == []
    assert not found.is_moved


def test_an_address_read_again_is_the_same():
    factories.city()
    found = asked("series=a&series=城市:泰安市 b&by=quarter&city=370900&from=2024&per=thousand")
    link = found.request.link("/trends/")
    assert asked(link.partition("?")[2]).request == found.request


def test_one_term_in_several_cities_becomes_a_series_each():
    found = asked("term=储能&compare=city&of=泰安市、济宁市&of=徐州市&by=year")
    assert found.request.series == ("城市:泰安市 储能", "城市:济宁市 储能", "城市:徐州市 储能")
    assert found.is_moved
    assert "term" not in dict(found.request.pairs())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("of=泰安市", "城市:泰安市"),
        ("term=储能 OR 光伏&compare=行业&of=汽车", "行业:汽车 (储能 OR 光伏)"),
        ("term=a b&compare=official&of=李强（泰安市）", '官员:"李强（泰安市）" a b'),
        ('of=泰"安', "城市:泰安"),
    ],
)
def test_what_is_compared_keeps_its_meaning(query, expected):
    assert [text.replace('"泰安"', "泰安") for text in asked(query).request.series] == [expected]


def test_names_in_filters_become_codes():
    factories.city()
    found = asked("series=a&city=泰安市")
    assert found.request.common.city == ("370900",)
    assert found.is_moved


def test_empty_boxes_of_a_form_lead_to_a_plainer_address():
    found = asked("series=储能&series=&series=&by=month&from=&city=")
    assert found.is_moved
    assert found.request.link("/trends/") == "/trends/?series=%E5%82%A8%E8%83%BD"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("by=week", "by=week"),
        ("per=cent", "per=cent"),
        ("from=2024-13", "from=2024-13"),
        ("city=无此市", "无此市"),
        ("compare=weather&of=a", "compare=weather"),
        ("series=" + "长" * 501, "500"),
        ("&".join(f"series={number}" for number in range(10)), "后面 2 条"),
    ],
)
def test_what_is_not_understood_is_named_in_a_line(query, told):
    found = asked(query)
    assert len(found.problems) == 1
    assert told in found.problems[0]
    assert found.request.by == "month"
    assert len(found.request.series) <= 8


def test_nothing_but_the_series_is_taken_of_a_search():
    found = asked("q=水利&page=7&sort=newest&size=3&series=a")
    assert found.request.common.pairs() == []
