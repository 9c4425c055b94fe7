"""The hits over time: a column a month, a quarter or a year, each a link to its days.

The days that are chosen are shown with the whole years they lie in, so that the months beside them
can be gone to; where none are chosen, everything from the first month with a hit to the last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.charts import column_chart, two_widths
from search.facets import link
from search.labels import day_label, days_label
from search.periods import first_day, last_day
from search.request import SearchRequest

MOST = {760: 60, 372: 24}  # columns that a chart of so many units may have
HEIGHT = 132
LONG = 24  # months
STEPS = (1, 3, 12)  # months in a column
_CUT = "0000-00"


@dataclass(frozen=True, slots=True)
class Span:
    """One column. `first` and `last` are months (2024-03), or the year alone where it is one."""

    first: str
    last: str
    label: str
    count: int
    url: str
    selected: bool


@dataclass(frozen=True)
class Histogram:
    """`years`: each year with its hits, to go to; `url` leads back to all days."""

    request: SearchRequest
    counts: Mapping[str, int]
    path: str

    @cached_property
    def months(self) -> tuple[int, int]:
        """The first and the last month shown, as numbers from the year 0 on."""
        first, last = _number(min(self.counts)), _number(max(self.counts))
        begin, end = self.request.first_day, self.request.last_day
        if begin or end:
            first = begin.year * 12 if begin else first
            last = end.year * 12 + 11 if end else last
        if last - first >= LONG:  # the labels then stand at Januaries
            first -= first % 12
        return first, max(first, last)

    @property
    def rows(self) -> list[Span]:
        """The columns as the table tells them, those without a hit left out."""
        return [span for span in self.spans(max(MOST.values())) if span.count]

    @cached_property
    def _made(self) -> dict[int, list[Span]]:
        """The columns by how many months each has; the chart and the table ask for the same."""
        return {}

    @cached_property
    def _days(self) -> tuple[str, str]:
        """A link to some days, cut where they stand in it: it is made once, not for each column."""
        begin, _cut, end = self._to(_CUT, _CUT).partition(f"from={_CUT}&to={_CUT}")
        return begin, end

    @cached_property
    def years(self) -> list[Span]:
        """Every year that has hits, whatever is shown; none where all is in one year.

        Selected is the one that was asked for as a whole.
        """
        years = sorted({month[:4] for month in self.counts})
        found = [self._span(int(year) * 12, int(year) * 12 + 11, 12) for year in years]
        asked = (self.request.date_from, self.request.date_to)
        whole = [replace(one, selected=asked == (one.first, one.last)) for one in found]
        return whole if len(whole) > 1 else []

    @property
    def url(self) -> str:
        return self._to("", "")

    @property
    def is_narrowed(self) -> bool:
        return bool(self.request.date_from or self.request.date_to)

    @property
    def step_label(self) -> str:
        return {1: _("月份"), 3: _("季度"), 12: _("年份")}[self._step(max(MOST.values()))]

    @property
    def chart(self) -> SafeString:
        return two_widths(self._drawn)

    def spans(self, most: int) -> list[Span]:
        """At most so many columns, of months where these are few enough."""
        first, last = self.months
        step = self._step(most)
        if step not in self._made:
            begins = range(first - first % step, last + 1, step)
            self._made[step] = [self._span(at, at + step - 1, step) for at in begins]
        return self._made[step]

    def _step(self, most: int) -> int:
        first, last = self.months
        fitting = (step for step in STEPS if last // step - first // step < most)
        return next(fitting, STEPS[-1])

    def _span(self, first: int, last: int, step: int) -> Span:
        names = [_name(at) for at in range(first, last + 1)]
        begin, end = (names[0][:4], names[0][:4]) if step == STEPS[-1] else (names[0], names[-1])
        asked = (self.request.date_from, self.request.date_to)
        return Span(
            first=begin,
            last=end,
            label=_told(begin, end, step),
            count=sum(self.counts.get(name, 0) for name in names),
            url=self.url if asked == (begin, end) else f"from={begin}&to={end}".join(self._days),
            selected=self._is_selected(begin, end),
        )

    def _is_selected(self, begin: str, end: str) -> bool:
        """Whether any of its days is among those that are chosen."""
        first, last = self.request.first_day, self.request.last_day
        if not (first or last):
            return False
        after = first is None or last_day(end) >= first
        return after and (last is None or first_day(begin) <= last)

    def _to(self, begin: str, end: str) -> str:
        return link(self.path, replace(self.request, date_from=begin, date_to=end, page=1))

    def _drawn(self, width: int) -> SafeString:
        spans = self.spans(MOST[width])
        return column_chart(
            [span.label for span in spans],
            [span.count for span in spans],
            title=self._title(spans),
            links=[span.url for span in spans],
            selected=[at for at, span in enumerate(spans) if span.selected],
            data=[(span.first, span.last) for span in spans],
            width=width,
            height=HEIGHT,
        )

    def _title(self, spans: Sequence[Span]) -> str:
        total = sum(span.count for span in spans)
        told = {"days": days_label(spans[0].first, spans[-1].last), "total": total}
        line = ngettext(
            "检索结果的时间分布：%(days)s，共 %(total)s 篇",
            "检索结果的时间分布：%(days)s，共 %(total)s 篇",
            total,
        )
        return line % told


def histogram(request: SearchRequest, counts: Mapping[str, int], path: str) -> Histogram | None:
    """None where nothing was found on any day, or all of it in one month that nobody chose."""
    if not counts or (len(counts) == 1 and not (request.date_from or request.date_to)):
        return None
    return Histogram(request, counts, path)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _name(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _told(begin: str, end: str, step: int) -> str:
    """2024年3月; 2024年第一季度; 2024年."""
    if step != STEPS[1]:
        return day_label(begin)
    number = int(begin[5:]) // 3
    if get_language() == "en":
        return f"{begin[:4]} Q{number + 1}"
    return f"{begin[:4]}年第{'一二三四'[number]}季度"
