"""The shapes of the API's question about trends and of its answer, for the OpenAPI description.

Texts go through gettext when the description is asked for, so classes carry no docstring.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from archive.charts import MOST_SERIES
from search.api_schemas import FilterParameters, text
from search.request import LONGEST_QUERY
from search.trends.asked import BY, PER
from search.trends.comparing import FIELDS


class TrendsParameters(FilterParameters):
    series: list[str] = Field(
        [],
        description=_("一条线的检索式，可重复，最多八条；检索里能写的都能写"),
        json_schema_extra={
            "example": ["城市:泰安市 储能", "城市:济宁市 储能"],
            "maxItems": MOST_SERIES,
        },
    )
    by: str = text(_("month 月，quarter 季度，year 年"), "quarter", enum=["", *BY])
    per: str = text(
        _("articles 篇数，thousand 每千篇；答复里两样都有"), "thousand", enum=["", *PER]
    )
    term: str = text(
        _("与 compare、of 合用：几处比较的同一检索词"), "储能", maxLength=LONGEST_QUERY
    )
    compare: str = text(_("比较什么"), "city", enum=["", *FIELDS])
    of: list[str] = Field(
        [],
        description=_("比较哪几个，名称或代码，可重复，也可用顿号隔开"),
        json_schema_extra={"example": ["泰安市", "济宁市"]},
    )


class PeriodOut(Schema):
    period: str = Field(description=_("2024-03、2024-Q1 或 2024"))
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    complete: bool = Field(description=_("档案或所问的日期是否包含整个时期"))
    articles: int = Field(description=_("同样条件下档案里的全部文章，即每千篇的分母"))


class SeriesOut(Schema):
    query: str
    total: int
    counts: list[int] = Field(description=_("每个时期一个数，次序同 periods"))
    per_thousand: list[float | None] = Field(description=_("每千篇；那一时期没有文章则为 null"))


class CoverageOut(Schema):
    slug: str
    name: str
    first: date
    last: date
    issues: int


class TrendsOut(Schema):
    query: dict[str, Any]
    url: str
    exported: date
    periods: list[PeriodOut]
    series: list[SeriesOut]
    newspapers: list[CoverageOut] = Field(description=_("各报在档案里的起止和期数"))
    notices: list[str] = Field(description=_("哪条线没有画、哪条检索式另作理解，每条一行"))
