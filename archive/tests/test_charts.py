"""Charts: where points and columns stand, which labels are printed, what is told in words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from archive.charts import Series, column_chart, line_chart, series_key, two_widths
from archive.charts.numbers import FONT, shown, text_width, ticks, told

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = [f"2024年{month}月" for month in range(1, 13)]


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def paths(root: ElementTree.Element, name: str) -> list[str]:
    return [one.get("d") for one in root.iter(f"{SVG}path") if one.get("class") == name]


def points(path: str) -> list[tuple[float, float]]:
    found = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in found]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3, 13], [0, 5, 10, 15]),
        ([1], [0, 1]),
        ([0, 0], [0, 1]),
        ([2, 3], [0, 1, 2, 3]),
        ([0.4], [0, 0.1, 0.2, 0.3, 0.4]),
        ([100], [0, 20, 40, 60, 80, 100]),
        ([-2.5, 4], [-4, -2, 0, 2, 4]),
        ([12345], [0, 5000, 10000, 15000]),
    ],
)
def test_ticks_are_round(values, expected):
    assert ticks(values) == expected


@pytest.mark.parametrize("value", [1, 7, 23, 99, 1001, 0.03, 8.7, 123456])
def test_ticks_hold_the_value_in_few_steps(value):
    found = ticks([value])
    assert found[0] == 0
    assert found[-1] >= value
    assert 2 <= len(found) <= 7


def test_numbers_are_told_as_people_write_them():
    assert [told(one) for one in (1200, 8.70, 0.125, 3.0)] == ["1,200", "8.7", "0.12", "3"]


def test_chinese_is_wider_than_digits():
    assert text_width("年月") == 2 * FONT
    assert text_width("2024") < 3 * FONT


@pytest.mark.parametrize("count", [1, 12, 13, 36, 60, 240])
def test_labels_never_overlap(count):
    labels = [f"20{number // 12:02}年{number % 12 + 1}月" for number in range(7, count + 7)]
    step = 700 / count
    printed = shown(labels, step)
    assert len(printed) <= 12
    widest = max(text_width(one) for one in labels)
    assert all((b - a) * step > widest for a, b in zip(printed, printed[1:], strict=False))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([f"{2020 + at // 12}年{at % 12 + 1}月" for at in range(5, 41)], {"1月", "5月", "9月"}),
        ([f"{2020 + at // 4}年第{at % 4 + 1}季度" for at in range(2, 22)], {"第1季度"}),
    ],
)
def test_the_beginning_of_a_year_is_printed(labels, expected):
    printed = shown(labels, 760 / len(labels))
    assert {labels[at].partition("年")[2] for at in printed} == expected


def test_a_line_goes_up_where_its_values_do():
    root = drawn(line_chart(["a", "b", "c"], [Series("线", [0, 5, 10])], title="图"))
    found = points(paths(root, "line")[0])
    assert [x for x, _ in found] == sorted(x for x, _ in found)
    assert found[0][1] - found[1][1] == pytest.approx(found[1][1] - found[2][1], abs=0.2)
    assert found[2][1] < found[0][1]


def test_everything_stands_within_the_drawing():
    series = [Series("一", list(range(12))), Series("二", [1000] * 12)]
    root = drawn(line_chart(MONTHS, series, title="图", unit="篇", width=372, height=220))
    for line in paths(root, "line"):
        assert all(0 <= x <= 372 and 0 <= y <= 220 for x, y in points(line))
    for text in root.iter(f"{SVG}text"):
        wide, x = text_width(text.text), float(text.get("x"))
        before = {"middle": wide / 2, "end": wide}.get(text.get("text-anchor"), 0)
        assert x - before >= -0.5
        assert x - before + wide <= 372.5


def test_a_gap_breaks_the_line_and_lone_points_keep_their_marker():
    root = drawn(line_chart(MONTHS[:6], [Series("线", [1, 2, None, 4, None, 6])], title="图"))
    assert paths(root, "line")[0].count("M") == 1
    assert paths(root, "mark")[0].count("M") == 4


def test_what_accumulates_goes_up_in_steps_and_is_marked_where_it_rises():
    series = Series("线", [0, 0, 3, 3, 3, 4], stepped=True)
    root = drawn(line_chart(MONTHS[:6], [series], title="图"))
    (line,), (marks,) = paths(root, "line"), paths(root, "mark")
    assert re.fullmatch(r"M[\d.]+ [\d.]+(H[\d.]+V[\d.]+){2}H[\d.]+", line)
    assert marks.count("M") == 3, "the first, and both that rise"


def test_lines_differ_without_colour():
    series = [Series(str(number), [number]) for number in range(8)]
    root = drawn(line_chart(["a"], series, title="图"))
    lines = [one for one in root.iter(f"{SVG}path") if one.get("class") == "line"]
    assert len({one.get("stroke-dasharray") for one in lines}) == 8
    keys = [drawn(series_key(n).replace("<svg", f'<svg xmlns="{SVG[1:-1]}"')) for n in range(1, 9)]
    assert len({paths(one, "mark")[0] for one in keys}) == 8
    assert [one.get("class") for one in keys] == [f"series-key series-{n}" for n in range(1, 9)]


def test_a_point_links_and_says_what_it_is():
    series = [Series("储能", [12, 3], ["/search/?q=a&from=2024", ""])]
    root = drawn(line_chart(["2024年", "2025年"], series, title="图", unit="篇"))
    links = list(root.iter(f"{SVG}a"))
    assert [one.get("href") for one in links] == ["/search/?q=a&from=2024"]
    assert links[0].find(f"{SVG}title").text == "储能，2024年：12 篇"
    assert links[0].get("tabindex") is None


def test_many_links_are_left_to_the_pointer():
    root = drawn(line_chart(MONTHS * 2, [Series("线", [1] * 24, ["/"] * 24)], title="图"))
    assert {one.get("tabindex") for one in root.iter(f"{SVG}a")} == {"-1"}
    group = next(one for one in root.iter(f"{SVG}g") if one.get("class") == "chart-links")
    assert group.get("aria-hidden") == "true"


def test_the_picture_is_told_in_words():
    series = [Series("一", [1, 7, 2]), Series("二", [None, 3, 4])]
    image = next(
        one for one in drawn(line_chart(MONTHS[:3], series, title="两条线", unit="篇")).iter()
        if one.get("role") == "img"
    )  # fmt: skip
    assert image.find(f"{SVG}title").text == "两条线"
    told_there = image.find(f"{SVG}desc").text
    assert "2024年1月至2024年3月" in told_there
    assert "最高 7 篇（一，2024年2月）" in told_there


@pytest.mark.parametrize("values", [[], [None, None]])
def test_a_chart_of_nothing_says_so(values):
    assert "没有可画的数据" in line_chart(MONTHS[: len(values)], [Series("线", values)], title="图")
    assert "没有可画的数据" in column_chart(MONTHS[: len(values)], values, title="图")


def test_columns_are_as_high_as_their_values():
    root = drawn(column_chart(["a", "b", "c", "d"], [10, 5, 0, None], title="图"))
    high, half = (float(one.get("height")) for one in root.iter(f"{SVG}rect")
                  if one.get("class") == "fill")  # fmt: skip
    assert high == pytest.approx(2 * half, abs=0.2)


def test_one_article_among_thousands_is_seen():
    root = drawn(column_chart(["a", "b"], [5000, 1], title="图"))
    assert all(float(one.get("height")) >= 1 for one in root.iter(f"{SVG}rect"))


def test_columns_carry_links_marks_and_days():
    svg = column_chart(
        MONTHS[:2],
        [3, 4],
        title="图",
        unit="篇",
        links=["/?from=2024-01", "/?from=2024-02"],
        selected=[1],
        data=[("2024-01", "2024-01"), ("2024-02", "2024-02")],
    )
    first, second = drawn(svg).iter(f"{SVG}a")
    assert first.get("data-from") == "2024-01"
    assert second.get("data-to") == "2024-02"
    assert first.find(f"{SVG}title").text == "2024年1月：3 篇"
    assert [one.get("class") for one in (first, second)] == ["col", "col is-selected"]
    assert second.find(f"{SVG}path").get("class") == "under"


def test_markup_in_names_stays_text():
    evil = '<script>"&'
    svg = line_chart([evil], [Series(evil, [1], [f"/?q={evil}"])], title=evil, unit=evil)
    svg += column_chart([evil], [1], title=evil, links=[evil], data=[(evil, evil)])
    assert "<script" not in svg
    assert "style=" not in svg
    assert drawn(f"<div>{svg}</div>") is not None


def test_two_widths_draw_twice():
    svg = two_widths(lambda width: line_chart(["a"], [Series("线", [1])], title="图", width=width))
    assert re.findall(r'viewBox="0 0 (\d+) ', svg) == ["760", "372"]
