"""Query string ⇄ request: canonical, reversible, and never at a loss."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.periods import first_day, last_day
from search.request import LONGEST_QUERY, SearchRequest, parse

ROOT = Path(__file__).resolve().parents[2]


def read(query: str) -> tuple[SearchRequest, list[str]]:
    return parse(parse_qsl(query, keep_blank_values=True))


def test_parameters_come_out_in_canonical_order() -> None:
    request, problems = read("page=2&industry=auto&city=370900&q=储能&city=370800&sort=newest&x=1")
    assert problems == []
    assert request.city == ("370900", "370800")
    assert request.query_string() == (
        "q=%E5%82%A8%E8%83%BD&city=370900&city=370800&industry=auto&sort=newest&page=2"
    )


def test_nothing_asked_is_an_empty_address() -> None:
    assert read("q=&from=&to=&page=1&sort=relevance")[0].query_string() == ""


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("page=x", "page=x"),
        ("page=-1", "page=-1"),
        ("page=0", "page=0"),
        ("size=99999999999999999999", "size=99999999999999999999"),
        ("size=101", "size=101"),
        ("sort=nope", "sort=nope"),
        ("role=boss", "role=boss"),
        ("from=2024-13", "from=2024-13"),
        ("from=2024-00", "from=2024-00"),
        ("to=2023-02-29", "to=2023-02-29"),
        ("to=20240101", "to=20240101"),
        ("to=0000", "to=0000"),
        ("from=2024-05&to=2024-01", "from=2024-05"),
        ("page=١", "page=١"),
    ],
)
def test_malformed_value_is_named_and_left_out(query: str, named: str) -> None:
    request, problems = read(query)
    assert len(problems) == 1
    assert named in problems[0]
    assert request == SearchRequest()


def test_periods_include_both_ends() -> None:
    assert (first_day("2024"), last_day("2024")) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert first_day("2024-02-03") == last_day("2024-02-03") == date(2024, 2, 3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024年", "2024"), ("2024.3", "2024-03"), ("2024/3/5", "2024-03-05"), ("0999", ""),
        ("2024年3月5日", "2024-03-05"), ("２０２４-03", "2024-03"), ("2024-02-30", ""), ("昨天", ""),
    ],
)  # fmt: skip
def test_boxes_take_days_as_the_query_does(typed: str, meant: str) -> None:
    request, problems = parse([("from", typed)])
    assert (request.date_from, bool(problems)) == (meant, not meant)


def test_half_a_range_is_not_applied_in_silence() -> None:
    request, problems = parse([("from", "三月"), ("to", "2023年")])
    assert (request.date_from, request.date_to) == ("", "")
    assert len(problems) == 2 and "2023 也未采用" in problems[1]
    request, problems = parse([("to", "2023年")])
    assert (request.date_to, problems) == ("2023", [])


def test_toggle_takes_and_gives_back_on_the_first_page() -> None:
    request = SearchRequest(city=("370900",), page=3)
    both = request.toggled("city", "370800")
    assert both == SearchRequest(city=("370900", "370800"))
    assert both.toggled("city", "370900") == SearchRequest(city=("370800",))


def test_boxes_take_no_more_than_is_read() -> None:
    for name in ("base.html", "search/search.html"):
        page = (ROOT / "templates" / name).read_text(encoding="utf-8")
        assert f'maxlength="{LONGEST_QUERY}"' in page


@pytest.mark.parametrize(
    ("q", "order"),
    [("", "newest"), ("-会议", "newest"), ("城市:泰安", "newest"), ("储能 城市:泰安", "relevance")],
)
def test_nothing_to_rank_by_is_newest_first(q: str, order: str) -> None:
    assert SearchRequest(q=q).order == order
    assert SearchRequest(q=q, sort="oldest").order == "oldest"


def test_month_is_chosen_through_from_and_to() -> None:
    request = SearchRequest().toggled("month", "2024-03")
    assert request.query_string() == "from=2024-03&to=2024-03"
    assert request.chosen("month") == ("2024-03",)
    assert request.toggled("month", "2024-03") == SearchRequest()
    assert SearchRequest(date_from="2024-01", date_to="2024-03").chosen("month") == ()


NAMES = st.sampled_from(
    ["q", "city", "official", "industry", "from", "to", "role", "sort", "page", "size", "z"]
)


@given(st.lists(st.tuples(NAMES, st.text(max_size=12))))
def test_any_address_reads_and_its_canonical_form_stays(pairs: list[tuple[str, str]]) -> None:
    request, _ = parse(pairs)
    again, problems = parse(parse_qsl(request.query_string(), keep_blank_values=True))
    assert (again, problems) == (request, [])
