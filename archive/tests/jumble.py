"""Turns known articles (a TOML source) into the page text that a PDF yields, with its annotation.

`python -m archive.tests.jumble SOURCE… --pages DIR --gold DIR [--seed N [--rough]]`; the source format
stands in sample_sources/README.md. The same source and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from archive.tests.jumble_gold import Item, annotation, faults, paragraphs_of
from archive.tests.jumble_style import (
    INDENTS,
    INTRUDERS,
    Range,
    Style,
    break_lines,
    encoded,
    ranges_without,
    roughened,
    strewn,
    varied,
)

DECIMAL = re.compile(r"(\d)\.(\d)")
Made = tuple[str, bytes, Item]
SENTENCE_END = re.compile(r"[。！？]”?$")


@dataclass
class Sheet:
    """The lines printed so far, and what must be remembered of them."""

    style: Style
    rng: random.Random
    lines: list[str] = field(default_factory=list)
    furniture: list[dict[str, Any]] = field(default_factory=list)
    foreign: set[int] = field(default_factory=set)
    intruders: list[tuple[str, str]] = field(default_factory=list)
    since_jump: int = 0
    next_jump: int = 0

    def __post_init__(self) -> None:
        self.next_jump = self.rng.randint(*self.style.jump) if self.style.jump else 0

    def chance(self, likelihood: float) -> bool:
        return self.rng.random() < likelihood

    def put(self, text: str) -> int:
        """Prints a line and gives its 1-based number."""
        self.lines.append(text)
        self.since_jump += 1
        number = len(self.lines)
        if self.style.blanks == "all":
            self.lines.append("")
        return number

    def blank(self) -> None:
        if self.lines and self.lines[-1] and self.style.blanks != "none":
            self.lines.append("")

    def jump(self, line: str) -> None:
        """The false blank of a column's end: only after a line that ends no sentence."""
        if not self.style.jump or self.since_jump < self.next_jump or SENTENCE_END.search(line):
            return
        self.blank()
        self.since_jump, self.next_jump = 0, self.rng.randint(*self.style.jump)

    def put_furniture(self, text: str, why: str) -> None:
        rows = [self.put(row) for row in text.strip("\n").split("\n")]
        self.foreign.update(range(rows[0], rows[-1] + 1))
        self.furniture.append({"lines": [rows[0], rows[-1]], "text": text.strip("\n"), "why": why})


def put_paragraph(sheet: Sheet, text: str, width: float, indent: str) -> Range:
    rows = break_lines(text, width, indent)
    first = len(sheet.lines) + 1
    for row in rows[:-1]:
        sheet.put(row)
        sheet.jump(row)
    return [first, sheet.put(rows[-1])]


def put_title(sheet: Sheet, item: Item) -> Range:
    """Kicker, title and subtitle, broken at the marks `|`, sometimes with blanks between."""
    rows: list[str] = []
    for text in (item.get("kicker"), item.get("title"), item.get("subtitle")):
        row = ""
        for piece in (text or "").split("|"):
            if row and sheet.chance(sheet.style.title_break):
                rows.append(row)
                row = ""
            row += piece
        rows += [row] if row else []
    first = len(sheet.lines) + 1
    for number, row in enumerate(rows):
        if number and sheet.chance(sheet.style.title_gap):
            sheet.blank()
        sheet.put(row.strip())
    return [first, len(sheet.lines)]


def stray_blanks(sheet: Sheet, text: str) -> str:
    """`8.7%` printed as `8 . 7%`, now and then."""
    chance = sheet.style.number_blank
    return DECIMAL.sub(lambda m: f"{m[1]} . {m[2]}" if sheet.chance(chance) else m[0], text)


