"""Where places stand in a map of tiles (fixtures/tiles.toml): a grid, north up, one place a tile."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from archive.gazetteer.places import FIXTURES

COUNTRY = "100000"  # the map of the provinces themselves


@lru_cache(maxsize=1)
def _maps() -> dict[str, dict[str, tuple[int, int]]]:
    with (FIXTURES / "tiles.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {
        above: {code: (row, column) for code, (row, column) in cells.items()}
        for above, cells in tables.items()
    }


def tiles(above: str = COUNTRY) -> dict[str, tuple[int, int]]:
    """Row and column, from 0, of each province, or of each prefecture-level place of a province.

    {} for what has no map: a municipality, whose districts have no tiles, and unknown codes.
    """
    return dict(_maps().get(above, {}))
