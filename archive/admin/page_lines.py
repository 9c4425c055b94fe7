"""The lines of a page as the review shows them: whose each one is, told by words and not by colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from archive.admin.found import Found
from archive.ingest.ranges import numbers
from archive.models import Continuation, Page

# Marks that change the reading direction, and control characters: shown, never obeyed.
HIDDEN = {
    code: f"‹U+{code:04X}›"
    for code in (*range(0x00, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0x200E, 0x200F, 0x061C,
                 *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}  # fmt: skip
WHY = {
    "folio": "报眉",
    "editors": "编辑署名",
    "hotline": "热线地址",
    "weather": "天气",
    "guide": "导读",
    "lost": "遗失声明",
    "notice": "公告广告",
    "notices": "公告广告",
    "table": "表格",
    "editor": "编辑指定",
    "furniture": "版面杂项",
}


@dataclass(slots=True)
class Line:
    """One line of the page; `article` is the key of the article it belongs to, `why` furniture's.

    `mark` stands before the first line of a run: the article's number on its page, 杂, or 接 where
    an article of another page goes on, `elsewhere`; `title` says that it is a headline's.
    """

    number: int
    text: str
    article: int | None = None
    band: int | None = None
    why: str = ""
    mark: str = ""
    title: bool = False
    elsewhere: Continuation | None = None

    @property
    def stray(self) -> bool:
        """Whether it has words that nobody has taken."""
        return not (self.article or self.why or self.elsewhere) and bool(self.text.strip())


def page_lines(page: Page, found: list[Found], continuations: list[Continuation]) -> list[Line]:
    """The page's lines, each with the article or the furniture that it was taken for."""
    rows = [
        Line(number, text.translate(HIDDEN))
        for number, text in enumerate(page.text.split("\n"), start=1)
    ]
    at = {row.number: row for row in rows}
    for item in page.furniture:
        for number in numbers([item["lines"]]) & at.keys():
            at[number].why, at[number].mark = WHY.get(item["why"], item["why"]), "杂"
    for part in continuations:
        for number in numbers(part.lines) & at.keys():
            at[number].elsewhere, at[number].mark = part, "接"
    for one in found:
        titles = numbers(one.article.title_lines)
        for number in numbers(one.article.lines) & at.keys():
            line = at[number]
            line.article, line.band, line.mark = one.article.pk, one.band, str(one.number)
            line.title, line.elsewhere = number in titles, None
    _once_a_run(rows)
    return rows


def _once_a_run(rows: list[Line]) -> None:
    """A mark is said at the head of its run only, and again where the headline ends."""
    before = ""
    for row in rows:
        if not row.text.strip():
            row.mark = ""
            continue
        mark = f"{row.mark}题" if row.title else row.mark
        row.mark, before = (mark if mark != before else ""), mark
