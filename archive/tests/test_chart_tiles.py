"""The map of tiles: where a place stands, what is written in it, how it is reached and heard."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from archive.charts.tiles import Tile, tile_key, tile_map
from archive.gazetteer.places import places
from archive.gazetteer.tiles import tiles

SVG = "{http://www.w3.org/2000/svg}"
TILES = [
    Tile(0, 1, "济南", "2023.9", 5, "#place-370100", "济南市：2023年9月"),
    Tile(1, 0, "聊城", "未见", 0),
    Tile(1, 1, "泰安", "—", None),
]


def drawn(found: list[Tile], width: int = 760) -> ElementTree.Element:
    return ElementTree.fromstring(tile_map(found, title="各市", width=width))


def test_tiles_stand_in_their_rows_and_columns() -> None:
    squares = drawn(TILES).findall(f".//{SVG}g/{SVG}rect")
    places = [(float(one.get("x", "")), float(one.get("y", ""))) for one in squares]
    assert places[0][0] == places[2][0] > places[1][0] == 0
    assert places[0][1] == 0 < places[1][1] == places[2][1]


def test_every_tile_says_in_words_what_its_shade_means() -> None:
    groups = [one for one in drawn(TILES).iter(f"{SVG}g") if "tile " in one.get("class", "")]
    told = [(one.get("class"), [text.text for text in one.iter(f"{SVG}text")]) for one in groups]
    assert told == [
        ("tile tile-5", ["济南", "2023.9"]),
        ("tile tile-0", ["聊城", "未见"]),
        ("tile tile-none", ["泰安", "—"]),
    ]


def test_links_stand_beside_the_picture_so_that_they_are_heard() -> None:
    picture = drawn(TILES)
    image = picture.find(f"{SVG}g[@role='img']")
    assert image is not None and image.get("aria-label") == "各市"
    assert image.find(f".//{SVG}a") is None
    links = list(picture.iter(f"{SVG}a"))
    assert [(one.get("href"), one.get("aria-label")) for one in links] == [
        ("#place-370100", "济南市：2023年9月")
    ]


def test_text_is_escaped() -> None:
    assert "<script>" not in tile_map([Tile(0, 0, "<script>", '"><b>', 1, '"><b>')], title="<i>")


@pytest.mark.parametrize("width", [760, 372])
@pytest.mark.parametrize("above", ["100000", "150000", "370000", "440000", "650000"])
def test_no_text_leaves_its_tile(above: str, width: int) -> None:
    """Chinese letters are as wide as high; digits take six tenths of that."""
    known = places().by_code
    rows = [Tile(*cell, known[code].short, "2024.12", 3) for code, cell in tiles(above).items()]
    picture = drawn(rows, width)
    side = float(next(picture.iter(f"{SVG}rect")).get("width", ""))
    assert float(picture.get("width", "")) <= width
    for text in picture.iter(f"{SVG}text"):
        size, letters = float(text.get("font-size", "")), text.text or ""
        wide = sum(0.6 if re.match(r"[\d.]", one) else 1 for one in letters) * size
        assert wide <= side, letters


def test_no_tiles_are_no_picture() -> None:
    assert tile_map([], title="各市") == ""


def test_the_legend_has_the_look_of_the_tile() -> None:
    assert "tile-none" in tile_key(None)
    assert "tile-5" in tile_key(9)
