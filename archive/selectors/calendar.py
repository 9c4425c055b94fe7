"""Which days of a newspaper the archive holds, and which issues and pages are missing."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.ingest.ranges import ranges
from archive.models import Article, Issue, Newspaper, Page
from archive.selectors.counted import undrafted

SILENT_WEEKS = 8  # a weekday without an issue in as many weeks is no publishing day
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class State(StrEnum):
    """`idle`: before the first issue, after the last, or a weekday without a paper."""

    HELD = "held"
    REVIEW = "review"
    MISSING = "missing"
    IDLE = "idle"


@dataclass(slots=True)
class Held:
    """What the archive holds of one day; `pending` articles await review."""

    articles: int = 0
    pending: int = 0
    numbers: set[int] = field(default_factory=set)  # of pages whose printed number is known
    unnumbered: int = 0

    @property
    def lacking(self) -> str:
        """Holes below the highest known page: {1, 2, 4, 8} lacks "第3版、第5–7版"."""
        holes = set(range(1, max(self.numbers, default=0))) - self.numbers
        spans = ranges(holes)
        return _("、").join(
            _("第%(page)s版") % {"page": a}
            if a == b
            else _("第%(first)s–%(last)s版") % {"first": a, "last": b}
            for a, b in spans
        )


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    state: State
    held: Held | None = None

    @property
    def told(self) -> str:
        """The day in words: 3月15日：12 篇，待审 2 篇，缺第3版."""
        name = _("%(month)s月%(day)s日") % {"month": self.date.month, "day": self.date.day}
        if self.held is None:
            return f"{name}：{_('缺')}" if self.state == State.MISSING else name
        return f"{name}：{_('，').join(self._facts(self.held))}"

    def _facts(self, held: Held) -> Iterator[str]:
        yield ngettext("%(count)s 篇", "%(count)s 篇", held.articles) % {"count": held.articles}
        if held.pending:
            yield _("待审 %(count)s 篇") % {"count": held.pending}
        if held.lacking:
            yield _("缺%(pages)s") % {"pages": held.lacking}
        if held.lacking and held.unnumbered:
            yield _("另有 %(count)s 个版不知版次") % {"count": held.unnumbered}


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """Weeks from Monday to Sunday; None stands for days of the months before and after."""

    number: int
    weeks: list[list[Day | None]]

    @property
    def idle(self) -> bool:
        days = [day for week in self.weeks for day in week if day]
        return all(day.state == State.IDLE for day in days)


@dataclass(frozen=True, slots=True)
class Gap:
    """Missing issues from `first` to `last`, `days` of them; or the missing `pages` of one issue."""

    first: date
    last: date
    days: int
    pages: str = ""


@dataclass(frozen=True, slots=True)
class YearSheet:
    """One year of a paper; `held`, `review` and `missing` count issues, `short` those with gaps."""

    year: int
    months: list[MonthSheet]
    gaps: list[Gap]
    held: int
    review: int
    missing: int
    short: int


def calendar_dates(*, newspaper: Newspaper, drafts: bool = False) -> list[date]:
    """The days of its issues in order: those that hold a published article, with `drafts` all."""
    issues = Issue.objects.filter(newspaper=newspaper)
    if not drafts:
        issues = issues.filter(Exists(undrafted().filter(page__issue=OuterRef("pk"))))
    return list(issues.order_by("date").values_list("date", flat=True))


def calendar_years(*, dates: list[date]) -> list[int]:
    """From the last issue's year back to the first's, those without any among them."""
    return list(range(dates[-1].year, dates[0].year - 1, -1)) if dates else []


def calendar_year(
    *, newspaper: Newspaper, dates: list[date], year: int, drafts: bool = False
) -> YearSheet:
    """That year's sheet, in two queries; `dates` are all days of its issues."""
    held = _held(newspaper, dates, year, drafts)
    missing = {day for day in missing_days(dates=dates) if day.year == year}
    months = [_month(year, number, held, missing) for number in range(1, 13)]
    return YearSheet(
        year,
        months,
        _gaps(held, missing),
        held=len(held),
        review=sum(bool(row.pending) for row in held.values()),
        missing=len(missing),
        short=sum(bool(row.lacking) for row in held.values()),
    )


