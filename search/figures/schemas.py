"""The shapes of the API's answers about figures; the texts go through gettext when they are asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from search.api_schemas import DAY, PagingParameters, choices, number, text
from search.figures.asked import KINDS, LONGEST, PAGES, SORTS
from search.request import LONGEST_QUERY

SIZES = (1, 200)


class FigureParameters(PagingParameters):
    q: str = text(_("指标或原句里的词，每个都要有"), "储能", maxLength=LONGEST)
    search: str = text(
        _("只看这个检索式检索到的文章，写法与 search 的 q 相同"), "储能", maxLength=LONGEST_QUERY
    )
    indicator: list[str] = choices(_("指标，可重复，取其一即可；按归并后的名称"), "产值")
    city: list[str] = choices(_("所指城市（或省）的代码或名称，可重复"), "370900")
    county: list[str] = choices(_("所指区县或功能区的代码或名称，可重复"), "370983")
    industry: list[str] = choices(_("文章涉及的行业的标识或名称，可重复"), "energy-storage")
    newspaper: list[str] = choices(_("报纸的标识或报名，可重复"), "dazhong-ribao")
    kind: str = text(_("actual 实际，target 目标"), "actual", enum=["", *KINDS])
    unit: str = text(_("单位；按折算后的单位筛选，min 和 max 以它计"), "亿元", maxLength=20)
    year: str = text(_("数据所指的年份"), "2024", pattern=r"^$|^(19|20|21)\d\d$")
    low: str = Field(
        "", alias="min", description=_("数值下限"), json_schema_extra={"example": "10"}
    )
    high: str = Field(
        "", alias="max", description=_("数值上限"), json_schema_extra={"example": "1000"}
    )
    date_from: str = Field(
        "", alias="from", description=_("见报起始日期，YYYY、YYYY-MM 或 YYYY-MM-DD，含当日"),
        json_schema_extra={"example": "2024-01", "pattern": DAY},
    )  # fmt: skip
    date_to: str = Field(
        "", alias="to", description=_("见报截止日期，写法同上，含当日"),
        json_schema_extra={"example": "2024-09-30", "pattern": DAY},
    )  # fmt: skip
    sort: str = Field(
        "newest",
        description=_("排序：最新、最早、数值大→小、数值小→大、地区、时期"),
        json_schema_extra={"enum": list(SORTS), "default": "newest"},
    )
    page: str = number(_("页码，从 1 开始"), 1, 1, PAGES)
    size: str = number(_("每页条数"), 50, *SIZES)


class FigurePlaceOut(Schema):
    code: str
    name: str


class FigureArticleOut(Schema):
    id: int
    url: str
    title: str
    newspaper: str
    date: date
    page: int | None = Field(description=_("印在版面上的版次；没有印的为空"))


class FigureRowOut(Schema):
    id: int
    indicator: str = Field(description=_("原文的指标"))
    key: str = Field(description=_("归并后的指标，比较时用它"))
    value: float
    unit: str
    base_value: float = Field(description=_("折算到 base_unit 的数值"))
    base_unit: str
    kind: str = Field(description=_("actual 实际，target 目标"))
    period: str
    year: int | None = Field(description=_("时期所在的年份；跨年或没有写明的为空"))
    period_start: date | None
    period_end: date | None
    place: FigurePlaceOut | None
    sentence: str
    start: int = Field(description=_("数值在 sentence 中的起点，从 0 开始"))
    end: int = Field(description=_("数值在 sentence 中的终点，不含"))
    url: str
    article: FigureArticleOut


class FiguresOut(Schema):
    total: int
    page: int
    pages: int
    size: int
    query: dict[str, Any]
    results: list[FigureRowOut]
