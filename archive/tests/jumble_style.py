"""How a jumbled page is set: widths, blanks, encodings, and what goes wrong on rough ones."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace

INDENTS = {"half2": "  ", "full2": "　　", "none": ""}
Range = list[int]

HANGS = set("，。、；：！？”’）》】…")  # never begin a line: they hang over its end
OPENS = "“‘（《【"  # never end a line
# ASCII runs stay whole, also one with stray blanks ("8 . 7%"), and ②5; every other character stands alone.
TOKEN = re.compile(r"[!-~]+(?: \. [!-~]+)?|[①-⑳]\d*|.")
# What is dropped between two paragraphs of an article on rough pages, and why it is no text.
INTRUDERS = [
    ("新闻热线：0000-8888888", "hotline"),
    ("责任编辑：何三思　美编：施四维　校对：曹五", "editors"),
    ("广告热线：0000-6666666　广告部地址：人民路1号", "hotline"),
]
CONTROLS = "\x02\x0b\x0c\x1f\x7f"


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
    gather: str = ""
    blanks: str = ""
    intrusion: float = 0.0
    controls: float = 0.0
    byline_break: float = 0.0


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


def roughened(style: Style, name: str) -> Style:
    """The same page as a worse program yields it: each phenomenon on some of the pages.

    Where titles or blanks tell nothing, the indent must: no reader could part such a page.
    """
    rng = random.Random(f"rough {style.seed} {name}")
    gather = rng.choice(["", "", "", "head", "end"])
    blanks = "" if gather else rng.choice(["", "", "", "all", "none"])
    made = replace(
        style,
        gather=gather,
        blanks=blanks,
        encoding=rng.choice(
            ["utf-8", "gbk", "big5", "utf-16", "utf-16-le", "utf-16-be", style.encoding]
        ),
        newline=rng.choice(["\n", "\r\n", "\r"]),
        widths=rng.choice(
            [style.widths, rng.sample(range(8, 13), 2), rng.sample(range(36, 60), 2), [10, 44]]
        ),
        intrusion=rng.choice([0.0, 0.1, 0.2]),
        controls=rng.choice([0.0, 0.02, 0.1]),
        byline_break=rng.choice([0.0, 0.5]),
    )
    if not (gather or blanks):
        return made
    set_in = style.indent if style.indent != "none" else rng.choice(["half2", "full2"])
    return replace(made, indent=set_in, title_side="before", paragraph_blank=0.0, title_gap=0.0)


def strewn(lines: list[str], chance: float, rng: random.Random) -> list[str]:
    """Lines with control characters in some of them, as some PDF programs leave them."""
    return [
        line[:at] + rng.choice(CONTROLS) + line[at:]
        if chance and rng.random() < chance and (at := rng.randint(0, len(line))) >= 0
        else line
        for line in lines
    ]


def encoded(text: str, encoding: str) -> bytes:
    """The text in its encoding, or in the next that holds its characters: big5 has no 济."""
    for choice in (encoding, {"gbk": "gb18030"}.get(encoding, "utf-8")):
        try:
            return text.encode(choice)
        except UnicodeEncodeError:
            continue
    raise ValueError(f"no encoding for {text[:20]}")


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


def ranges_without(first: int, last: int, foreign: set[int]) -> list[Range]:
    """The lines from first to last as ranges that leave out the foreign ones."""
    ranges: list[Range] = []
    for number in range(first, last + 1):
        if number in foreign:
            continue
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges
