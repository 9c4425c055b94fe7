"""Turns known articles (a TOML source) into the page text that a PDF yields, with its annotation.

`python -m archive.tests.jumble SOURCE… --pages DIR --gold DIR [--seed N]`; the source format
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

Range = list[int]

INDENTS = {"half2": "  ", "full2": "　　", "none": ""}
HANGS = set("，。、；：！？”’）》】…")  # never begin a line: they hang over its end
OPENS = "“‘（《【"  # never end a line
# ASCII runs stay whole, also one with stray blanks ("8 . 7%"); every other character stands alone.
TOKEN = re.compile(r"[!-~]+(?: \. [!-~]+)?|.")
DECIMAL = re.compile(r"(\d)\.(\d)")
SENTENCE_END = re.compile(r"[。！？]”?$")


@dataclass
class Style:
    """How the page is set; chances are 0 to 1, widths in full-width characters."""

    seed: int = 1
    encoding: str = "utf-8"
    newline: str = "\n"
    indent: str = "half2"
    widths: list[int] = field(default_factory=lambda: [18])
    jump: list[int] = field(
        default_factory=lambda: [14, 30]
    )  # lines between false blanks; [] for none
    article_blank: float = 0.8
    paragraph_blank: float = 0.0
    title_blank: float = 0.5
    title_gap: float = 0.2
    title_break: float = 1.0
    title_side: str = "before"
    number_blank: float = 0.2
    shuffle: bool = False
    stray_lead: bool = False


def varied(style: Style, seed: int) -> Style:
    """The same page set by another desk: everything but the text is drawn anew."""
    rng = random.Random(seed)
    indent = rng.choice(list(INDENTS))
    return Style(
        seed=seed,
        encoding=rng.choice(["utf-8", "utf-8", "utf-8-sig", "gb18030"]),
        newline=rng.choice(["\n", "\n", "\r\n"]),
        indent=indent,
        widths=rng.sample(range(13, 34), 3),
        jump=rng.choice([[], [10, 20], [14, 30], [30, 60]]),
        article_blank=rng.choice([0.6, 0.9, 1.0]) if indent != "none" else 1.0,
        paragraph_blank=1.0 if indent == "none" else rng.choice([0.0, 0.0, 0.3]),
        title_blank=rng.random(),
        title_gap=rng.choice([0.0, 0.2, 0.6]),
        title_break=rng.choice([0.3, 0.7, 1.0]),
        title_side=rng.choice(["before", "after", "mixed"]),
        number_blank=rng.choice([0.0, 0.3]),
        shuffle=True,
        stray_lead=rng.random() < 0.3,
    )


def measure(text: str) -> float:
    """Width in full-width characters: ASCII counts half."""
    return sum(0.5 if c < "\x7f" else 1 for c in text)


def break_lines(text: str, width: float, indent: str = "") -> list[str]:
    """Narrow lines of a paragraph: punctuation hangs, an opening quote moves on, numbers stay whole."""
    lines, line = [], indent
    for token in TOKEN.findall(text):
        full = measure(line) + measure(token) > width
        if full and token not in HANGS and token != " " and line.strip():
            kept = line.rstrip(OPENS)
            lines.append(kept)
            line = line[len(kept) :] + token
        else:
            line += token
    return [*lines, line]


@dataclass
class Sheet:
    """The lines printed so far, and what must be remembered of them."""

    style: Style
    rng: random.Random
    lines: list[str] = field(default_factory=list)
    furniture: list[dict[str, Any]] = field(default_factory=list)
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
        return len(self.lines)

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def jump(self, line: str) -> None:
        """The false blank of a column's end: only after a line that ends no sentence."""
        if not self.style.jump or self.since_jump < self.next_jump or SENTENCE_END.search(line):
            return
        self.blank()
        self.since_jump, self.next_jump = 0, self.rng.randint(*self.style.jump)

    def put_furniture(self, text: str, why: str) -> None:
        rows = [self.put(row) for row in text.strip("\n").split("\n")]
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
        own += [sheet.put(indent + row) for row in byline["print"].split("\n")]
        if byline["at"] == "between":
            sheet.blank()
    ranges: list[Range] = []
    texts = [stray_blanks(sheet, text) for text in paragraphs_of(item)]
    for number, text in enumerate(texts):
        if number and sheet.chance(sheet.style.paragraph_blank):
            sheet.blank()
        width = widths[number * len(widths) // len(texts)]
        margin = "" if item.get("continued_from") and not number and item.get("flush") else indent
        ranges.append(put_paragraph(sheet, text, width, margin))
    first = min([*own, ranges[0][0]])
    if byline.get("at") == "end":
        own += [sheet.put(indent + row) for row in byline["print"].split("\n")]
    return {
        "body_lines": [[first, len(sheet.lines)]],
        "byline_lines": [[n, n] for n in own],
        "paragraph_lines": ranges,
        "body": "\n".join(texts),
    }


def side_of(sheet: Sheet, item: Item) -> str:
    if not item.get("title"):
        return "none"
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


def make_page(source: Path, seed: int | None = None) -> tuple[str, bytes, Item]:
    """File name, bytes and annotation of a source's page; ValueError where the source contradicts itself."""
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    style = Style(**{f.name: data[f.name] for f in fields(Style) if f.name in data})
    style = style if seed is None else varied(style, seed)
    sheet = Sheet(style, random.Random(style.seed))
    items = list(data["item"])
    if style.shuffle:
        sheet.rng.shuffle(items)
    folio = data.get("folio")
    if folio and data.get("folio_at", "top") == "top":
        sheet.put_furniture(folio, "folio")
    articles = [made for item in items if (made := put_item(sheet, item, source.name))]
    if folio and data.get("folio_at", "top") == "bottom":
        sheet.blank()
        sheet.put_furniture(folio, "folio")
    articles = [{"id": f"{source.stem}-{n:02d}", **a} for n, a in enumerate(articles, 1)]
    name = data.get("file") or f"{data['newspaper']}_{data['date']}_{data['number']}版.txt"
    name = name if seed is None else f"{Path(name).stem}_{seed}.txt"
    head = {"file": name, "newspaper": data["newspaper"], "issue_date": data["date"]}
    gold = head | {"articles": articles, "furniture_lines": sheet.furniture}
    lead = " " if style.stray_lead else ""
    text = lead + style.newline.join(sheet.lines) + style.newline
    return name, text.encode(style.encoding), gold


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
    args = parser.parse_args()
    for source in args.sources:
        name, raw, gold = make_page(source, args.seed)
        (args.pages / name).write_bytes(raw)
        text = json.dumps(gold, ensure_ascii=False, indent=1)
        (args.gold / f"{Path(name).stem}.json").write_text(text + "\n", encoding="utf-8")
        sys.stdout.write(f"{name}: {len(gold['articles'])} articles\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
