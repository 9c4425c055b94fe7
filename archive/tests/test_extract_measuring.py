"""Figures brought to one unit, one name, one span of time and one place; all text is made up."""

from __future__ import annotations

from datetime import date

import pytest

from archive.extract.facts import facts_of
from archive.extract.figure_places import FigurePlaces, Spoken
from archive.extract.measuring import base_of, indicator_key, is_less_better
from archive.extract.times import UNKNOWN, span_of

DAY = date(2024, 9, 24)


@pytest.mark.parametrize(
    ("value", "unit", "base"),
    [
        (116, "亿元", (11_600_000_000, "元")),
        (6.8, "万亿元", (6_800_000_000_000, "元")),
        (80, "万元", (800_000, "元")),
        (528.4, "万千瓦", (5_284_000, "千瓦")),
        (3, "GW", (3_000_000, "千瓦")),
        (960, "万吨", (9_600_000, "吨")),
        (500, "公斤", (0.5, "吨")),
        (2, "公顷", (30, "亩")),
        (5.6, "%", (5.6, "%")),
        (2.3, "个百分点", (2.3, "个百分点")),
        (32, "微克/立方米", (32, "微克/立方米")),
        (1.2, "万元/亩", (12_000, "元/亩")),
        (82, "万", (820_000, "")),
        (20, "万方", (200_000, "立方米")),
        (2, "方", (2, "方")),
        (7, "", (7, "")),
    ],
)
def test_values_have_one_unit(value: float, unit: str, base: tuple[float, str]) -> None:
    assert base_of(value, unit) == base


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        (
            "规模以上工业增加值",
            ["全市规模以上工业增加值", "泰安市规上工业增加值", "１—６月规上工业增加值"],
        ),
        (
            "规模以上工业增加值增长",
            ["规上工业增加值同比增长", "全省规模以上工业增加值增速", "规模以上工业增加值预期增长"],
        ),
        ("地区生产总值", ["GDP", "我市生产总值", "地区生产总值（GDP）", "肥城市地區生產總值"]),
        ("单位产品能耗下降", ["单位产品能耗下降", "全县单位产品能耗降低"]),
        ("5G基站", ["5g基站", "全市5G基站", "5G 基站"]),
        ("PM2.5浓度", ["PM2.5浓度"]),
        ("上海港集装箱吞吐量", ["上海港集装箱吞吐量"]),
        ("单位面积能耗增长", ["单位面积能耗比2020年提高"]),
        ("通用机场", ["通用机场和"]),
        ("", ["", "“”", "房", "同比增长", "分别增长", "其中建成", "提高到", "累计"]),
        ("", ["比去年多", "届时只需", "占全国", "占全市外贸总值", "单套最高给予"]),
    ],
)
def test_one_indicator_of_many_names(key: str, printed: list[str]) -> None:
    assert {indicator_key(one) for one in printed} == {key}


def test_keys_of_different_things_differ() -> None:
    keys = [indicator_key(one) for one in ("一般公共预算收入", "一般公共预算支出", "税收收入")]
    assert len({*keys, indicator_key("一般公共预算收入增长")}) == 4


def test_a_key_is_its_own_key() -> None:
    printed = ["全市规上工业增加值同比增长", "泰安市GDP", "新签约项目", "城镇新增就业人数"]
    keys = [indicator_key(one) for one in printed]
    assert all(keys)
    assert [indicator_key(key) for key in keys] == keys


def test_the_less_of_some_is_the_better() -> None:
    assert is_less_better("城镇调查失业率")
    assert is_less_better("PM2.5浓度")
    assert not is_less_better("单位产品能耗下降")
    assert not is_less_better("地区生产总值")


@pytest.mark.parametrize(
    ("period", "year", "start", "end"),
    [
        ("今年", 2024, "2024-01-01", "2024-12-31"),
        ("去年", 2023, "2023-01-01", "2023-12-31"),
        ("2023", 2023, "2023-01-01", "2023-12-31"),
        ("上半年", 2024, "2024-01-01", "2024-06-30"),
        ("2024一季度", 2024, "2024-01-01", "2024-03-31"),
        ("2024年1—6月", 2024, "2024-01-01", "2024-06-30"),
        ("2023-01/2023-11", 2023, "2023-01-01", "2023-11-30"),
        ("截至2024-08-31", 2024, "2024-08-31", "2024-08-31"),
        ("2024年底", 2024, "2024-12-31", "2024-12-31"),
        ("到2025年", 2025, "2025-01-01", "2025-12-31"),
        ("十四五末", 2025, "2025-01-01", "2025-12-31"),
        ("2021-2025", None, "2021-01-01", "2025-12-31"),
        ("2019年以来", None, "2019-01-01", "2024-09-24"),
        ("2024-02", 2024, "2024-02-01", "2024-02-29"),
    ],
)
def test_periods_are_days(period: str, year: int | None, start: str, end: str) -> None:
    span = span_of(period, DAY)
    assert span.year == year
    assert (span.start, span.end) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("period", ["", "近期", "全部建成后", "连续18个月", "2024-02-31", "0000"])
