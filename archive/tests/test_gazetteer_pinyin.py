"""How places and persons are read: polyphonic characters as names have them."""

from __future__ import annotations

import pytest

from archive.gazetteer.pinyin import name_pinyin, place_pinyin


@pytest.mark.parametrize(
    ("place", "read"),
    [
        ("乐陵市", "laolingshi lls"),
        ("长治市", "changzhishi czs"),
        ("长子县", "zhangzixian zzx"),
        ("子长市", "zichangshi zcs"),
        ("延长县", "yanchangxian ycx"),
        ("成都市", "chengdushi cds"),
        ("漯河市", "luoheshi lhs"),
        ("迪庆藏族自治州", "diqingzangzuzizhizhou dqzzzzz"),
        ("宝坻区", "baodiqu bdq"),
        ("重庆市", "chongqingshi cqs"),
    ],
)
def test_places(place: str, read: str) -> None:
    assert place_pinyin(place) == read


@pytest.mark.parametrize(
    ("name", "read"),
    [("单志强", "shanzhiqiang szq"), ("尉迟朗", "yuchilang ycl"), ("长孙明", "zhangsunming zsm")],
)
def test_persons(name: str, read: str) -> None:
    assert name_pinyin(name) == read
