"""Sets known articles (a TOML source, as for jumble) into a newspaper page of columns, as a PDF.

Articles lie in bands across the page, each with its headline over one or more columns of body.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.tests.jumble_gold import annotation, paragraphs_of
from archive.tests.jumble_style import break_lines
from archive.tests.pdf_writer import Leaf, Show, write_pdf
from archive.text.normalize import width

Item = dict[str, Any]
INDENT = "　　"


@dataclass(frozen=True, slots=True)
class Paper:
    """How a page is set. Lengths are in body sizes (`body` in points) unless told otherwise."""

    columns: int = 4
    measure: int = 18
    gutter: float = 2.0
    body: float = 9.0
    leading: float = 1.5
    seed: int = 1
    side_headlines: float = 0.0
    wrapped: float = 0.0
    upright: float = 0.0
    centred: bool = True
    shuffled: bool = False
    justified: bool = True
    twice: bool = False
    glyph_by_glyph: bool = False
    initials: float = 0.0
    margin: float = 40.0


@dataclass
class Setting:
    """The page so far: `y` is the lower edge of what is set, in points."""

    paper: Paper
    rng: random.Random
    shows: list[Show] = field(default_factory=list)
    y: float = 0.0

    @property
    def step(self) -> float:
        """From the left edge of one column to that of the next, in points."""
        return (self.paper.measure + self.paper.gutter) * self.paper.body

    def span(self, columns: int) -> float:
        return columns * self.step - self.paper.gutter * self.paper.body

    def put(self, text: str, x: float, y: float, size: float, *, to: float | None = None) -> None:
        """Shows a line; `to` is the width in points that it must fill."""
        natural = sum(width(char) for char in text) * size
        gaps = max(1, len(text) - 1)
        spacing = (to - natural) / gaps if to is not None else 0.0
        if self.paper.glyph_by_glyph:
            for char in text:
                self._show(Show(char, x, y, size))
                x += width(char) * size + spacing
        else:
            self._show(Show(text, x, y, size, spacing))

    def _show(self, show: Show) -> None:
        if show.text.isspace():
            return
        self.shows.append(show)
        if self.paper.twice and show.size > 1.2 * self.paper.body:
            self.shows.append(Show(show.text, show.x + 0.3, show.y + 0.1, show.size, show.spacing))


def typeset(source: Path, paper: Paper) -> tuple[bytes, Item]:
    """The PDF of a source's page and its annotation: {"articles": [...]} in the source's order."""
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    setting = Setting(paper, random.Random(paper.seed), y=paper.margin)
    put_folio(setting, data)
    items = list(data["item"])
    band: list[Item] = []
    room = paper.columns
    for item in items:
        if item["kind"] == "furniture":
            continue
        wide = min(columns_of(item, paper), paper.columns)
        if wide > room:
            put_band(setting, band, room)
            band, room = [], paper.columns
        band.append({**item, "_columns": wide})
        room -= wide
    put_band(setting, band, room)
    shows = list(setting.shows)
    if paper.shuffled:
        setting.rng.shuffle(shows)
    leaf = Leaf(shows, setting.span(paper.columns) + 2 * paper.margin, setting.y + paper.margin)
    return write_pdf([leaf]), {"articles": gold_articles(data)}


def gold_articles(data: Item) -> list[Item]:
    return [
        {**annotation(item, body), "body": body}
        for item in data["item"]
        if item["kind"] != "furniture"
        for body in ["\n".join(paragraphs_of(item))]
    ]


def columns_of(item: Item, paper: Paper) -> int:
    """How many columns an article takes: by its length, more where it has a long headline."""
    length = sum(len(row) for row in paragraphs_of(item))
    if not item.get("title"):
        return 1
    return max(1, min(paper.columns, round(length / 260)))


def put_folio(setting: Setting, data: Item) -> None:
    text = (
        data.get("folio")
        or f"{data['newspaper']}　{data['date']}　星期五　第{data['number'].lstrip('A0')}版"
    )
    setting.put(text.split("\n")[0], setting.paper.margin, setting.y, setting.paper.body)
    setting.y += 2.5 * setting.paper.body


def put_band(setting: Setting, band: list[Item], spare: int) -> None:
    """Articles side by side from the same top; the first takes the columns left over."""
    if not band:
        return
    wide = max(band, key=lambda item: len(item["body"]) if item.get("title") else 0)
    if wide.get("title"):
        wide["_columns"] += spare
    top, x, low = setting.y, setting.paper.margin, setting.y
    for item in band:
        low = max(low, put_article(setting, item, x, top))
        x += item["_columns"] * setting.step
    setting.y = low + 2.2 * setting.paper.body


def put_article(setting: Setting, item: Item, x: float, top: float) -> float:
    """Sets one article with its upper left at (x, top); gives its lower edge."""
    paper, columns = setting.paper, item["_columns"]
    lines = body_lines(setting, item)
    beside = 0
    short = len(max(headline_text(item).split("\n"), key=len)) <= 20
    if item.get("title") and columns >= 3 and short and setting.rng.random() < paper.upright:
        return put_upright(setting, item, lines, x, top)
    if item.get("title") and columns >= 3 and setting.rng.random() < paper.side_headlines:
        put_headline(setting, item, x, top + 2 * paper.body, 1)
        return put_columns(setting, lines, x + setting.step, top, columns - 1)
    if item.get("title") and columns >= 3 and setting.rng.random() < paper.wrapped:
        beside = 1
    under = top
    if item.get("title"):
        under = put_headline(setting, item, x, top, columns - beside) + 1.2 * paper.body
    if not beside:
        return put_columns(setting, lines, x, under, columns)
    return put_wrapped(setting, lines, x, top, under, columns)


def put_wrapped(
    setting: Setting, lines: list[str], x: float, top: float, under: float, columns: int
) -> float:
    """The last column stands beside the headline, level with it."""
    pitch = setting.paper.body * setting.paper.leading
    extra = int((under - top) / pitch)
    rows = -(-(len(lines) + (columns - 1) * extra) // columns)
    main = (rows - extra) * (columns - 1)
    low = put_columns(setting, lines[:main], x, under, columns - 1)
    last = put_columns(setting, lines[main:], x + (columns - 1) * setting.step, top, 1)
    return max(low, last)


def put_upright(setting: Setting, item: Item, lines: list[str], x: float, top: float) -> float:
    """A headline from top to bottom at the left of its body."""
    size = 2.2 * setting.paper.body
    parts = [piece.strip() for piece in headline_text(item).split("\n")]
    edge = x + setting.span(1) - size
    low = top
    for number, part in enumerate(parts):
        for row, char in enumerate(part.replace(" ", "")):
            y = top + size * (0.9 + 1.1 * row)
            setting.put(char, edge - number * 1.5 * size, y, size)
            low = max(low, y)
    columns = item["_columns"] - 1
    return max(low, put_columns(setting, lines, x + setting.step, top, columns))


def headline_text(item: Item) -> str:
    parts = [item.get("kicker"), item.get("title"), item.get("subtitle")]
    return "\n".join(part.replace("|", "") for part in parts if part)


def put_headline(setting: Setting, item: Item, x: float, top: float, columns: int) -> float:
    """Kicker, title and subtitle in their sizes, centred; gives the lower edge."""
    body, room = setting.paper.body, setting.span(columns)
    sizes = {"kicker": 1.5, "title": 2.0 + 0.5 * min(columns, 4), "subtitle": 1.4}
    y = top
    for key, factor in sizes.items():
        for row in fitted(item.get(key) or "", room, factor * body):
            size = factor * body
            natural = sum(width(char) for char in row) * size
            size = min(size, size * room / natural)
            y += size * 1.2
            left = x + (room - size / (factor * body) * natural) / 2 if setting.paper.centred else x
            setting.put(row, left, y, size)
        y += 0.35 * body if item.get(key) else 0
    return y


def fitted(text: str, room: float, size: float) -> list[str]:
    """A heading on one line where it fits, else broken at its marks, else into even rows."""
    whole = text.replace("|", "").strip()
    if not whole:
        return []
    most = room / size
    if width(whole) <= most:
        return [whole]
    rows: list[str] = []
    for part in text.split("|"):
        wide = width(part.strip())
        count = -(-wide // (0.97 * most))
        rows += break_lines(part.strip(), max(4, -(-wide // count)), "")
    return rows


def body_lines(setting: Setting, item: Item) -> list[tuple[str, bool | None]]:
    """The body's lines, and whether each is to fill its column; None for bylines."""
    paper, byline = setting.paper, item.get("byline", {})
    printed = byline.get("print", "").split("\n")
    own = [(INDENT + row, None) for row in printed]
    lines: list[tuple[str, bool | None]] = []
    if byline.get("at") in ("first", "between"):
        lines += own
    for paragraph in paragraphs_of(item):
        rows = break_lines(paragraph, paper.measure - (0 if paper.justified else 1), INDENT)
        lines += [(row, True) for row in rows[:-1]] + [(rows[-1], False)]
    if byline.get("at") == "end":
        lines += own
    return lines


def put_columns(setting: Setting, lines: list, x: float, top: float, columns: int) -> float:
    """Lines poured evenly into columns; gives the lower edge."""
    paper = setting.paper
    pitch, rows = paper.body * paper.leading, -(-len(lines) // columns) if lines else 0
    for number, (text, fill) in enumerate(lines):
        column, row = divmod(number, rows)
        left = x + column * setting.step
        put_line(setting, text, left, top + pitch * row + paper.body, fill)
    return top + pitch * rows


def put_line(setting: Setting, text: str, left: float, y: float, fill: bool | None) -> None:
    paper = setting.paper
    inset = len(text) - len(text.lstrip("　"))
    room = (paper.measure - inset) * paper.body
    text = text.strip("　")
    natural = sum(width(char) for char in text) * paper.body
    if fill is None and natural > room:  # a byline too long for the column is set smaller
        setting.put(text, left + inset * paper.body, y, paper.body * room / natural)
        return
    must = natural > room or (fill and paper.justified and natural > 0.7 * room)
    setting.put(text, left + inset * paper.body, y, paper.body, to=room if must else None)
