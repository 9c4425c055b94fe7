"""Ready articles: the cells of a row made a draft, or refused with the reason. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.ingest.bylines import inline_byline
from archive.ingest.datelines import read_dateline
from archive.ingest.days import is_possible
from archive.ingest.errors import InputError
from archive.ingest.readers import LOST
from archive.ingest.rows import Row
from archive.ingest.sources import MOST_CHARACTERS
from archive.records import ArticleDraft
from archive.text import dates
from archive.text.normalize import clean

# As the columns of the database are; a ready text is refused where it is longer, never cut.
LONGEST = {"column": 200, "kicker": 300, "title": 300, "subtitle": 300, "url": 500}
NAMES = {
    "newspaper": "报纸", "date": "日期", "page": "版次", "title": "标题", "kicker": "引题",
    "subtitle": "副题", "column": "栏目", "body": "正文", "reporters": "记者", "url": "网址",
}  # fmt: skip
MOST_PAGE, MOST_NAME, MOST_NAMES = 999, 40, 60
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?")
_BARE_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PAGE = re.compile(r"第?\s*[A-Za-z]?0*(\d{1,3})(?:\.0)?\s*版?")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Ready:
    """An article with where it was printed; `newspaper` and `day` are None where the row says none."""

    line: int
    newspaper: str | None
    day: date | None
    page: int | None
    draft: ArticleDraft


def ready_article(row: Row) -> Ready:
    """The row as an article. Raises InputError for a broken row: what, and in which column."""
    if row.fault:
        raise InputError(row.fault)
    texts = {name: _text(row.cells.get(name), name) for name in NAMES if name != "reporters"}
    for name in ("title", "body"):
        if not texts[name]:
            raise InputError(f"{NAMES[name]}（{name}）是空的。")
    draft = ArticleDraft(
        column=_fitting("column", texts) or None,
        kicker=_fitting("kicker", texts) or None,
        title=_fitting("title", texts),
        subtitle=_fitting("subtitle", texts) or None,
        body=_body(row.cells["body"]),
        reporters=_names(row.cells.get("reporters")),
        url=_url(_fitting("url", texts)),
    )
    return Ready(
        row.line, texts["newspaper"] or None, _day(texts["date"]), _page(texts["page"]), draft
    )


def complete(draft: ArticleDraft, day: date) -> None:
    """What the text itself says of its making: the dateline, and who wrote it where no cell does."""
    draft.dateline = read_dateline(draft.body, day)[0]
    if draft.reporters:
        return
    paragraphs = draft.body.split("\n")
    for text in (paragraphs[0][:120], paragraphs[-1][-60:]):
        if found := inline_byline(text):
            for name in ("reporters", "correspondents", "compilers", "photographers"):
                mine = getattr(draft, name)
                mine.extend(one for one in getattr(found, name) if one not in mine)


def _text(value: Any, name: str) -> str:
    """A cell on one line, formulas and all left as they stand."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(f"{NAMES[name]}（{name}）应为文字。")
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value)
    if "\0" in text:
        raise InputError(f"{NAMES[name]}（{name}）含有空字符（NUL）。")
    if LOST in text or _SURROGATE.search(text):
        raise InputError(f"{NAMES[name]}（{name}）含有无法解码的字符。")
    return " ".join(clean(" ".join(text.split())).split())


def _fitting(name: str, texts: dict[str, str]) -> str:
    if len(texts[name]) > LONGEST[name]:
        raise InputError(
            f"{NAMES[name]}（{name}）有 {len(texts[name]):,} 字，最多 {LONGEST[name]} 字。"
        )
    return texts[name]


def _body(value: Any) -> str:
    r"""Paragraphs parted by \n, without indents, blank lines and characters that nobody sees."""
    text = str(value)
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"正文（body）有 {len(text):,} 字，最多 {MOST_CHARACTERS:,} 字。")
    return "\n".join(line for one in text.splitlines() if (line := clean(one).strip()))


def _names(value: Any) -> list[str]:
    parts = re.split("[;；]", value) if isinstance(value, str) else value or []
    if not isinstance(parts, list):
        raise InputError("记者（reporters）应为用 ; 隔开的人名，或 JSON 的列表。")
    names = [name for part in parts if (name := _text(part, "reporters"))]
    if len(names) > MOST_NAMES or any(len(name) > MOST_NAME for name in names):
        raise InputError(f"记者（reporters）过长：用 ; 隔开，每个名字最多 {MOST_NAME} 字。")
    return list(dict.fromkeys(names))


def _day(text: str) -> date | None:
    if not text:
        return None
    match = _DATE.fullmatch(text) or _BARE_DATE.fullmatch(text)
    day = dates.make(*map(int, match.groups())) if match else None
    if day is None or not is_possible(day):
        raise InputError(f"日期（date）“{text[:20]}”不对，应形如 2024-01-07。")
    return day


def _page(text: str) -> int | None:
    if not text:
        return None
    match = _PAGE.fullmatch(text)
    if not match or not 1 <= int(match[1]) <= MOST_PAGE:
        raise InputError(f"版次（page）“{text[:20]}”不对，应为 1 到 {MOST_PAGE} 之间的整数。")
    return int(match[1])


def _url(text: str) -> str | None:
    if text and not text.lower().startswith(("http://", "https://")):
        raise InputError("网址（url）应以 http:// 或 https:// 开头。")
    return text or None
