"""The whole answer: trace, first mentions and papers together, for page, downloads and API alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.diffusion import asking, press
from search.diffusion.mentions import Mention, first_mentions
from search.diffusion.press import Paper
from search.diffusion.request import DiffusionRequest
from search.diffusion.scope import Area, compared, provinces_and_cities
from search.diffusion.tracing import Course, Trace
from search.highlight import Highlighter
from search.spans import are_too_many, by_year_instead


@dataclass(frozen=True, slots=True)
class Answer:
    """`mentions` by number of the article; `homes` the longest held paper of a place, by its code."""

    request: DiffusionRequest
    asked: asking.Asked
    provinces: dict[str, Area]
    trace: Trace
    mentions: dict[int, Mention]
    papers: list[Paper]
    homes: dict[str, Paper]

    def mention(self, course: Course) -> Mention | None:
        return self.mentions.get(course.first.number) if course.first else None

    def province(self, area: Area) -> Area | None:
        """The province of a place; None for one that is its own."""
        above = self.provinces.get(area.above)
        return above if above and above.code != area.code else None


@dataclass(frozen=True, slots=True)
class Desk:
    """What every question needs: all provinces, all cities."""

    provinces: list[Area]
    cities: list[Area]


def desk() -> Desk:
    """One query."""
    return Desk(*provinces_and_cities())


def answered(request: DiffusionRequest, asked: asking.Asked, known: Desk) -> Answer:
    """Three queries at most. Raises IndexUnavailable."""
    areas: Sequence[Area] = compared(request.province, request.level, known.cities)
    trace = asking.trace(asked.tree, request, areas)
    if are_too_many(trace.periods, request.by):
        asked = replace(asked, notices=[*asked.notices, by_year_instead(trace.periods)])
        request = replace(request, by="year")
        trace = asking.trace(asked.tree, request, areas)
    numbers = [one.first.number for one in trace.adopted if one.first]
    finder = Highlighter.of(asked.tree)
    papers = press.papers(*asking.issues_of_papers(), asking.papers_of(request, areas))
    papers = press.concerned(papers, {one.code for one in areas}, request.newspaper)
    return Answer(
        request=request,
        asked=asked,
        provinces={one.code: one for one in known.provinces},
        trace=trace,
        mentions=first_mentions(numbers, asked.typed, finder),
        papers=papers,
        homes=press.by_home(papers),
    )
