"""Names in the address of figures made codes, and the request made a filter of the database."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import QueryDict

from archive.extract.measuring import indicator_key
from archive.selectors.figures import FigureFilter
from search import names
from search.executor import SearchExecutor
from search.figures.asked import SHARED, FigureRequest, parse_figures
from search.request import SearchRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """`renamed`: names or other spellings stood for codes, and every one of them was known."""

    request: FigureRequest
    problems: list[str]
    renamed: bool


def read(parameters: QueryDict) -> Asked:
    """`city=肥城` finds the county too; `indicator=全市GDP` is 地区生产总值."""
    pairs = [(name, value) for name, values in parameters.lists() for value in values]
    plain, problems = parse_figures(pairs)
    articles, unknown = _resolved(plain.articles)
    keys = tuple(dict.fromkeys(indicator_key(one) or one for one in plain.indicator))
    found = replace(plain, articles=articles, indicator=keys)
    return Asked(found, problems + unknown, not unknown and found != plain)


def _resolved(request: SearchRequest) -> tuple[SearchRequest, list[str]]:
    """As a search resolves it; a city that nothing is called may be a county."""
    resolved, unknown = names.resolve(request)
    if not unknown or not request.city:
        return resolved, unknown
    counties, _unknown = names.resolve(SearchRequest(county=request.city))
    cities, _unknown = names.resolve(SearchRequest(city=request.city))
    if not counties.county or len(counties.county) + len(cities.city) < len(request.city):
        return resolved, unknown
    left = tuple(one for one in request.city if names.resolve(SearchRequest(city=(one,)))[1])
    moved = names.resolve(SearchRequest(county=left))[0].county
    _resolved, still = names.resolve(replace(request, city=()))
    return replace(resolved, county=(*resolved.county, *moved)), still


def filter_of(request: FigureRequest) -> FigureFilter:
    """What the database is asked. Raises IndexUnavailable where articles are searched and cannot be."""
    articles = request.articles
    restricting = SearchRequest(q=articles.q) if articles.q else None
    chosen = {name: articles.chosen(name) for name in SHARED}
    return FigureFilter(
        words=request.words,
        keys=request.indicator,
        cities=chosen["city"],
        counties=chosen["county"],
        industries=chosen["industry"],
        newspapers=chosen["newspaper"],
        kind=request.kind,
        base_unit=request.base_unit,
        year=request.year,
        first=articles.first_day,
        last=articles.last_day,
        low=request.in_base(request.low),
        high=request.in_base(request.high),
        articles=SearchExecutor(restricting).numbers() if restricting else None,
    )
