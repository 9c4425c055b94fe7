"""The tables that leave the page: the panel for event-history studies, and the first mentions.

Columns are described in docs/reference/diffusion-panel.md; their names are for statistics
programs, so they are the same in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from search.diffusion.answer import Answer
from search.diffusion.tracing import Course
from search.spans import per_thousand, period_of, span

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """`heads` and the rows below them, all as long; None is an empty cell."""

    name: str
    heads: tuple[str, ...]
    rows: Callable[[Answer, Callable[[str], str]], Iterator[tuple[Value, ...]]]


PANEL = (
    "code", "city", "province", "period", "articles_with_term", "articles", "per_1000",
    "covered", "first_mention", "adopted", "seen_before", "complete",
)  # fmt: skip
FIRSTS = (
    "rank", "code", "city", "province", "first_date", "months_after_first", "possibly_earlier",
    "newspaper", "page", "headline", "sentence", "url", "articles_with_term", "articles",
    "per_1000", "covered_since", "seen_before",
)  # fmt: skip


def panel(answer: Answer, absolute: Callable[[str], str]) -> Iterator[tuple[Value, ...]]:
    """Every place in every period, by code and time."""
    trace, by = answer.trace, answer.request.by
    courses = {one.area.code: one for one in (*trace.held, *trace.unheld)}
    whole = _whole(answer)
    for at, area in enumerate(trace.areas):
        course, above = courses[area.code], answer.province(area)
        first = period_of(course.day, by) if course.day else ""
        hits, articles = trace.hits[at].tolist(), trace.articles[at].tolist()
        seen = int(course.earlier is not None)
        for place, (period, complete) in enumerate(whole):
            yield (
                area.code,
                area.name,
                above.name if above else area.name,
                period,
                hits[place],
                articles[place],
                per_thousand(hits[place], articles[place]),
                int(course.is_covered(period, by)),
                int(first == period),
                int(bool(first) and first <= period),
                seen,
                complete,
            )


def _whole(answer: Answer) -> list[tuple[str, int]]:
    """Each period, and 1 where the days asked for and the papers hold all of it."""
    request = answer.request
    begin, end = request.first_day or date.min, request.last_day or date.max
    first = min((one.first for one in answer.papers), default=date.max)
    last = max((one.last for one in answer.papers), default=date.min)
    return [
        (one.value, int(not (one.lacks(begin, end) or one.exceeds(first, last))))
        for one in map(span, answer.trace.periods)
    ]


def firsts(answer: Answer, absolute: Callable[[str], str]) -> Iterator[tuple[Value, ...]]:
    """Those with a first mention in order of it, then those covered without, then the others."""
    for course in (*answer.trace.held, *answer.trace.unheld):
        above = answer.province(course.area)
        yield (
            course.rank or None,
            course.area.code,
            course.area.name,
            above.name if above else course.area.name,
            course.day,
            course.months if course.first else None,
            int(course.is_early) if course.first else None,
            *_printed(answer, course, absolute),
            course.hits,
            course.articles,
            course.per_1000,
            course.since,
            course.earlier,
        )


def _printed(
    answer: Answer, course: Course, absolute: Callable[[str], str]
) -> tuple[Value, Value, Value, Value, Value]:
    """Newspaper, page, headline, sentence and address of the first mention."""
    mention = answer.mention(course)
    if mention is None:
        return None, None, None, None, None
    named = mention.newspaper, mention.number, mention.headline
    return *named, " ".join(mention.text.split()), absolute(mention.url)


TABLES = {"panel": Table("panel", PANEL, panel), "firsts": Table("firsts", FIRSTS, firsts)}
