"""The shapes of the API's questions and answers, for its OpenAPI description."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema


class SearchParameters(Schema):
    """Everything is text here: what is malformed is named by the search itself."""

    q: str = Field(
        "", description='词语，或 "加引号的原文"；-x、AND、OR、NOT、NEAR、括号、字段、日期、前缀*'
    )
    city: list[str] = Field([], description="城市代码或名称，可重复")
    county: list[str] = Field([], description="区县代码或名称，可重复")
    official: list[str] = Field([], description="官员编号或姓名，可重复")
    industry: list[str] = Field([], description="行业标识或名称，可重复")
    newspaper: list[str] = Field([], description="报纸标识或报名，可重复")
    date_from: str = Field("", alias="from", description="YYYY、YYYY-MM 或 YYYY-MM-DD，含当日")
    date_to: str = Field("", alias="to", description="同上，含当日")
    role: str = Field("", description="subject：城市、区县、行业只算主题")
    sort: str = Field("relevance", description="relevance、newest 或 oldest")
    page: str = Field("1", description="页码，从 1 开始")
    size: str = Field("20", description="每页篇数，1 到 100")


class ErrorsOut(Schema):
    errors: list[str]


class PlaceOut(Schema):
    code: str
    name: str
    role: str


class OfficialOut(Schema):
    id: int
    name: str
    post: str | None
    role: str


class IndustryOut(Schema):
    slug: str
    name: str
    role: str


class HeadOut(Schema):
    id: int
    url: str
    title: str
    kicker: str
    subtitle: str
    newspaper: str
    date: str
    page: int
    column: str
    reporters: list[str]
    cities: list[PlaceOut]
    counties: list[PlaceOut]
    officials: list[OfficialOut]
    industries: list[IndustryOut]


class ResultOut(HeadOut):
    snippet: str = Field(description="HTML，只含 <mark>")
    score: float


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
    period: str | None
    kind: str


class CopyOut(Schema):
    """Where else the same text is printed (通稿)."""

    id: int
    url: str
    newspaper: str
    date: str


class SimilarOut(CopyOut):
    """An article much like it, no reprint of it."""

    title: str


class ArticleOut(HeadOut):
    kind: str
    body: str
    newspaper_slug: str
    date_source: str
    section: str
    lines: list[list[int]]
    correspondents: list[str]
    compilers: list[str]
    photographers: list[str]
    dateline: DatelineOut | None
    continued_from: str | None
    confidence: float
    copies: list[CopyOut]
    similar: list[SimilarOut]
    people: list[PersonOut]
    figures: list[FigureOut]
