"""A search told in words, for every node of the tree and every condition beside it."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from search.query import parse
from search.request import SearchRequest
from search.results import Facet, FacetValue
from search.wording import explained, in_words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", ""),
        ("储能", "含“储能”"),
        ("储能 项目 开工", "含“储能”、“项目”和“开工”"),
        ("储能 -光伏", "含“储能”且不含“光伏”"),
        ("储能 OR 光伏 OR 风电", "含“储能”或“光伏”或“风电”"),
        ("(储能 OR 光伏) 开工", "（含“储能”或“光伏”）且含“开工”"),
        ("标题:储能", "标题含“储能”"),
        ("标题:(储能 光伏)", "标题含“储能”和“光伏”"),
        ("-标题:储能", "标题不含“储能”"),
        ('"高质量发展"', "含原文“高质量发展”"),
        ("署名:张三 OR (储能 -光伏)", "署名含“张三”或（含“储能”且不含“光伏”）"),
        ("NOT (储能 OR 光伏)", "不含“储能”或“光伏”"),
        ("NOT (储能 光伏)", "不符合（含“储能”和“光伏”）"),
        ("城市:泰安 -行业:储能", "城市为泰安且行业不为储能"),
        ("新能*", "含以“新能”开头的词"),
        ("储能 NEAR/10 开工", "“储能”与“开工”相隔不超过 10 个字"),
        ("正文:(储能 NEAR 开工)", "正文里“储能”与“开工”相隔不超过 10 个字"),
        ("日期:2024", "日期为2024年"),
        ("日期:2024-03..2024-09", "日期为2024年3月至9月"),
        ("日期:2023-12..2024-02", "日期为2023年12月至2024年2月"),
        ("日期:2024-03-05..2024-03-09", "日期为2024年3月5日至3月9日"),
        ("日期:>=2024-03", "日期为2024年3月起"),
        ("日期:<=2024", "日期为截至2024年"),
        ("日期:2024-01", "日期为2024年1月"),
        ("日期:2024-01-01", "日期为2024年1月1日"),
        ("日期:2024-01..2024-12", "日期为2024年"),
        ("日期:2023..2024-06", "日期为2023年1月至2024年6月"),
        ("日期:2024-01-05..2024-01-31", "日期为2024年1月5日至1月31日"),
    ],
)
def test_what_is_typed_is_told(typed: str, told: str) -> None:
    assert in_words(parse(typed).tree) == told


def chosen(name: str, *labels: str) -> Facet:
    rows = [FacetValue(label, label, 1, True, "/") for label in labels]
    return Facet(name, name, [*rows, FacetValue("x", "别处", 1, False, "/")])


def test_conditions_stand_beside_what_is_typed() -> None:
    request = SearchRequest(q="储能 -光伏", date_from="2024-03", date_to="2024-09", role="subject")
    line = explained(request, parse(request.q).tree, [chosen("city", "泰安市", "济宁市")])
    assert line == "含“储能”且不含“光伏”，城市为泰安市或济宁市，2024年3月至9月，只看主题"


def test_a_county_below_its_city_is_told_as_a_county() -> None:
    county = FacetValue("370983", "肥城市", 1, True, "/")
    city = FacetValue("370900", "泰安市", 1, False, "/", (county,))
    told = explained(SearchRequest(), parse("").tree, [Facet("city", "城市", [city])])
    assert told == "区县为肥城市"


@pytest.mark.parametrize("typed", ["", "储能"])
def test_what_the_title_says_is_not_said_again(typed: str) -> None:
    assert explained(SearchRequest(q=typed), parse(typed).tree, []) == ""


def test_markup_in_a_query_stays_text() -> None:
    line = in_words(parse("<b>储能</b> 项目").tree)
    assert "<b>储能" in line
    assert "&lt;b&gt;" in Template("{{ line }}").render(Context({"line": line}))


def test_days_are_told_in_english() -> None:
    with translation.override("en"):
        assert "Mar 2024" in in_words(parse("date:2024-03..2024-09").tree)