def test_what_cannot_be_told_is_unknown(period: str) -> None:
    assert span_of(period, DAY) == UNKNOWN


def test_without_a_day_relative_words_are_unknown() -> None:
    assert span_of("去年", None) == UNKNOWN
    assert span_of("2023", None).year == 2023


BODY = "泰安市今年投资120亿元，增长较快，其中肥城市投资30亿元。全国平均为9亿元。\n当地新增企业8家。"


def places(*spoken: Spoken) -> FigurePlaces:
    return FigurePlaces({"kicker": "", "title": "投资5亿元", "subtitle": "", "body": BODY}, spoken)


def test_a_figure_is_of_the_place_named_last_before_it() -> None:
    spots = (("body", BODY.index("泰安市"), 3),)
    county = (("body", BODY.index("肥城市"), 3),)
    where = places(
        Spoken("370900", "prefecture", "370000", True, spots),
        Spoken("370983", "county", "370900", False, county),
    )
    assert where.at("body", BODY.index("120")) == "370900"
    assert where.at("body", BODY.index("30亿")) == "370983"
    assert where.at("body", BODY.index("9亿")) is None
    assert where.at("body", BODY.index("8家")) == "370900"
    assert where.at("title", 2) == "370900"


def test_without_a_name_it_is_of_what_the_article_is_about() -> None:
    city = Spoken("370900", "prefecture", "370000", True)
    county = Spoken("370983", "county", "370900", True)
    other = Spoken("370800", "prefecture", "370000", True)
    province = Spoken("370000", "province", None, True)
    assert places(city).subject == "370900"
    assert places(city, county).subject == "370983"
    assert places(province, city).subject == "370900"
    assert places(city, other).subject is None
    assert places(Spoken("370900", "prefecture", "370000", False)).subject is None


def test_facts_hold_the_sentence_and_where_the_figure_stands_in_it() -> None:
    texts = {"kicker": "", "title": "", "subtitle": "", "body": BODY}
    start = BODY.index("30亿元")
    figure = ("投资30亿元", "投资", 30.0, "亿元", "今年", [("body", start, start + 4)])
    facts = facts_of(figure, texts, FigurePlaces(texts, []), DAY)
    assert facts.sentence[facts.hit_start : facts.hit_end] == "30亿元"
    assert facts.sentence.startswith("泰安市") and facts.sentence.endswith("。")
    assert (facts.base_value, facts.base_unit, facts.year) == (3e9, "元", 2024)


def test_evidence_out_of_bounds_falls_back_to_the_words() -> None:
    texts = {"kicker": "", "title": "", "subtitle": "", "body": BODY}
    figure = ("企业8家", "企业", 8.0, "家", "", [("body", 900, 905)])
    facts = facts_of(figure, texts, FigurePlaces(texts, []), DAY)
    assert facts.sentence == "当地新增企业8家。"
    lost = facts_of(("不在文中", "", 1.0, "", "", []), texts, FigurePlaces(texts, []), None)
    assert (lost.sentence, lost.hit_end, lost.place) == ("不在文中", 0, None)


CITY = ("370900", "prefecture", "370000", True)
EAST = ("370923", "county", "370900", False)
WEST = ("370921", "county", "370900", False)
PROVINCE_ = ("370000", "province", None, False)
AFAR = ("310000", "province", None, False)
NAMES = {"东平县": EAST, "宁阳县": WEST, "上海": AFAR, "山东": PROVINCE_, "泰安市": CITY}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("产品销往上海，今年一季度订单8万件。", "370900"),
        ("产品销往东平县、上海，今年一季度订单8万件。", "370900"),
        ("东平县与上海共建园区，引进企业8家。", "370923"),
        ("东平县、宁阳县各建一座，新增床位8张。", "370900"),
        ("开通东平县至宁阳县的航线8条。", "370900"),
        ("园区通过山东认定，投入8亿元。", "370900"),
        ("去年，山东投入8亿元。", "370000"),
        ("是全国知名的板材之乡，产值8亿元。", "370900"),
        ("建成海外仓8个。", "370900"),
        ("今年，全国新增8万人。", None),
        ("宁阳县开工，东平县投入8亿元。", "370923"),
    ],
)
def test_names_that_are_only_passed_have_no_figures(body: str, code: str | None) -> None:
    spoken = [
        Spoken(*facts, spots=(("body", at, at + len(name)),))
        for name, facts in NAMES.items()
        if (at := body.find(name)) >= 0
    ]
    where = FigurePlaces({"body": body}, [*spoken, Spoken(*CITY)])
    assert where.at("body", body.index("8")) == code
