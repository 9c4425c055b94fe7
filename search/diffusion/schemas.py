"""The shapes of the API's question about diffusion and of its answer, for the OpenAPI description.

Texts go through gettext when the description is asked for, so classes carry no docstring.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from search.api_schemas import DAY, choices, text
from search.diffusion.request import LEVELS, ROLES, STEPS
from search.request import LONGEST_QUERY


class DiffusionParameters(Schema):
    q: str = text(
        _("要追踪的词，按原文查找，如同加了引号；也可以是检索式（低空经济 OR 低空产业）。必填"),
        "低空经济",
        maxLength=LONGEST_QUERY,
    )
    province: str = text(_("省份的代码或名称；不填为全国"), "370000")
    newspaper: list[str] = choices(_("报纸的标识或报名，可重复"), "dazhong-ribao")
    date_from: str = Field(
        "",
        alias="from",
        description=_("起始日期，YYYY、YYYY-MM 或 YYYY-MM-DD，含当日；此前已经见过的，另行注明"),
        json_schema_extra={"example": "2020-01", "pattern": DAY},
    )
    date_to: str = Field(
        "",
        alias="to",
        description=_("截止日期，写法同上，含当日"),
        json_schema_extra={"example": "2024-12", "pattern": DAY},
    )
    role: str = text(
        _("subject：以该地为主题的文章；all：提到该地的所有文章"), "subject", enum=["", *ROLES]
    )
    by: str = text(_("曲线的时段：month 月，quarter 季，year 年"), "month", enum=["", *STEPS])
    level: str = text(_("city 比较城市，county 比较一省的区县"), "city", enum=["", *LEVELS])


class FirstOut(Schema):
    date: date
    newspaper: str | None = None
    page: int | None = Field(None, description=_("版次；报面未见则为 null"))
    article: int
    headline: str | None = None
    sentence: str | None = Field(None, description=_("含有此词的原句"))
    url: str | None = Field(None, description=_("文章中这一处的网址"))


class PlaceOut(Schema):
    code: str
    name: str
    province: str
    rank: int | None = Field(description=_("名次，同日并列；尚未见则为 null"))
    first: FirstOut | None
    months_after_first: int | None = Field(description=_("比最早的一处晚几个自然月"))
    possibly_earlier: bool = Field(
        description=_("首次见报距该地收录开始很近，或起始日期以前已经见过")
    )
    articles_with_term: int
    articles: int = Field(description=_("同样条件下档案里该地的全部文章"))
    per_1000: float | None
    covered_since: date | None = Field(description=_("档案里该地最早的一篇文章，不论所问的日期"))
    seen_before: date | None = Field(description=_("起始日期以前最早见于哪一天；没有则为 null"))


class StepOut(Schema):
    period: str
    adopted: int = Field(description=_("到这一时段末已有首次见报的地方数"))
    covered: int = Field(description=_("到这一时段末档案已收录的地方数"))
    articles_with_term: int = Field(description=_("写到两个地方的文章各计一次"))
    articles: int


class PaperOut(Schema):
    slug: str
    name: str
    first: date
    last: date
    issues: int
    months_without: int = Field(description=_("首尾之间一期也没有的月份数"))


class DiffusionOut(Schema):
    query: dict[str, Any]
    url: str
    exported: date
    measured: str = Field(description=_("统计口径，一句话"))
    total: int = Field(description=_("含有此词的文章数，每篇计一次"))
    places: list[PlaceOut] = Field(description=_("按首次见报先后，然后是有文章而未见的"))
    curve: list[StepOut]
    newspapers: list[PaperOut]
    notices: list[str]
