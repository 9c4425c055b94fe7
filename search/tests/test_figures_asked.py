"""The address of figures: parameters in, parameters out; what is malformed is named."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as any_

from search.figures import spans
from search.figures.asked import FigureRequest, parse_figures
from search.figures.understanding import read
from search.tests import factories as make

FULL = (
    "q=储能 产值&search=低空经济&indicator=产值&indicator=产量&city=370900&industry=auto&kind=target"
    "&unit=亿元&year=2025&from=2024-01&to=2024-06&min=10&max=99.5&span=part&level=county"
    "&sort=largest&page=3"
)


def request_of(query: str) -> tuple[FigureRequest, list[str]]:
    return parse_figures(parse_qsl(query))


def test_an_address_is_its_own_canonical_form() -> None:
    request, problems = request_of(FULL)
    assert problems == []
    again, _ = request_of(urlsplit(request.link("/figures/")).query)
    assert again == request
    assert FigureRequest().link("/figures/") == "/figures/"


def test_values_are_asked_for_in_their_unit() -> None:
    request, _ = request_of("unit=亿元&min=2")
    assert (request.base_unit, request.in_base(request.low)) == ("元", 2e8)


@pytest.mark.parametrize(
    "query",
    ["kind=ziel", "year=24", "year=二〇二四", "min=x", "min=nan", "max=1e400", "sort=best", "page=0",
     "from=2024-13", "span=x", "level=x", "min=5&max=2", "q=" + "长" * 101],
)  # fmt: skip
def test_what_is_malformed_is_named_and_left_out(query: str) -> None:
    request, problems = request_of(query)
    assert len(problems) == 1
    assert query.partition("=")[0] in problems[0]
    again, none = request_of(urlsplit(request.link("/figures/")).query)
    assert (again, none) == (request, [])


@settings(max_examples=60, deadline=None)
@given(any_.lists(any_.tuples(any_.sampled_from(["q", "search", "year", "min", "max", "unit", "page",
                                                 "kind", "indicator", "from", "sort"]), any_.text())))  # fmt: skip
def test_nothing_that_is_typed_breaks_it(pairs: list[tuple[str, str]]) -> None:
    request, _problems = parse_figures(pairs)
    again, none = request_of(urlsplit(request.link("/figures/")).query)
    assert (again, none) == (request, [])


@pytest.mark.django_db
def test_names_become_codes_and_a_county_may_stand_for_a_city() -> None:
    make.county()
    make.industry("auto")
    found = read(QueryDict("city=泰安&city=肥城&industry=汽车&indicator=全市GDP"))
    assert found.renamed and not found.problems
    assert found.request.pairs() == [
        ("indicator", "地区生产总值"), ("city", "370900"), ("county", "370983"), ("industry", "auto"),
    ]  # fmt: skip
    assert read(QueryDict("city=无此地")).problems


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (("2024-01-01", "2024-12-31"), "2024年"),
        (("2024-01-01", "2024-06-30"), "2024年上半年"),
        (("2024-01-01", "2024-11-30"), "2024年1—11月"),
        (("2024-02-01", "2024-02-29"), "2024年2月"),
        (("2024-12-31", "2024-12-31"), "2024年12月31日"),
        (("2021-01-01", "2025-12-31"), "2021—2025年"),
        (("2019-01-01", "2024-09-24"), "2019年1月至2024年9月"),
        (("2024-03-02", "2024-03-09"), "2024年3月2日至2024年3月9日"),
    ],
)
def test_periods_read_as_papers_write_them(days: tuple[str, str], text: str) -> None:
    start, end = map(date.fromisoformat, days)
    assert spans.told(start, end) == text
    assert spans.told(None, None, "近期") == "近期"


def test_values_are_shown_in_the_step_that_fits_most() -> None:
    assert spans.scale_of([1.16e10, 9e9, 3e5], "元") == (1e8, "亿元")
    assert spans.scale_of([5e5], "吨") == (1e4, "万吨")
    assert spans.scale_of([12], "家") == (1, "家")
    assert spans.scale_of([5e5], "%") == (1, "%")
    assert [spans.number(one) for one in (1286.5, 0.00004, -3, 100)] == [
        "1,286.5",
        "0",
        "-3",
        "100",
    ]
