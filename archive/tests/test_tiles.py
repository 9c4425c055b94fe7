"""Tiles: every province and prefecture-level place has one, none shares it, north is up."""

from __future__ import annotations

import pytest

from archive.gazetteer.places import places
from archive.gazetteer.tiles import COUNTRY, tiles

PROVINCES = [one for one in places().by_code.values() if one.level == "province"]
CITIES = [one for one in places().by_code.values() if one.level == "prefecture" and not one.until]


def test_every_province_has_a_tile() -> None:
    assert set(tiles()) == {one.code for one in PROVINCES}


def test_every_city_has_a_tile_in_its_province() -> None:
    for province in PROVINCES:
        expected = {one.code for one in CITIES if one.parent == province.code}
        assert set(tiles(province.code)) == expected, province.name


@pytest.mark.parametrize("above", [COUNTRY, *(one.code for one in PROVINCES)])
def test_no_two_places_share_a_tile_and_no_edge_is_empty(above: str) -> None:
    cells = list(tiles(above).values())
    assert len(set(cells)) == len(cells)
    if cells:
        assert min(row for row, _ in cells) == min(column for _, column in cells) == 0
        assert max(column for _, column in cells) < 8, "more would be too narrow for a telephone"


@pytest.mark.parametrize(
    ("above", "north", "south"),
    [(COUNTRY, "230000", "440000"), ("370000", "371400", "370400"), ("440000", "440200", "440800")],
)
def test_north_is_up(above: str, north: str, south: str) -> None:
    assert tiles(above)[north][0] < tiles(above)[south][0]


def test_west_is_left() -> None:
    assert tiles()["650000"][1] < tiles()["370000"][1] < tiles()["310000"][1] + 1
    assert tiles("370000")["371500"][1] < tiles("370000")["371000"][1]


def test_what_has_no_map_is_empty_and_the_map_itself_cannot_be_changed() -> None:
    assert tiles("110000") == tiles("nowhere") == {}
    tiles().clear()
    assert tiles()
