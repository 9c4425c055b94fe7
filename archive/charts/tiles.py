"""A map of tiles: a square for each place on a grid, north up; a shade, and in words what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.charts.numbers import text_width, written

LEVELS = 5
GAP = 4.0
WIDEST = 92.0  # of one tile; few tiles do not fill the page
_LINE = 1.25  # of the font's size
_PAD = 3.0
_FONTS = (13.0, 9.0)  # largest and smallest


@dataclass(frozen=True, slots=True)
class Tile:
    """`name` and `told` are written in it, `label` is what a listener hears of its link.

    `level` 1 (weak) to 5 (strong) is its shade, 0 none, None nothing known: then it is only outlined.
    """

    row: int
    column: int
    name: str
    told: str
    level: int | None
    href: str = ""
    label: str = ""


def tile_map(tiles: Sequence[Tile], *, title: str, width: int = 760) -> SafeString:
    """Inline SVG; as wide as it needs, `width` at most. No tiles, no picture."""
    if not tiles:
        return SafeString("")
    columns = max(tile.column for tile in tiles) + 1
    rows = max(tile.row for tile in tiles) + 1
    side = min(WIDEST, (width + GAP) / columns)
    high = max(side * 0.72, 46.0)
    fonts = _fonts(tiles, side - GAP - 2 * _PAD)
    pictures = "".join(
        _tile(tile, side - GAP, high - GAP, *_at(tile, side, high), *fonts) for tile in tiles
    )
    links = "".join(_links(tiles, side, high))
    return format_html(
        '<svg class="chart chart-tiles" viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
        ' xmlns="http://www.w3.org/2000/svg"><g role="img" aria-label="{}">'
        "<title>{}</title><desc>{}</desc>{}</g>{}</svg>",
        title,
        title,
        _described(tiles),
        SafeString(pictures),
        SafeString(links),
        w=written(columns * side - GAP),
        h=written(rows * high - GAP),
    )


def tile_key(level: int | None) -> SafeString:
    """The small square that a legend shows."""
    return format_html(
        '<svg class="tile-key tile-{}" viewBox="0 0 18 18" width="18" height="18"'
        ' aria-hidden="true"><rect x="1" y="1" width="16" height="16" rx="2" /></svg>',
        _shade(level),
    )


def _shade(level: int | None) -> str:
    return "none" if level is None else str(max(0, min(LEVELS, level)))


def _at(tile: Tile, side: float, high: float) -> tuple[float, float]:
    return tile.column * side, tile.row * high


def _tile(
    tile: Tile, wide: float, high: float, x: float, y: float, large: float, small: float
) -> str:
    """The square with its name, in two lines where one is too long, and what is told below."""
    names = [("name", one, large) for one in _lines(tile.name, wide - 2 * _PAD)]
    lines = [*names, *([("told", tile.told, small)] if tile.told else [])]
    at = y + (high - sum(size for *_, size in lines) * _LINE) / 2 - 1
    texts = []
    for kind, text, size in lines:
        at += size * _LINE
        texts.append(
            f'<text class="{kind}" x="{written(x + wide / 2)}" y="{written(at - size * 0.2)}"'
            f' font-size="{written(size)}" text-anchor="middle">{escape(text)}</text>'
        )
    return (
        f'<g class="tile tile-{_shade(tile.level)}"><rect x="{written(x)}" y="{written(y)}"'
        f' width="{written(wide)}" height="{written(high)}" rx="3" />{"".join(texts)}</g>'
    )


def _lines(name: str, room: float) -> list[str]:
    """呼和浩特 in two lines of two where it does not fit into one."""
    if text_width(name) <= room or len(name) < 3:
        return [name]
    half = -(-len(name) // 2)
    return [name[:half], name[half:]]


def _fonts(tiles: Sequence[Tile], room: float) -> tuple[float, float]:
    """The largest sizes in which every name, and everything told, fits; the same in all tiles."""
    names = [line for tile in tiles for line in _lines(tile.name, room)]
    return _size(names, room), _size([tile.told for tile in tiles], room)


def _size(lines: Sequence[str], room: float) -> float:
    """text_width is for a font of 12."""
    widest = max((text_width(line) for line in lines), default=0.0) or 1.0
    return max(_FONTS[1], min(_FONTS[0], 12.0 * room / widest))


def _links(tiles: Sequence[Tile], side: float, high: float) -> Iterator[str]:
    """Above the picture, so that listeners reach them too."""
    linked = [tile for tile in tiles if tile.href]
    if not linked:
        return
    yield '<g class="chart-links">'
    for tile in sorted(linked, key=lambda one: (one.row, one.column)):
        x, y = _at(tile, side, high)
        label = escape(
            tile.label or _("%(name)s：%(told)s") % {"name": tile.name, "told": tile.told}
        )
        yield (
            f'<a class="tile-link" href="{escape(tile.href)}" aria-label="{label}">'
            f'<title>{label}</title><rect x="{written(x)}" y="{written(y)}"'
            f' width="{written(side - GAP)}" height="{written(high - GAP)}" rx="3" /></a>'
        )
    yield "</g>"


def _described(tiles: Sequence[Tile]) -> str:
    shaded = sum(bool(tile.level) for tile in tiles)
    whole = ngettext("方格图，%(count)s 格", "方格图，%(count)s 格", len(tiles)) % {
        "count": len(tiles)
    }
    return _("%(whole)s，其中 %(shaded)s 格着色；北在上。") % {"whole": whole, "shaded": shaded}
