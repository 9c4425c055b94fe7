"""Reference data of newspapers: names, slugs, homes."""

import re

import pytest

from archive.gazetteer.newspapers import newspapers
from archive.gazetteer.places import places

SHANDONG = [
    "济南",
    "青岛",
    "淄博",
    "枣庄",
    "东营",
    "烟台",
    "潍坊",
    "济宁",
    "泰安",
    "威海",
    "日照",
    "临沂",
    "德州",
    "聊城",
    "滨州",
    "菏泽",
]


def test_slugs_are_pinyin_and_homes_are_known():
    rows = newspapers().by_slug.values()
    assert len(rows) > 400
    assert all(re.fullmatch(r"[a-z0-9-]{3,50}", row.slug) for row in rows)
    assert {row.home for row in rows} - {None} <= places().by_code.keys()


@pytest.mark.parametrize("city", SHANDONG)
def test_every_city_of_shandong_has_its_daily(city):
    found = newspapers().named(city + "日报")
    assert found
    assert places().by_code[found.home or ""].short == city


def test_every_mainland_province_has_its_daily():
    at_home = {row.home for row in newspapers().by_slug.values() if row.level == "province"}
    provinces = {row.code for row in places().by_code.values() if row.level == "province"}
    assert provinces - at_home == {"710000"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("大众日报", "dazhong-ribao"),
        ("重庆日报", "chongqing-ribao"),
        ("厦门日报", "xiamen-ribao"),
        ("蚌埠日报", "bengbu-ribao"),
        ("丽水日报", "lishui-ribao"),
        ("亳州日报", "bozhou-ribao"),
        ("六安日报", "wanxi-ribao"),
        ("陕西日报", "shaanxi-ribao"),
        ("山西日报", "shanxi-ribao"),
        ("长治日报", "changzhi-ribao"),
        ("乐山日报", "leshan-ribao"),
    ],
)
def test_names_and_readings(name, slug):
    found = newspapers().named(name)
    assert found and found.slug == slug
    assert newspapers().named(slug) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("济宁日报_2024-01-07_02版.txt", "济宁日报"),
        ("2024年9月24日 星期二 大众日报 3", "大众日报"),
        ("/data/Jining-Ribao-20240107.pdf", "济宁日报"),
        ("新华日报 A2", "新华日报"),
        ("000_33c49f39eb208a47.txt", None),
        ("scan.pdf", None),
    ],
)
def test_the_newspaper_in_a_file_name_or_folio(text, name):
    found = newspapers().mentioned_in(text)
    assert (found.name if found else None) == name


def test_an_unknown_name_is_none():
    assert newspapers().named("不存在的报") is None


def test_a_paper_of_no_list_is_told_by_its_name():
    found = newspapers().named("邹城日报")
    assert found and (found.slug, found.level, found.home) == ("zoucheng-ribao", "county", "370883")
    assert newspapers().mentioned_in("邹城日报 2024年1月7日 第3版") == found
    assert newspapers().named("火星日报") is None
    assert newspapers().mentioned_in("邹城市情况通报") is None
