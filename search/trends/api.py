"""The part of the API that counts searches over time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from search.api_errors import FAULTS, Misunderstood
from search.trends.asked import read
from search.trends.counting import count
from search.trends.document import document, source
from search.trends.schemas import TrendsOut, TrendsParameters

router = Router(tags=[_("趋势")])


@router.get(
    "/trends", response={200: TrendsOut, **FAULTS}, by_alias=True, summary=_("趋势"),
    description=_("几条检索式在各月、季度或年里的篇数与每千篇，参数与 /trends/ 页面相同。"),
)  # fmt: skip
def trends(request: HttpRequest, parameters: Query[TrendsParameters]) -> dict[str, Any]:
    """The page reads the parameters itself, to name every fault."""
    asked = read(request.GET)
    if asked.problems:
        raise Misunderstood(asked.problems)
    return document(count(asked.request), source(request, asked.request))
