"""The part of the API that gives figures: the same parameters as the page, the same figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from archive.models import Figure
from archive.selectors.figures import figure_page, figure_rows
from search.api_errors import FAULTS, Misunderstood
from search.figures.asked import FigureRequest, whole
from search.figures.listing import SIZE, address
from search.figures.schemas import SIZES, FigureParameters, FiguresOut
from search.figures.understanding import filter_of, read

router = Router(tags=[_("指标数据")])
REPEATED = ("indicator", "city", "county", "industry", "newspaper")
Absolute = Callable[[str], str]


@router.get(
    "/figures", response={200: FiguresOut, **FAULTS}, summary=_("指标数据"),
    description=_("文章里的数据及其原句，参数与 /figures/ 页面相同；由机器抽取，请核对原句。"),
)  # fmt: skip
def figures(request: HttpRequest, parameters: Query[FigureParameters]) -> dict[str, Any]:
    """The page reads the parameters itself, to name every fault."""
    asked = read(request.GET)
    problems = list(asked.problems)
    size = whole("size", request.GET.get("size", "").strip(), SIZES, problems) or SIZE
    if problems:
        raise Misunderstood(problems)
    return document(asked.request, size, request.build_absolute_uri)


def document(request: FigureRequest, size: int, absolute: Absolute) -> dict[str, Any]:
    """A page of figures; one after the last is empty. Raises IndexUnavailable."""
    rows = figure_rows(asked=filter_of(request))
    start = (request.page - 1) * size
    shown = figure_page(rows=rows, order=request.sort, start=start, stop=start + size)
    total = rows.count()
    return {
        "total": total,
        "page": request.page,
        "pages": max(1, -(-total // size)),
        "size": size,
        "query": _query(request),
        "results": [_row(figure, absolute) for figure in shown],
    }


def _query(request: FigureRequest) -> dict[str, Any]:
    """The parameters in canonical form; those that may be repeated as lists."""
    found: dict[str, Any] = {}
    for name, value in request.pairs():
        if name in REPEATED:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def _row(figure: Figure, absolute: Absolute) -> dict[str, Any]:
    article, page = figure.article, figure.article.page
    names = ("indicator", "key", "value", "unit", "base_value", "base_unit", "kind", "period")
    times = ("year", "period_start", "period_end", "sentence")
    place = figure.place
    return {
        "id": figure.pk,
        **{name: getattr(figure, name) for name in (*names, *times)},
        "start": figure.hit_start,
        "end": figure.hit_end,
        "place": {"code": place.code, "name": place.name} if place else None,
        "url": absolute(address(article.pk, figure.pk)),
        "article": {
            "id": article.pk,
            "url": absolute(article.get_absolute_url()),
            "title": article.title,
            "newspaper": page.issue.newspaper.name,
            "date": page.issue.date,
            "page": page.number if page.number_known else None,
        },
    }
