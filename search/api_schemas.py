"""The shapes of the API's questions and answers, for its OpenAPI description.

Texts here are Chinese and go through gettext when the description is asked for. Classes carry no
docstring, which would become a text of the description.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from search.request import LONGEST_QUERY, MOST_VALUES, PAGES, ROLES, SIZES, SORTS

DAY = r"^$|^[12]\d{3}(-\d{2}(-\d{2})?)?$"


def text(about: str, example: str = "", **schema: Any) -> Any:
    """A parameter that is text here: what is malformed is named by the search itself, not by 422."""
    given = {"example": example} if example else {}
    return Field("", description=about, json_schema_extra={**given, **schema})


def number(about: str, default: int, low: int, high: int) -> Any:
    """A whole number in the description, text here."""
    told = {"type": "integer", "default": default, "minimum": low, "maximum": high}
    return Field(str(default), description=about, json_schema_extra=told)


def choices(about: str, example: str) -> Any:
    """A parameter that may be repeated."""
    told = {"example": [example], "maxItems": MOST_VALUES}
    return Field([], description=about, json_schema_extra=told)


class PagingParameters(Schema):
    page: str = number(_("页码，从 1 开始"), 1, *PAGES)
    size: str = number(_("每页条数"), 20, *SIZES)


class FilterParameters(Schema):
    city: list[str] = choices(_("城市（或省）的代码或名称，可重复，取其一即可"), "370900")
    county: list[str] = choices(_("区县或功能区的代码或名称，可重复"), "370983")
    official: list[str] = choices(_("官员的编号或姓名，可重复"), "12")
    industry: list[str] = choices(_("行业的标识或名称，可重复"), "energy-storage")
    newspaper: list[str] = choices(_("报纸的标识或报名，可重复"), "dazhong-ribao")
    date_from: str = Field(
        "",
        alias="from",
        description=_("起始日期，YYYY、YYYY-MM 或 YYYY-MM-DD，含当日"),
        json_schema_extra={"example": "2024-01", "pattern": DAY},
    )
    date_to: str = Field(
        "",
        alias="to",
        description=_("截止日期，写法同上，含当日"),
        json_schema_extra={"example": "2024-09-30", "pattern": DAY},
    )
    role: str = text(
        _("subject：城市、区县、行业只算文章的主题，不算提及"), "subject", enum=["", *ROLES]
    )


class SearchParameters(PagingParameters, FilterParameters):
    q: str = text(
        _(
            "词语，或加引号的原文；可用 -x、AND、OR、NOT、A NEAR/10 B、括号、字段（title: city: …）、date:、前缀*"
        ),
        "储能",
        maxLength=LONGEST_QUERY,
    )
    sort: str = Field(
        "relevance",
        description=_("排序：相关度、最新、最早"),
        json_schema_extra={"enum": list(SORTS), "default": "relevance"},
    )


class OfficialParameters(PagingParameters):
    q: str = text(_("姓名中的字，或拼音（首字母）的开头"), "李", maxLength=LONGEST_QUERY)
    city: list[str] = choices(_("任职城市（或省）的代码或名称，可重复"), "370900")


class IssueParameters(PagingParameters):
    newspaper: list[str] = choices(_("报纸的标识或报名，可重复"), "dazhong-ribao")
    date_from: str = Field(
        "",
        alias="from",
        description=_("起始日期，YYYY、YYYY-MM 或 YYYY-MM-DD，含当日"),
        json_schema_extra={"example": "2024", "pattern": DAY},
    )
    date_to: str = Field(
        "",
        alias="to",
        description=_("截止日期，写法同上，含当日"),
        json_schema_extra={"example": "2024", "pattern": DAY},
    )


class SpokenPlaceOut(Schema):
    code: str
    name: str
    role: str = Field(description=_("subject 主题，mentioned 提及"))


class OfficialOut(Schema):
    id: int
    name: str
    post: str | None = Field(description=_("当时的职务"))
    role: str = Field(description=_("subject 主题，speaker 发言，attendee 出席，mentioned 提及"))


class IndustryOut(Schema):
    slug: str
    name: str
    role: str


class HeadOut(Schema):
    id: int
    url: str
    title: str = Field(description=_("标题"))
    kicker: str = Field(description=_("引题"))
    subtitle: str = Field(description=_("副题"))
    newspaper: str
    date: str = Field(description="YYYY-MM-DD")
    page: int = Field(description=_("版次；报面上没有印的由本档案编排"))
    column: str
    reporters: list[str]
    cities: list[SpokenPlaceOut]
    counties: list[SpokenPlaceOut]
    officials: list[OfficialOut]
    industries: list[IndustryOut]


class ResultOut(HeadOut):
    snippet: str = Field(description=_("HTML，其中只有 <mark> 一种标记"))
    score: float = Field(description=_("相关度；只可在同一次检索内比较"))


class ValueOut(Schema):
    value: str
    label: str
    count: int
    selected: bool
    url: str


class SearchOut(Schema):
    total: int
    page: int
    pages: int
    size: int
    query: dict[str, Any]
    results: list[ResultOut]
    facets: dict[str, list[ValueOut]]
    notices: list[str]


class FacetOut(Schema):
    facet: str
    label: str
    total: int
    values: list[ValueOut]


class SuggestionOut(Schema):
    kind: str
    value: str
    label: str
    url: str


class SuggestOut(Schema):
    query: str
    suggestions: list[SuggestionOut]


class DatelineOut(Schema):
    place: str
    date: str | None


class PersonOut(Schema):
    name: str
    post: str | None


class FigureOut(Schema):
    text: str
    indicator: str
    value: float
    unit: str
    period: str | None = Field(description=_("报上所写的时期"))
    kind: str = Field(description=_("actual 实际，target 目标"))
    year: int | None
    sentence: str = Field(description=_("所在的原句"))
    place: str | None = Field(description=_("所指地区的代码"))


class CopyOut(Schema):
    id: int
    url: str
    newspaper: str
    date: str


class SimilarOut(CopyOut):
    title: str


class ArticleOut(HeadOut):
    kind: str
    body: str
    newspaper_slug: str
    date_source: str
    section: str
    lines: list[list[int]] = Field(description=_("题文在版面文字中的行，[起, 止]"))
    correspondents: list[str]
    compilers: list[str]
    photographers: list[str]
    dateline: DatelineOut | None
    continued_from: str | None
    confidence: float
    copies: list[CopyOut] = Field(description=_("同一篇通稿还见于何处"))
    similar: list[SimilarOut] = Field(description=_("内容相近的文章，不含通稿"))
    people: list[PersonOut]
    figures: list[FigureOut]
