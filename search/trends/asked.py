"""What is asked of trends, as the address says it: series, common filters, period and measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.charts import MOST_SERIES
from search import address
from search.request import LONGEST_QUERY, SearchRequest, shown
from search.trends.comparing import compared

BY = {"month": gettext_lazy("月"), "quarter": gettext_lazy("季度"), "year": gettext_lazy("年")}
PER = {"articles": gettext_lazy("篇数"), "thousand": gettext_lazy("每千篇")}


@dataclass(frozen=True, slots=True)
class TrendsRequest:
    """`series` are queries; `common` is a search without words that narrows them and what they are
    measured against; `by` and `per` are keys of BY and PER."""

    series: tuple[str, ...] = ()
    common: SearchRequest = SearchRequest()
    by: str = "month"
    per: str = "articles"

    def pairs(self) -> list[tuple[str, str]]:
        """Parameters in canonical order, without those that say nothing."""
        found = [("series", one) for one in self.series] + self.common.pairs()
        found += [("by", self.by)] if self.by != "month" else []
        return found + ([("per", self.per)] if self.per != "articles" else [])

    def link(self, path: str) -> str:
        query = urlencode(self.pairs())
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Asked:
    """`problems`: a line for each parameter that was not understood; `is_moved`: the same question
    has a plainer address, to which a page is redirected (forms send empty boxes too)."""

    request: TrendsRequest
    problems: list[str]
    is_moved: bool


def read(parameters: QueryDict) -> Asked:
    """The question, with codes for the names of its filters. At most one query a filter."""
    filters = address.read(parameters)
    problems = list(filters.problems)
    given = [one for one in map(_cleaned, parameters.getlist("series")) if one]
    built = compared(parameters, problems)
    request = TrendsRequest(
        series=_series([*given, *built], problems),
        common=replace(filters.request, q="", sort="relevance", page=1, size=20),
        by=_one_of("by", parameters.get("by", ""), BY, problems),
        per=_one_of("per", parameters.get("per", ""), PER, problems),
    )
    empty = any(not _cleaned(value) for _name, values in parameters.lists() for value in values)
    return Asked(request, problems, bool(built) or empty or filters.renamed)


def _cleaned(text: str) -> str:
    return text.replace("\x00", "").strip()


def _series(given: Iterable[str], problems: list[str]) -> tuple[str, ...]:
    """Each query once, as many as a chart can tell apart."""
    found = []
    for text in dict.fromkeys(given):
        if len(text) > LONGEST_QUERY:
            told = {"given": shown("series", text), "most": LONGEST_QUERY}
            problems.append(_("%(given)s：检索词最多 %(most)s 个字。") % told)
        else:
            found.append(text)
    if len(found) > MOST_SERIES:
        told = {"most": MOST_SERIES, "rest": len(found) - MOST_SERIES}
        problems.append(_("一张图最多 %(most)s 条线，后面 %(rest)s 条没有画。") % told)
    return tuple(found[:MOST_SERIES])


def _one_of(name: str, value: str, known: dict, problems: list[str]) -> str:
    """The first of the known where nothing, or nothing known, is given."""
    value = _cleaned(value)
    if value and value not in known:
        told = {"given": shown(name, value), "known": "、".join(known)}
        problems.append(_("%(given)s：应为 %(known)s。") % told)
    return value if value in known else next(iter(known))
