"""Spans of time in SVG: where they begin and end, what is read out, and hostile names."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from archive.charts.spans import Span, span_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*spans: Span, width: int = 760) -> ElementTree.Element:
    return ElementTree.fromstring(span_chart(spans, title="职务", width=width))


def bars(chart: ElementTree.Element) -> list[tuple[float, float]]:
    """Left and right of each span, in order."""
    rows = [
        (float(one.get("x", 0)), float(one.get("width", 0))) for one in chart.iter(f"{SVG}rect")
    ]
    return [(left, left + width) for left, width in rows]


def test_spans_lie_over_one_axis() -> None:
    early = Span("副市长", [date(2022, 1, 1), date(2022, 12, 31)])
    late = Span("市长", [date(2023, 1, 1), date(2023, 6, 1), date(2023, 12, 31)])
    (left, middle), (after, right) = bars(drawn(late, early))[::-1]
    assert left == pytest.approx(6, abs=0.1) and right <= 754
    assert middle <= after and after - middle < 3
    assert right - after == pytest.approx(middle - left, rel=0.02)


def test_every_day_it_was_seen_is_marked_once() -> None:
    day = date(2024, 3, 15)
    chart = drawn(Span("市长", [day, day, date(2024, 4, 1)]))
    assert len(list(chart.iter(f"{SVG}circle"))) == 2


def test_a_single_day_stands_within_its_month() -> None:
    [(left, right)] = bars(drawn(Span("市长", [date(2024, 3, 15)])))
    assert 300 < left < right < 460


def test_names_and_days_are_told_and_escaped() -> None:
    html = span_chart([Span("<b>市长&", [date(2024, 1, 2), date(2024, 5, 6)])], title="职务")
    assert "<b>" not in html and "&lt;b&gt;市长&amp;：2024-01-02 – 2024-05-06" in html
    assert 'role="img"' in html and "<title>职务</title>" in html


def test_a_long_name_is_cut_to_what_a_telephone_shows() -> None:
    chart = drawn(Span("市" * 90, [date(2024, 1, 2)]), width=372)
    names = [
        one.text or "" for one in chart.iter(f"{SVG}text") if "span-name" in one.get("class", "")
    ]
    assert names[0].endswith("…") and len(names[0]) < 32


@pytest.mark.parametrize(
    ("first", "last", "form"),
    [
        (date(2024, 1, 1), date(2024, 9, 1), r"\d{4}-\d\d"),
        (date(2010, 5, 1), date(2024, 9, 1), r"\d{4}"),
    ],
)
def test_the_axis_names_months_or_years(first: date, last: date, form: str) -> None:
    chart = drawn(Span("市长", [first, last]))
    labels = [one.text or "" for one in chart.iter(f"{SVG}text") if one.get("class") == "label"]
    assert len(labels) > 2 and all(re.fullmatch(form, label) for label in labels)
    places = [
        float(one.get("x", 0)) for one in chart.iter(f"{SVG}text") if one.get("class") == "label"
    ]
    gaps = [after - before for before, after in zip(places, places[1:], strict=False)]
    assert min(gaps) > 30


def test_nothing_is_drawn_of_nothing() -> None:
    assert span_chart([], title="职务") == ""