def calendar_gaps(*, newspaper: Newspaper, drafts: bool = False) -> list[Gap]:
    """What is missing over all years, in three queries."""
    dates = calendar_dates(newspaper=newspaper, drafts=drafts)
    held = _held(newspaper, dates, None, drafts)
    return _gaps(held, set(missing_days(dates=dates)))


def missing_days(*, dates: Iterable[date]) -> Iterator[date]:
    """Days without an issue between the first and the last, on weekdays when the paper appears.

    A weekday on which none appeared in eight weeks running, though others did, is no publishing
    day for those weeks; weeks of which the archive holds nothing tell nothing.
    """
    known = set(dates)
    if not known:
        return
    silent = {weekday: _silent(known, weekday) for weekday in range(7)}
    day, last = min(known), max(known)
    while day < last:
        day += DAY
        week = day - day.weekday() * DAY
        spans = silent[day.weekday()]
        if day not in known and not any(first <= week <= end for first, end in spans):
            yield day


def _silent(dates: set[date], weekday: int) -> list[tuple[date, date]]:
    """Spans of weeks, each by its Monday, in which the paper does not appear on this weekday."""
    spans: list[tuple[date, date]] = []
    run: list[date] = []
    for week in [*sorted({day - day.weekday() * DAY for day in dates}), None]:
        if week is not None and week + weekday * DAY not in dates:
            run.append(week)
            continue
        if len(run) >= SILENT_WEEKS:
            spans.append((run[0], run[-1]))
        run = []
    return spans


def _held(
    newspaper: Newspaper, dates: list[date], year: int | None, drafts: bool
) -> dict[date, Held]:
    """The issues of a year, or of all, by their day."""
    issues = Issue.objects.filter(newspaper=newspaper)
    pages = Page.objects.filter(issue__newspaper=newspaper)
    if year is not None:
        issues, pages = issues.filter(date__year=year), pages.filter(issue__date__year=year)
    status = "pages__articles__status"
    published = Count("pages__articles", filter=Q(**{status: Article.Status.PUBLISHED}))
    pending = Count("pages__articles", filter=Q(**{status: Article.Status.DRAFT}))
    rows = issues.order_by().annotate(published=published, pending=pending)
    shown = set(dates)
    held: dict[date, Held] = defaultdict(Held)
    for day, public, waiting in rows.values_list("date", "published", "pending"):
        if day in shown:
            held[day] = Held(public + waiting, waiting) if drafts else Held(public)
    for day, number, known in pages.order_by().values_list("issue__date", "number", "number_known"):
        if day in held and known:
            held[day].numbers.add(number)
        elif day in held:
            held[day].unnumbered += 1
    return dict(held)


def _month(year: int, number: int, held: dict[date, Held], missing: set[date]) -> MonthSheet:
    weeks = Weeks().monthdatescalendar(year, number)
    sheet = [
        [_day(day, held, missing) if day.month == number else None for day in week]
        for week in weeks
    ]
    return MonthSheet(number, sheet)


def _day(day: date, held: dict[date, Held], missing: set[date]) -> Day:
    if row := held.get(day):
        return Day(day, State.REVIEW if row.pending else State.HELD, row)
    return Day(day, State.MISSING if day in missing else State.IDLE)


def _gaps(held: dict[date, Held], missing: set[date]) -> list[Gap]:
    """In order of days; missing days between which nothing is held are one gap."""
    gaps: list[Gap] = []
    run: list[date] = []
    for day in [*sorted({*held, *missing}), None]:
        if day in missing and day is not None:
            run.append(day)
            continue
        if run:
            gaps.append(Gap(run[0], run[-1], len(run)))
            run = []
        if day is not None and held[day].lacking:
            gaps.append(Gap(day, day, 0, held[day].lacking))
    return gaps