def put_body(sheet: Sheet, item: Item) -> Item:
    """Prints byline lines and paragraphs; gives their ranges and the clean body."""
    indent = INDENTS[item.get("indent", sheet.style.indent)]
    widths = item.get("width") or sheet.rng.choice(sheet.style.widths)
    widths = widths if isinstance(widths, list) else [widths]
    byline = item.get("byline", {})
    own: list[int] = []
    if byline.get("at") in ("first", "between"):
        own += put_byline(sheet, byline["print"], indent)
        if byline["at"] == "between":
            sheet.blank()
    ranges: list[Range] = []
    texts = [stray_blanks(sheet, text) for text in paragraphs_of(item)]
    for number, text in enumerate(texts):
        if number and sheet.chance(sheet.style.paragraph_blank):
            sheet.blank()
        if number:
            intrude(sheet)
        width = widths[number * len(widths) // len(texts)]
        margin = "" if item.get("continued_from") and not number and item.get("flush") else indent
        ranges.append(put_paragraph(sheet, text, width, margin))
    first = min([*own, ranges[0][0]])
    if byline.get("at") == "end":
        own += put_byline(sheet, byline["print"], indent)
    if byline.get("at") == "tail" and (alone := own_lines(sheet, byline["print"], ranges[-1])):
        own += alone
        ranges[-1][1] = alone[0] - 1
        texts[-1] = texts[-1].removesuffix(byline["print"])
    return {
        "body_lines": ranges_without(first, len(sheet.lines), sheet.foreign),
        "byline_lines": [[n, n] for n in own],
        "paragraph_lines": ranges,
        "body": "\n".join(texts),
    }


def own_lines(sheet: Sheet, printed: str, paragraph: Range) -> list[int]:
    """The last lines of a paragraph where they hold nothing but its closing byline."""
    wanted, held = printed.replace(" ", ""), ""
    for number in range(paragraph[1], paragraph[0], -1):
        held = sheet.lines[number - 1].replace(" ", "") + held
        if held == wanted:
            return [n for n in range(number, paragraph[1] + 1) if sheet.lines[n - 1]]
        if not wanted.endswith(held):
            return []
    return []


def put_byline(sheet: Sheet, printed: str, indent: str) -> list[int]:
    """A byline's own lines; on rough pages now and then broken at one of its blanks."""
    blanks = [n for n, char in enumerate(printed) if char in " 　" and 0 < n < len(printed) - 1]
    if blanks and sheet.style.byline_break and sheet.chance(sheet.style.byline_break):
        at = sheet.rng.choice(blanks)
        printed = f"{printed[:at]}\n{printed[at + 1 :]}"
    return [sheet.put(indent + row) for row in printed.split("\n")]


def intrude(sheet: Sheet) -> None:
    """A folio or an advertisement dropped between two paragraphs, on rough pages."""
    if not (sheet.style.intrusion and sheet.intruders and sheet.chance(sheet.style.intrusion)):
        return
    text, why = sheet.rng.choice(sheet.intruders)
    sheet.blank()
    sheet.put_furniture(text, why)
    sheet.blank()


def side_of(sheet: Sheet, item: Item) -> str:
    if not item.get("title"):
        return "none"
    if sheet.style.gather:
        return sheet.style.gather
    side = item.get("title_side", sheet.style.title_side)
    return sheet.rng.choice(["before", "after"]) if side == "mixed" else side


def put_article(sheet: Sheet, item: Item) -> Item:
    """Prints one article and gives its annotation without the number."""
    side = side_of(sheet, item)
    if side != "before":
        sheet.blank()  # without a title in front nothing else would part it from the last article
    if item.get("column_line"):
        sheet.put_furniture(item["column"], "column")
    titles: list[Range] = []
    if side == "before":
        titles = [put_title(sheet, item)]
        if item.get("blank_after_title", sheet.chance(sheet.style.title_blank)):
            sheet.blank()
    body = put_body(sheet, item)
    if side == "after":
        sheet.blank()
        titles = [put_title(sheet, item)]
        sheet.blank()  # else nobody could tell it from the title of the next article
    return {**annotation(item, body["body"]), "title_lines": titles, "title_position": side, **body}


def gathered(sheet: Sheet, items: list[Item]) -> dict[int, Range]:
    """All titles of the page in one place, a blank after each; the lines of each by item."""
    ranges = {}
    for item in items:
        if item.get("title"):
            sheet.blank()
            ranges[id(item)] = put_title(sheet, item)
    sheet.blank()
    return ranges


def put_items(sheet: Sheet, items: list[Item], name: str) -> list[Item]:
    """Prints all items; gives the annotation of the articles among them."""
    gather = sheet.style.gather
    titles = gathered(sheet, items) if gather == "head" else {}
    made = [(item, put_item(sheet, item, name)) for item in items]
    titles = gathered(sheet, items) if gather == "end" else titles
    for item, article in made:
        if article and id(item) in titles:
            article["title_lines"] = [titles[id(item)]]
    return [article for _, article in made if article]


def make_page(source: Path, seed: int | None = None, *, rough: bool = False) -> Made:
    """File name, bytes and annotation of a source's page; ValueError where the source contradicts itself."""
    return set_page(tomllib.loads(source.read_text(encoding="utf-8")), source, seed, rough=rough)


def set_page(data: Item, source: Path, seed: int | None, *, rough: bool = False) -> Made:
    """The same of a source already read; its path gives names only."""
    style = Style(**{f.name: data[f.name] for f in fields(Style) if f.name in data})
    style = style if seed is None else varied(style, seed)
    style = roughened(style, source.stem) if rough else style
    sheet = Sheet(style, random.Random(style.seed))
    items = list(data["item"])
    if style.shuffle:
        sheet.rng.shuffle(items)
    folio = data.get("folio")
    sheet.intruders = [*INTRUDERS, (folio, "folio")] if folio else INTRUDERS
    if folio and data.get("folio_at", "top") == "top":
        sheet.put_furniture(folio, "folio")
    articles = put_items(sheet, items, source.name)
    if folio and data.get("folio_at", "top") == "bottom":
        sheet.blank()
        sheet.put_furniture(folio, "folio")
    articles = [{"id": f"{source.stem}-{n:02d}", **a} for n, a in enumerate(articles, 1)]
    name = data.get("file") or f"{data['newspaper']}_{data['date']}_{data['number']}版.txt"
    name = name if seed is None else f"{Path(name).stem}_{seed}.txt"
    name = f"{Path(name).stem}r.txt" if rough else name
    head = {"file": name, "newspaper": data["newspaper"], "issue_date": data["date"]}
    gold = head | {"articles": articles, "furniture_lines": sheet.furniture}
    lead = " " if style.stray_lead else ""
    lines = strewn(sheet.lines, style.controls, random.Random(f"controls {style.seed}"))
    text = lead + style.newline.join(lines) + style.newline
    return name, encoded(text, style.encoding), gold


def put_item(sheet: Sheet, item: Item, name: str) -> Item | None:
    """Prints an article or a piece of furniture; gives the annotation of an article."""
    if sheet.lines and item.get("blank_before", sheet.chance(sheet.style.article_blank)):
        sheet.blank()
    if item["kind"] == "furniture":
        sheet.put_furniture(item["text"], item["why"])
        return None
    if wrong := faults(item):
        raise ValueError(f"{name}: {item.get('title') or item['body'][:20]}: {'; '.join(wrong)}")
    return put_article(sheet, item)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--seed", type=int, help="draw widths, order, title sides, encoding anew")
    parser.add_argument("--rough", action="store_true", help="set the page as worse programs do")
    args = parser.parse_args()
    for source in args.sources:
        name, raw, gold = make_page(source, args.seed, rough=args.rough)
        (args.pages / name).write_bytes(raw)
        text = json.dumps(gold, ensure_ascii=False, indent=1)
        (args.gold / f"{Path(name).stem}.json").write_text(text + "\n", encoding="utf-8")
        sys.stdout.write(f"{name}: {len(gold['articles'])} articles\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
