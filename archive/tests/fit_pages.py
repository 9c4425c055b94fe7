"""The pages that weights are fitted on: annotated sources set anew again and again, and real ones.

Each setting draws from the source, now and then from two, what a page may look like: articles that
nobody signs, crossheads, headings of columns, the side of the titles.
"""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.ingest.pipeline import parse_bytes
from archive.ingest.readers import read_text
from archive.tests.jumble import set_page
from archive.tests.jumble_gold import Item
from archive.tests.page_match import alike, bare

REAL = Path(__file__).resolve().parents[2].parent / "shared"
COLUMNS = (
    "聚焦两会",
    "记者观察",
    "经济视点",
    "县域行",
    "民生直通车",
    "时评",
    "热点关注",
    "一线见闻",
)
_CLAUSE = re.compile(r"[，。；：、“”！？（）《》\d\s]")


@dataclass
class Known:
    """A page's text and, line by line, whose title or body it is: ("title", 2), None for neither.

    `first` are the lines that begin a paragraph.
    """

    name: str
    raw: bytes
    gold: list[Item]
    owners: list[tuple[str, int] | None]
    first: set[int]


def known(name: str, raw: bytes, gold: Item) -> Known:
    """The page with the annotation turned round."""
    owners: list[tuple[str, int] | None] = [None] * (read_text(raw).count("\n") + 2)
    first = set()
    for number, article in enumerate(gold["articles"]):
        for kind in ("title", "body"):
            for start, end in article.get(f"{kind}_lines") or []:
                owners[start - 1 : end] = [(kind, number)] * (end - start + 1)
        first |= {start for start, _ in article["paragraph_lines"]}
    return Known(name, raw, gold["articles"], owners, first)


def real() -> list[Known]:
    """The annotated real pages beside the repository; none where they are not there."""
    out = []
    for path in sorted((REAL / "gold").glob("*.json")):
        page = REAL / "pages" / f"{path.stem}.txt"
        if page.exists():
            gold = json.loads(path.read_text(encoding="utf-8"))
            out.append(known(page.name, page.read_bytes(), gold))
    return out


def plain(sources: list[Path], seeds: range | tuple[None, ...] = (None,)) -> Iterator[Known]:
    """Each source as it is written, or set anew by each seed."""
    for source in sources:
        data = tomllib.loads(source.read_text(encoding="utf-8"))
        for seed in seeds:
            yield known(*set_page(data, source, seed))


def varied(sources: list[Path], seeds: range) -> Iterator[Known]:
    """Each source disturbed and set anew by each seed; every third one as worse programs do."""
    read = {path: tomllib.loads(path.read_text(encoding="utf-8")) for path in sources}
    for source in sources:
        for seed in seeds:
            rng = random.Random(f"{source.stem} {seed}")
            other = read[rng.choice(sources)]
            data = disturbed(read[source], other, rng)
            yield known(*set_page(data, source, seed, rough=seed % 3 == 2))


def disturbed(data: Item, other: Item, rng: random.Random) -> Item:
    """Another page of the same articles, now and then with some of another paper's."""
    items = [dict(item) for item in data["item"]]
    if rng.random() < 0.4:
        items += [dict(item) for item in other["item"] if item["kind"] != "furniture"]
        items = rng.sample(items, min(len(items), rng.randint(5, 10)))
    unsigned, crossed, headed = rng.choice((0, 0, 0.3, 1)), rng.choice((0, 0, 0.4)), 0.0
    headed = rng.choice((0, 0, 0.3))
    before = rng.random() < 0.5  # the commonest by far
    flush = (
        rng.random() < 0.15
    )  # neither indents nor blanks: only a short last line ends a paragraph
    for item in items:
        if flush and item["kind"] != "furniture":
            item["indent"] = "none"
        if item["kind"] not in ("article", "interview") or not item.get("title"):
            continue
        if rng.random() < unsigned:
            item.pop("byline", None)
            item.pop("dateline" if rng.random() < 0.6 else "", None)
        if before:
            item["title_side"] = "before"
        if rng.random() < headed:
            item |= {"column": rng.choice(COLUMNS), "column_line": True}
        if rng.random() < crossed:
            item["body"] = crossheaded(item["body"], rng)
    return data | {"item": items}


def crossheaded(body: str, rng: random.Random) -> str:
    """The body with a clause of what follows over every third paragraph or so."""
    rows = [row for row in body.strip().split("\n") if row.strip()]
    out = rows[:1]
    since = 1
    for row in rows[1:]:
        clauses = [part for part in _CLAUSE.split(row) if 5 <= len(part) <= 13]
        if clauses and since > 1 and rng.random() < 0.7:
            out.append(rng.choice(clauses))
            since = 0
        out.append(row)
        since += 1
    return "\n".join(out)


def right(page: Known, told: Counter[str]) -> None:
    """Count the page's articles, and those that come back with title, with body, with both."""
    made = [article for draft, _ in parse_bytes(page.raw, page.name) for article in draft.articles]
    for article in page.gold:
        head = bare(article["headline_full"])
        bodies = [a for a in made if alike(a.body, article.get("body") or _body(page, article))]
        heads = [
            a for a in made if bare((a.kicker or "") + (a.title or "") + (a.subtitle or "")) == head
        ]
        both = any(a is b for a in bodies for b in heads)
        told.update(articles=1, title=bool(heads), body=bool(bodies), both=both)


def _body(page: Known, article: Item) -> str:
    lines = read_text(page.raw).split("\n")
    rows = [n for start, end in article["paragraph_lines"] for n in range(start, end + 1)]
    return "".join(lines[n - 1] for n in rows)
