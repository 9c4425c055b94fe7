"""Two readings of one page: which draft is which article, and where its lines stand now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive.ingest.ranges import blank_lines, numbers, ranges
from archive.models import Article, Page
from archive.records import ArticleDraft, PageDraft
from archive.text.line_diff import common_runs

SAME = 0.5  # the share of their lines that two readings of one article have in common


def pair_readings(articles: list[Article], drafts: list[ArticleDraft]) -> Iterator[tuple[int, int]]:
    """Article and draft by position, those with most lines in common first."""
    scored = []
    for one, article in enumerate(articles):
        for two, draft in enumerate(drafts):
            a, b = numbers(article.lines), numbers(draft.lines)
            if share := len(a & b) / (min(len(a), len(b)) or 1):
                scored.append((share, len(a & b), -one, -two))
    left, right = set(), set()
    for share, _, one, two in sorted(scored, reverse=True):
        if share >= SAME and one not in left and two not in right:
            left.add(one)
            right.add(two)
            yield -one, -two


def taken_lines(page: Page, articles: list[Article]) -> set[int]:
    """Lines that an editor has given to somebody, or that belong to an article of another page."""
    taken = {
        number
        for article in articles
        if "lines" in article.corrected
        for number in numbers(article.lines)
    }
    taken |= {number for part in page.continuations.all() for number in numbers(part.lines)}
    return taken | {
        number
        for row in page.furniture
        if row["why"] == "editor"
        for number in numbers([row["lines"]])
    }


def is_within(found: ArticleDraft, taken: set[int]) -> bool:
    lines = numbers(found.lines)
    return len(lines & taken) >= SAME * len(lines)


def furniture_of(page: Page, draft: PageDraft) -> list[dict[str, object]]:
    """As read now; what an editor has called furniture stays."""
    own = [row for row in page.furniture if row["why"] == "editor"]
    rows: list[dict[str, object]] = [
        {"lines": list(row.lines), "why": row.why} for row in draft.furniture
    ]
    return sorted([*own, *rows], key=lambda row: row["lines"])


def follow_lines(page: Page, articles: list[Article], text: str) -> None:
    """Where the text is read otherwise now, lines that were given by hand are found again in it."""
    if text == page.text:
        return
    before, after = page.text.split("\n"), text.split("\n")
    place: dict[int, int] = {}
    for here, there, size in common_runs(before, after):
        for offset in range(1, size + 1):
            place[here + offset] = there + offset
    blank = blank_lines(text)

    def followed(spans: Iterable[Sequence[int]]) -> list[list[int]]:
        moved = {place[number] for number in numbers(spans) if number in place}
        return [list(span) for span in ranges(moved, blank)]

    for article in articles:
        article.lines = followed(article.lines)
        article.title_lines = followed(article.title_lines)
    for part in page.continuations.all():
        part.lines = followed(part.lines)
        part.save()
    page.furniture = [
        {"lines": span, "why": row["why"]}
        for row in page.furniture
        for span in followed([row["lines"]])
    ]
