"""Reference data of places: codes, names, old names, and what lies where."""

from datetime import date

import pytest

from archive.gazetteer.places import places, standing


def names(found):
    return [place.name for place in found]


def test_every_place_hangs_under_a_known_one():
    book = places()
    assert len(book.by_code) > 3700
    orphans = [row.code for row in book.by_code.values() if row.parent not in {None, *book.by_code}]
    assert not orphans
    assert all(
        row.kind in {"gb2260", "zone"} and len(row.code) <= 9 for row in book.by_code.values()
    )


def test_codes_and_aliases_are_unique():
    book = places()
    pairs = [(alias.code, alias.name) for code in book.by_code for alias in book.aliases_of(code)]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("济宁市", "370800"),
        ("济宁", "370800"),
        ("泗水", "370831"),
        ("内蒙古", "150000"),
        ("恩施州", "422800"),
        ("北川县", "510726"),
        ("科左中旗", "150521"),
        ("太白湖新区", "370800Z1"),
        ("济宁高新区", "370871"),
        ("济宁高新技术产业开发区", "370871"),
    ],
)
def test_full_short_and_other_names_lead_to_one_place(name, code):
    assert [place.code for place in places().named(name)] == [code]


def test_a_name_borne_by_several_places_gives_all():
    assert len(places().named("鼓楼区")) == 4
    assert places().named("没有这个地方") == ()


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("胶南县", "黄岛区"),
        ("定陶县", "定陶区"),
        ("莱芜市", "莱芜区"),
        ("徐水县", "徐水区"),
        ("襄樊市", "襄阳市"),
        ("绍兴县", "柯桥区"),
        ("菏泽地区", "菏泽市"),
        ("德州地委", "德州市"),
        ("惠民地区", "滨州市"),
    ],
)
def test_old_names_lead_to_the_place_of_today(old, now):
    assert names(places().historical(old)) == [now]


def test_names_in_use_are_not_historical():
    assert places().historical("济宁市") == ()
    assert places().historical("胶州地委") == ()  # 胶州市 is no prefecture


@pytest.mark.parametrize(
    ("name", "line", "city"),
    [
        ("泗水县", ["山东省", "济宁市", "泗水县"], "济宁市"),
        ("浦东新区", ["上海市", "浦东新区"], "上海市"),
        ("济源市", ["河南省", "济源市"], "河南省"),
        ("雄安新区", ["河北省", "雄安新区"], "河北省"),
        ("西咸新区", ["陕西省", "西安市", "西咸新区"], "西安市"),
    ],
)
def test_lineage_runs_from_the_province_down(name, line, city):
    book = places()
    place = book.named(name)[0]
    assert names(book.lineage(place.code)) == line
    assert book.province_of(place).name == line[0]
    assert book.city_of(place).name == city


def test_every_province_has_zones():
    book = places()
    zones = [row for row in book.by_code.values() if row.kind == "zone"]
    home = {book.province_of(row).code for row in zones}
    mainland = {row.code for row in book.by_code.values() if row.level == "province"}
    assert mainland - home == {"710000", "810000", "820000"}
    assert all(any(part.isalpha() for part in row.code) for row in zones if len(row.code) > 6)


@pytest.mark.parametrize(
    ("name", "day", "found"),
    [
        ("渝北区", date(2024, 5, 1), ["500112"]),
        ("渝北区", date(2026, 5, 1), ["500157"]),
        ("渝北区", None, ["500157"]),
        ("江北区", date(2024, 5, 1), ["330205", "500105"]),
        ("莱芜", date(2017, 5, 1), ["371200"]),
        ("莱芜", date(2024, 5, 1), ["370116"]),
        ("任城区", date(2015, 5, 1), ["370811"]),
    ],
)
def test_a_name_means_the_place_that_stood_on_the_day(name, day, found):
    rows = tuple({row.code: row for text, row, _ in places().names() if text == name}.values())
    assert sorted(row.code for row in standing(rows, day)) == found


def test_former_places_have_a_successor_of_today():
    former = [row for row in places().by_code.values() if row.until]
    assert former
    for row in former:
        date.fromisoformat(row.until)
        assert places().by_code[row.successor].until is None
